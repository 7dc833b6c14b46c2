package io.millrace.dataflow;

/** Where an operator counts. A counter belongs to the operator's thread; others read it now and then. */
public interface Metrics {

    /** A counter of this name in kebab case with its unit last, such as {@code late-rows}. */
    Counter counter(String name);

    /** Tells the user something once, such as why there is no output; the same code is told once a job. */
    void notice(String code, String message);

    /** A number that only grows. */
    interface Counter {
        void add(long amount);

        long value();
    }
}
