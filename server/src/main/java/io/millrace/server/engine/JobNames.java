package io.millrace.server.engine;

import java.util.concurrent.atomic.AtomicInteger;

/** Names for runs that begin from the start, or go on beside another: no two have the same. */
public final class JobNames {
    private static final AtomicInteger MADE = new AtomicInteger();

    private JobNames() {}

    public static String next() {
        return "job-"
                + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX)
                + "-"
                + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX)
                + "-"
                + MADE.incrementAndGet();
    }
}
