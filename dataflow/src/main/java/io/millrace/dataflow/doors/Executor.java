package io.millrace.dataflow.doors;

/** The door to work that may block, beside the workers. */
public interface Executor {

    /** Runs this at some time on some other thread. Fails with kind RESOURCES where its bounded queue is full. */
    void execute(Runnable work);
}
