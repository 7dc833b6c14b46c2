package io.millrace.operators.aggregate;

import java.util.List;

/** What rows are grouped by, as columns of the input, and what is computed of each group. */
public record Grouping(List<Integer> keys, List<AggregateCall> calls) {

    public Grouping {
        keys = List.copyOf(keys);
        calls = List.copyOf(calls);
    }

    @Override
    public String toString() {
        return "by " + keys + " " + calls;
    }
}
