package io.millrace.worker;

import io.millrace.data.Batch;
import io.millrace.dataflow.Signal;

/** Where one edge leads: into a node of the same chain, or out of the task. Belongs to the task's thread. */
sealed interface Target permits Target.Direct, ExchangeWriter {

    /** Takes over a batch. */
    void accept(Batch batch);

    void signal(Signal signal);

    boolean hasRoom();

    /** Sends on what was gathered for fuller batches. */
    void flush();

    /** A direct call. */
    record Direct(Node node, int input, Feed feed) implements Target {
        @Override
        public void accept(Batch batch) {
            node.deliver(input, batch);
        }

        @Override
        public void signal(Signal signal) {
            node.signal(input, feed, signal);
        }

        @Override
        public boolean hasRoom() {
            return node.isClear() && node.output().room();
        }

        @Override
        public void flush() {}
    }
}
