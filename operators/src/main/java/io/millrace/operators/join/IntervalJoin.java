package io.millrace.operators.join;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.Relation;
import io.millrace.dataflow.lineage.StateMeaning.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        return new IntervalJoinOperator(this);
    }

    /** The whole condition of a pair. */
    JoinCondition bounded() {
        Expression time = new Expression.Input(condition.leftTime(), left.type(condition.leftTime()));
        Expression other = new Expression.Input(left.size() + condition.rightTime(), right.type(condition.rightTime()));
        Expression lower = compare(">=", time, shifted(other, condition.lowerMicros()));
        Expression upper = compare("<=", time, shifted(other, condition.upperMicros()));
        Expression both = call("AND", Plain.BOOLEAN, lower, upper);
        Optional<Expression> all =
                condition
                        .equal()
                        .residual()
                        .map(residual -> call("AND", Plain.BOOLEAN, both, residual))
                        .or(() -> Optional.of(both));
        return new JoinCondition(condition.equal().keys(), all);
    }

    private static Expression shifted(Expression time, long micros) {
        return call("+", time.type(), time, new Expression.Literal(micros, new DataType.TimeInterval()));
    }

    private static Expression compare(String function, Expression left, Expression right) {
        return call(function, Plain.BOOLEAN, left, right);
    }

    private static Expression call(String function, DataType type, Expression... arguments) {
        return new Expression.Call(new Expression.Function.Named(function), List.of(arguments), type);
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
    public Meaning meaning(List<Relation> inputs) {
        JoinMeaning join = new JoinMeaning(condition.equal(), inputs.get(0), inputs.get(1));
        Expression bounds = bounded().residual().orElseThrow();
        List<Part> parts = new ArrayList<>(join.parts(type, "within an interval", List.of(bounds)));
        parts.add(new Part("keys", condition.equal().leftKeys() + " " + condition.equal().rightKeys()));
        parts.add(new Part("columns", join.both().toString()));
        return join.meaning(type, parts, inputs, Optional.empty());
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
