/**
 * The load benchmark: OPA alone, the gate and bulk replay, in turns on one machine in one run, so that their ratio means something
 * where the absolute figures do not.
 */
@NullMarked
package org.sealgate.engine.bench;

import org.jspecify.annotations.NullMarked;
