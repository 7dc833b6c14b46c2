package io.millrace.operators.join;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.Relation;
import io.millrace.operators.Flow;
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

    /** A join of streams with the bounds as a condition: right, but it keeps its rows. */
    @Override
    public Operator create() {
        if (type != JoinType.INNER) {
            throw MillraceException.user(
                    "unsupported", "an outer join within an interval of time is not supported yet");
        }
        return new StreamJoin(Flow.append(left), Flow.append(right), type, bounded(), output).create();
    }

    private JoinCondition bounded() {
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
        return join.meaning(
                type,
                join.parts(type, "within an interval", List.of(bounds)),
                inputs,
                Optional.of(
                        List.of(
                                join.leftTable("left", Flow.append(left), SymmetricJoin.degrees(type, 0)),
                                join.rightTable("right", Flow.append(right), SymmetricJoin.degrees(type, 1)))));
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
