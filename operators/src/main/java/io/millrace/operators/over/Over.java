package io.millrace.operators.over;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.operators.Flow;
import io.millrace.operators.rank.SortKey;
import java.util.List;

/**
 * Functions OVER (PARTITION BY … ORDER BY …): every row with the values of the calls appended.
 *
 * @param mode what the order has to do with time
 */
public record Over(Flow input, Within within, Mode mode, List<OverCall> calls, Schema output) implements OperatorSpec {

    public Over {
        calls = List.copyOf(calls);
    }

    /** The partition's columns and the order in it. */
    public record Within(List<Integer> partition, List<SortKey> order) {
        public Within {
            partition = List.copyOf(partition);
            order = List.copyOf(order);
        }
    }

    /** When rows leave. */
    public enum Mode {
        /**
         * The first sort column is the event time, ascending: a row leaves when the watermark has passed it, for good.
         */
        EVENT_TIME,
        /** The order is that of arrival: a row leaves at once, for good. */
        ARRIVAL,
        /** Any order over any changes: a row leaves at once, and again with −1 and +1 whenever its values change. */
        CHANGES
    }

    @Override
    public Operator create() {
        return new OverOperator(this);
    }

    @Override
    public int inputCount() {
        return 1;
    }

    @Override
    public List<Schema> outputs() {
        return List.of(output);
    }

    @Override
    public List<Integer> keys(int input) {
        return within.partition();
    }

    @Override
    public String describe() {
        return "Over by " + within.partition() + " " + within.order() + " " + calls;
    }
}
