package io.millrace.operators.calc;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.lineage.LineageText;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.Relation;
import java.util.ArrayList;
import java.util.List;

/** Makes several rows of each: one for each list of projections, as grouping sets need. */
public record Expand(Schema input, List<List<Expression>> projections, Schema output) implements OperatorSpec {

    public Expand {
        projections = projections.stream().map(List::copyOf).toList();
    }

    @Override
    public Operator create() {
        return new ExpandOperator(this);
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
        Relation input = inputs.getFirst();
        List<List<String>> rows = projections.stream().map(row -> LineageText.of(row, input.columns())).toList();
        String base = "expanded " + LineageText.hash(input.rows() + rows);
        List<String> columns = new ArrayList<>();
        for (int column = 0; column < output.size(); column++) {
            int index = column;
            columns.add(rows.stream().map(row -> row.get(index)).toList() + "@" + base);
        }
        return Meaning.stateless(Relation.of(base, columns));
    }

    @Override
    public String describe() {
        return "Expand " + projections;
    }
}
