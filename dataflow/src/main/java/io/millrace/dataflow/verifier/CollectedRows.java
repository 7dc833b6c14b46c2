package io.millrace.dataflow.verifier;

import io.millrace.data.Batch;
import io.millrace.data.Columns;
import io.millrace.data.Schema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows with the sums of their weights, none of them 0; one table for each output of an operator. */
public final class CollectedRows {
    private final List<Map<List<@Nullable Object>, Long>> ports;

    public CollectedRows(int outputs) {
        ports = new ArrayList<>();
        for (int port = 0; port < outputs; port++) {
            ports.add(new HashMap<>());
        }
    }

    private CollectedRows(List<Map<List<@Nullable Object>, Long>> ports) {
        this.ports = ports;
    }

    CollectedRows copy() {
        List<Map<List<@Nullable Object>, Long>> copies = new ArrayList<>();
        ports.forEach(port -> copies.add(new HashMap<>(port)));
        return new CollectedRows(copies);
    }

    /** Adds a row, as a model does. */
    public void add(int port, List<@Nullable Object> values, long weight) {
        List<@Nullable Object> key = new ArrayList<>();
        values.forEach(value -> key.add(comparable(value)));
        ports.get(port).merge(key, weight, (a, b) -> a + b == 0 ? null : a + b);
    }

    void add(int port, Schema schema, Batch batch) {
        for (int row = 0; row < batch.size(); row++) {
            int position = batch.position(row);
            List<@Nullable Object> values = new ArrayList<>();
            for (int column = 0; column < schema.size(); column++) {
                values.add(Columns.value(batch.column(column), schema.type(column), position));
            }
            if (batch.weightAt(position) == 0) {
                throw new AssertionError("a row of weight 0 was emitted: " + values);
            }
            add(port, values, batch.weightAt(position));
        }
    }

    /** Rows that are not there as often as expected, a line each; empty where all are. */
    public String difference(CollectedRows expected) {
        StringBuilder text = new StringBuilder();
        int count = 0;
        for (int port = 0; port < ports.size(); port++) {
            Map<List<@Nullable Object>, Long> all = new HashMap<>(expected.ports.get(port));
            ports.get(port).keySet().forEach(row -> all.putIfAbsent(row, 0L));
            for (List<@Nullable Object> row : all.keySet()) {
                long want = expected.ports.get(port).getOrDefault(row, 0L);
                long have = ports.get(port).getOrDefault(row, 0L);
                if (want != have && count++ < 10) {
                    text.append("\n  ").append(row).append(" has weight ").append(have).append(" instead of ").append(want);
                }
            }
        }
        return count == 0 ? "" : count + " rows differ" + text;
    }

    @Override
    public String toString() {
        return ports.toString();
    }

    private static @Nullable Object comparable(@Nullable Object value) {
        return switch (value) {
            case byte[] bytes -> ByteBuffer.wrap(bytes);
            case Double number when number == 0 -> 0.0;
            case Float number when number == 0 -> 0.0f;
            case null, default -> value;
        };
    }
}
