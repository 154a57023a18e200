package org.sealgate.policy;

import java.lang.management.ManagementFactory;

/** What a thread used itself, whatever else the machine does; figures of promises.md are for a machine of one's own. */
final class CpuTime {
    private CpuTime() {}

    /** Of the calling thread; a virtual one has none, then 0. */
    static long millis() {
        long nanos = Thread.currentThread().isVirtual()
                ? 0
                : ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        return nanos / 1_000_000;
    }
}
