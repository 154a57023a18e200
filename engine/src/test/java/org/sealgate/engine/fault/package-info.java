/**
 * The whole engine, as a process, under faults of the machine: killed at any moment and at each system call that changes the
 * disk, refused by the disk, cut off from power. Judged from the outside, by what its callers were told and by fsck.
 */
@NullMarked
package org.sealgate.engine.fault;

import org.jspecify.annotations.NullMarked;
