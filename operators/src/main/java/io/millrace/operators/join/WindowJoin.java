package io.millrace.operators.join;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.Relation;
import io.millrace.dataflow.lineage.StateMeaning.Part;
import io.millrace.operators.Flow;
import io.millrace.operators.window.Windowing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Joins the rows of equal windows: a window's pairs are emitted when the watermark has passed its end, and its rows are
 * forgotten. The output is as that of {@link StreamJoin}.
 */
public record WindowJoin(Side left, Side right, JoinType type, JoinCondition condition, Schema output)
        implements OperatorSpec {

    /** One side: its rows, and the columns with the bounds of their windows. */
    public record Side(Flow flow, Windowing.Attached window) {}

    @Override
    public Operator create() {
        return new WindowJoinOperator(this);
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
        return input == 0 ? windowedCondition().leftKeys() : windowedCondition().rightKeys();
    }

    /** The condition with the bounds of the windows among its keys. */
    JoinCondition windowedCondition() {
        List<JoinCondition.JoinKey> keys = new ArrayList<>(condition.keys());
        keys.add(new JoinCondition.JoinKey(left.window().start(), right.window().start(), JoinCondition.Nulls.DIFFER));
        keys.add(new JoinCondition.JoinKey(left.window().end(), right.window().end(), JoinCondition.Nulls.DIFFER));
        return new JoinCondition(keys, condition.residual());
    }

    @Override
    public Meaning meaning(List<Relation> inputs) {
        JoinMeaning join = new JoinMeaning(windowedCondition(), inputs.get(0), inputs.get(1));
        List<Part> parts = new ArrayList<>(join.parts(type, "of windows", List.of()));
        parts.add(new Part("keys", condition.leftKeys() + " " + condition.rightKeys()));
        parts.add(new Part("columns", join.both().toString()));
        return join.meaning(type, parts, inputs, Optional.empty());
    }

    @Override
    public String describe() {
        return "WindowJoin " + type + " " + condition + ", windows " + left.window() + " and " + right.window();
    }
}
