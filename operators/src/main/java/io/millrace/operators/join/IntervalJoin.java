package io.millrace.operators.join;

import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import java.util.List;

/**
 * Joins rows whose times are near one another; a row is forgotten when the watermark says that no partner can come.
 * Both inputs are rows that stay. The output is as that of {@link StreamJoin}; rows without a partner are emitted when
 * they are forgotten.
 */
public record IntervalJoin(Schema left, Schema right, JoinType type, Nearness condition, Schema output)
        implements OperatorSpec {

    /**
     * When two rows are partners: the left time is at least the right time plus {@code lowerMicros} and at most the
     * right time plus {@code upperMicros}.
     *
     * @param leftTime a timestamp column of the left side
     */
    public record Nearness(JoinCondition equal, int leftTime, int rightTime, long lowerMicros, long upperMicros) {}

    @Override
    public Operator create() {
        throw MillraceException.internal("not made yet");
    }

    @Override
    public int inputCount() {
        return 2;
    }

    @Override
    public List<Schema> outputs() {
        return List.of(output);
    }

    @Override
    public List<Integer> keys(int input) {
        return input == 0 ? condition.equal().leftKeys() : condition.equal().rightKeys();
    }

    @Override
    public String describe() {
        return "IntervalJoin "
                + type
                + " "
                + condition.equal()
                + ", $"
                + condition.leftTime()
                + " from "
                + condition.lowerMicros()
                + "µs to "
                + condition.upperMicros()
                + "µs after right $"
                + condition.rightTime();
    }
}
