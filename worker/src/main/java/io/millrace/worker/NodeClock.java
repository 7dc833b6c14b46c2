package io.millrace.worker;

import io.millrace.dataflow.doors.Clock;
import java.util.ArrayDeque;

/** Tells the time of a step apart by operator: what an operator calls directly counts for the one called. */
final class NodeClock {
    private final Clock clock;
    private final ArrayDeque<Node> running = new ArrayDeque<>();
    private long since;

    NodeClock(Clock clock) {
        this.clock = clock;
    }

    void enter(Node node) {
        charge();
        running.push(node);
    }

    void leave() {
        charge();
        running.pop();
    }

    private void charge() {
        long now = clock.nanos();
        Node node = running.peek();
        if (node != null) {
            node.busyNanos += now - since;
        }
        since = now;
    }
}
