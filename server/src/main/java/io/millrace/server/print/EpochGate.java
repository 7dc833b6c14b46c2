package io.millrace.server.print;

import io.millrace.data.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings the instances of a result together: an epoch is shown when every instance has committed it, in one portion.
 * Any thread may call.
 */
final class EpochGate {
    /** The barrier after the last one. */
    static final long END = Long.MAX_VALUE;

    private final long[] reached;
    private final List<Deque<Part>> waiting = new ArrayList<>();
    private final Consumer<Portion> printer;

    /** What an instance committed at a barrier. */
    private record Part(long barrier, List<Batch> batches) {}

    EpochGate(int instances, Consumer<Portion> printer) {
        this.reached = new long[instances];
        this.printer = printer;
        for (int i = 0; i < instances; i++) {
            waiting.add(new ArrayDeque<>());
        }
    }

    /** An instance has committed up to this barrier; the batches are given away. */
    synchronized void reach(int instance, long barrier, List<Batch> batches) {
        // The end of one instance is no end for the others: its last rows belong to the epoch that comes next.
        long belongsTo = barrier == END ? reached[instance] + 1 : barrier;
        if (reached[instance] == END) {
            belongsTo = 0;
        }
        waiting.get(instance).add(new Part(belongsTo, batches));
        reached[instance] = barrier;
        long complete = Arrays.stream(reached).min().orElse(END);
        List<Batch> shown = new ArrayList<>();
        for (Deque<Part> parts : waiting) {
            while (!parts.isEmpty() && parts.peek().barrier() <= complete) {
                shown.addAll(parts.poll().batches());
            }
        }
        if (!shown.isEmpty()) {
            printer.accept(new Portion.Rows(shown));
        }
    }
}
