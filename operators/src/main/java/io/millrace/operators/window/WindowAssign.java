package io.millrace.operators.window;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.lineage.LineageText;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.Relation;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends the bounds of its windows to each row: window_start and window_end as TIMESTAMP(3), and window_time, a
 * millisecond before the end, of the type of the last output column. A row of several windows becomes several rows; one
 * whose time is null is an error of the user.
 *
 * @param windowing not {@link Windowing.Attached}
 */
public record WindowAssign(Schema input, Windowing windowing, Schema output) implements OperatorSpec {

    @Override
    public Operator create() {
        return new WindowAssignOperator(this);
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
        Relation rows = inputs.getFirst();
        String windows = WindowMeaning.text(windowing, rows);
        String base = "windows " + LineageText.hash(rows.rows() + windows);
        List<String> columns = new ArrayList<>(rows.columns());
        for (int made = input.size(); made < output.size(); made++) {
            columns.add(output.field(made).name() + "@" + LineageText.hash(windows));
        }
        return Meaning.stateless(Relation.of(base, columns));
    }

    @Override
    public String describe() {
        return "WindowAssign " + windowing;
    }
}
