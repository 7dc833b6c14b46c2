package io.millrace.operators.window;

import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.operators.Flow;
import io.millrace.operators.aggregate.Grouping;
import io.millrace.operators.aggregate.Partials;
import java.util.List;

/**
 * GROUP BY session and keys: rows of a key that are at most a gap apart are in one session, which ends a gap after its
 * last row and is emitted when the watermark has passed that. The columns are as those of {@link WindowAggregate}.
 */
public record SessionAggregate(Flow input, Windowing.Time time, long gapMicros, Grouping grouping, Schema output)
        implements OperatorSpec {

    @Override
    public Operator create() {
        if (!Partials.areSplittable(input, grouping)) {
            throw MillraceException.user(
                    "unsupported-session-aggregate",
                    "sessions that grow together need aggregates that can be merged: no DISTINCT, FIRST_VALUE, LAST_VALUE or LISTAGG");
        }
        return new SessionAggregateOperator(this);
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
        return grouping.keys();
    }

    @Override
    public String describe() {
        return "SessionAggregate " + time + " gap " + gapMicros + "µs " + grouping;
    }
}
