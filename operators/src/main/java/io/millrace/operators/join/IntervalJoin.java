package io.millrace.operators.join;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.Relation;
import io.millrace.dataflow.lineage.StateMeaning.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Joins rows whose times are bounded by one another; a row is forgotten when the watermark says that no partner can
 * come. Both inputs are rows that stay. The output is as that of {@link StreamJoin}; rows without a partner are emitted
 * when they are forgotten.
 */
public record IntervalJoin(Schema left, Schema right, JoinType type, Condition condition, Schema output)
        implements OperatorSpec {

    /**
     * When two rows are partners, and until when one may come.
     *
     * @param pairs the whole condition of a pair, bounds of times included
     */
    public record Condition(JoinCondition pairs, Need left, Need right) {}

    /**
     * How long a row is needed: until the watermark of the other side has passed {@code column} plus {@code micros}.
     *
     * @param column a timestamp column of the row's own side
     */
    public record Need(int column, long micros) {
        @Override
        public String toString() {
            return "$" + column + (micros == 0 ? "" : (micros < 0 ? " - " : " + ") + Math.abs(micros) + "µs");
        }
    }

    @Override
    public Operator create() {
        return new IntervalJoinOperator(this);
    }

    /** How long a row of an input is needed. */
    Need need(int input) {
        return input == 0 ? condition.left() : condition.right();
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
        return input == 0 ? condition.pairs().leftKeys() : condition.pairs().rightKeys();
    }

    @Override
    public Meaning meaning(List<Relation> inputs) {
        JoinMeaning join = new JoinMeaning(condition.pairs(), inputs.get(0), inputs.get(1));
        List<Part> parts = new ArrayList<>(join.parts(type, "within an interval", List.of()));
        parts.add(new Part("keys", condition.pairs().leftKeys() + " " + condition.pairs().rightKeys()));
        parts.add(new Part("columns", join.both().toString()));
        return join.meaning(type, parts, inputs, Optional.empty());
    }

    @Override
    public String describe() {
        return "IntervalJoin "
                + type
                + " "
                + condition.pairs()
                + ", left until "
                + condition.left()
                + ", right until "
                + condition.right();
    }
}
