package io.millrace.operators.calc;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.lineage.LineageText;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.Relation;
import java.util.List;
import java.util.Optional;

/** Keeps the rows that fulfil a condition and computes columns of them. Weights pass through. */
public record Calc(Schema input, List<Expression> projections, Optional<Expression> condition, Schema output)
        implements OperatorSpec {

    public Calc {
        projections = List.copyOf(projections);
    }

    /** Passes every row on as it is. */
    public static Calc identity(Schema schema) {
        Expression[] columns = new Expression[schema.size()];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = new Expression.Input(column, schema.type(column));
        }
        return new Calc(schema, List.of(columns), Optional.empty(), schema);
    }

    @Override
    public Operator create() {
        return new CalcOperator(this);
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
    public Meaning meaning(List<Relation> inputs) {
        List<String> columns = inputs.getFirst().columns();
        List<String> conditions = condition.map(all -> LineageText.conjuncts(all, columns)).orElse(List.of());
        return Meaning.stateless(inputs.getFirst().with(conditions, LineageText.of(projections, columns)));
    }

    @Override
    public String describe() {
        return "Calc " + projections + condition.map(c -> " where " + c).orElse("");
    }
}
