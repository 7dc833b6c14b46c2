package io.millrace.dataflow.verifier;

import io.millrace.data.Schema;
import io.millrace.dataflow.graph.JobGraph.Changes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What one input of an operator is given: rows, and watermarks between them.
 *
 * @param changes whether rows may be deleted: then their weights are split at random, and changes that cancel are mixed in
 * @param order whether rows may change places between two watermarks
 */
public record Script(Schema schema, List<Step> steps, Changes changes, Order order) {

    public Script {
        steps = List.copyOf(steps);
    }

    /** Whether the result depends on the order of the rows. */
    public enum Order {
        /** It does not: they are shuffled. */
        FREE,
        FIXED
    }

    /** One thing that an input is given. */
    public sealed interface Step {

        /** A row with its weight; the values are those of {@link io.millrace.data.Columns#value}. */
        record Row(List<@Nullable Object> values, int weight) implements Step {
            public static Row of(int weight, @Nullable Object... values) {
                return new Row(Arrays.asList(values), weight);
            }
        }

        /** No row before this time, in microseconds, follows. */
        record Watermark(long time) implements Step {}
    }

    /** Rows that stay, in any order. */
    public static Script append(Schema schema, List<Step> steps) {
        return new Script(schema, steps, Changes.APPEND, Order.FREE);
    }

    /** Rows that may be deleted, in any order. */
    public static Script weights(Schema schema, List<Step> steps) {
        return new Script(schema, steps, Changes.WEIGHTS, Order.FREE);
    }

    /** The same in another form, whose rows add up to the same. */
    List<Step> varied(Random random) {
        List<Step> varied = new ArrayList<>();
        List<Step> stretch = new ArrayList<>();
        for (Step step : steps) {
            switch (step) {
                case Step.Row row -> split(row, random, stretch);
                case Step.Watermark watermark -> {
                    varied.addAll(shuffled(stretch, random));
                    stretch.clear();
                    varied.add(watermark);
                }
            }
        }
        varied.addAll(shuffled(stretch, random));
        return varied;
    }

    private List<Step> shuffled(List<Step> stretch, Random random) {
        if (order == Order.FREE) {
            Collections.shuffle(stretch, random);
        }
        return stretch;
    }

    private void split(Step.Row row, Random random, List<Step> into) {
        if (changes == Changes.APPEND || order == Order.FIXED) {
            into.add(row);
            return;
        }
        int left = row.weight();
        for (int part = 0; part < 2 && random.nextInt(3) == 0; part++) {
            int weight = 1 + random.nextInt(3);
            weight = random.nextBoolean() ? weight : -weight;
            into.add(new Step.Row(row.values(), weight));
            left -= weight;
        }
        if (left != 0) {
            into.add(new Step.Row(row.values(), left));
        }
    }
}
