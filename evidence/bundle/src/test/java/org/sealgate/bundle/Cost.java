package org.sealgate.bundle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the calling thread has used since: processor time and bytes of heap, whatever else the machine does. Where a class was loaded
 * meanwhile, which a fuzzer rewrites at great cost, nothing is said.
 */
final class Cost {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final ClassLoadingMXBean CLASSES = ManagementFactory.getClassLoadingMXBean();

    private final long classes = CLASSES.getTotalLoadedClassCount();
    private final long nanos = THREADS.getCurrentThreadCpuTime();
    private final long bytes = THREADS.getCurrentThreadAllocatedBytes();

    /** A second, which no input of some kilobytes needs, and memory in proportion to the input. */
    void requireInProportion(int length) {
        long millis = (THREADS.getCurrentThreadCpuTime() - nanos) / 1_000_000;
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        if (CLASSES.getTotalLoadedClassCount() > classes) {
            return;
        }
        assertTrue(millis <= 1_000, millis + " ms of processor time");
        assertTrue(allocated <= (4L << 20) + 1_000L * length, allocated + " bytes of heap");
    }
}
