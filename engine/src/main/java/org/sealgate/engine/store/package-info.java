/**
 * The durable store of evidence: one journal, forced once a batch; everything else is a projection that start rebuilds.
 *
 * <p>In the order of one proposal: {@code objects} were put before it, {@code claim} takes its run id, {@code number} gives
 * it a place in its caller's stream, {@code commit} answers when the record is on the disk.
 */
@NullMarked
package org.sealgate.engine.store;

import org.jspecify.annotations.NullMarked;
