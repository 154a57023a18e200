/**
 * The transparency log: a Merkle tree over everything that is sealed, shown as plain files that anybody may copy (C2SP tlog-tiles).
 *
 * <p>The journal is the truth and the files are made from it. A checkpoint is signed before its batch is forced, and nobody sees
 * it before that is done.
 */
@NullMarked
package org.sealgate.engine.log;

import org.jspecify.annotations.NullMarked;
