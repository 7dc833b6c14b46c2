package io.millrace.operators.join;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.Relation;
import io.millrace.dataflow.state.TimeToLive;
import io.millrace.operators.Flow;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Joins two streams of changes that may both go on for ever: input 0 is the left side, input 1 the right one, and both
 * are kept. The output is the left columns and then the right ones; the left ones alone for SEMI and ANTI.
 */
public record StreamJoin(Flow left, Flow right, JoinType type, JoinCondition condition, Schema output)
        implements OperatorSpec {

    @Override
    public Operator create() {
        return new StreamJoinOperator(this);
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
    public Meaning meaning(List<Relation> inputs) {
        JoinMeaning join = new JoinMeaning(condition, inputs.get(0), inputs.get(1));
        return join.meaning(
                type,
                join.parts(type, "of streams", List.of()),
                inputs,
                Optional.of(
                        List.of(
                                join.leftTable("left", left, SymmetricJoin.degrees(type, 0)),
                                join.rightTable("right", right, SymmetricJoin.degrees(type, 1)))));
    }

    /** Each side may have its own. */
    @Override
    public TimeToLive timeToLive(SessionSettings session) {
        return new TimeToLive(
                session.stateTtlMillis(), Map.of("left", left.keptMillis(session), "right", right.keptMillis(session)));
    }

    @Override
    public String describe() {
        return "StreamJoin " + type + " " + condition;
    }
}
