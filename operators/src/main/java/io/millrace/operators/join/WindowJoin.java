package io.millrace.operators.join;

import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.operators.Flow;
import io.millrace.operators.window.Windowing;
import java.util.List;

/**
 * Joins the rows of equal windows: a window's pairs are emitted when the watermark has passed its end, and its rows are
 * forgotten. The output is as that of {@link StreamJoin}.
 */
public record WindowJoin(Side left, Side right, JoinType type, JoinCondition condition, Schema output) implements OperatorSpec {

    /** One side: its rows, and the columns with the bounds of their windows. */
    public record Side(Flow flow, Windowing.Attached window) {}

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
        return input == 0 ? condition.leftKeys() : condition.rightKeys();
    }

    @Override
    public String describe() {
        return "WindowJoin " + type + " " + condition + ", windows " + left.window() + " and " + right.window();
    }
}
