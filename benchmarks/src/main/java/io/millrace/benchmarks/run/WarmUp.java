package io.millrace.benchmarks.run;

/**
 * The jobs before the one that counts, where that one has a number of events: the same job, again and again, until the
 * seconds asked for have passed. So the process is as one that has run for long: compiled, with a heap as large as it
 * needs, of memory that the system has provided. What a job left behind is collected before the next one begins.
 */
public final class WarmUp {
    private static final double NANOS = 1e9;

    /** Runs one job. */
    public interface Job {
        void run(Load load) throws Exception;
    }

    private WarmUp() {}

    /** Does it, where a load asks for it. */
    public static void before(Load load, Job job) throws Exception {
        if (!(load instanceof Load.Events(long count, int seconds)) || seconds == 0) {
            return;
        }
        long start = System.nanoTime();
        while (System.nanoTime() - start < seconds * NANOS) {
            job.run(new Load.Events(count, 0));
            System.gc();
        }
    }
}
