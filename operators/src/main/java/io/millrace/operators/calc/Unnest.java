package io.millrace.operators.calc;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.lineage.LineageText;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.Relation;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a row for each element of an array or entry of a map. The output is the input's columns, then the element (the
 * fields of an element that is a row; key and value of a map's entry), then with {@link Numbering#SHOWN} its number
 * from 1 as an INT.
 *
 * @param column the column with the array or map
 */
public record Unnest(Schema input, int column, WhenEmpty whenEmpty, Numbering numbering, Schema output)
        implements OperatorSpec {

    /** What becomes of a row without elements. */
    public enum WhenEmpty {
        /** It is dropped: CROSS JOIN. */
        DROP,
        /** It is kept once, with nulls: LEFT JOIN. */
        KEEP
    }

    /** Whether there is a column WITH ORDINALITY. */
    public enum Numbering {
        HIDDEN,
        SHOWN
    }

    @Override
    public Operator create() {
        return new UnnestOperator(this);
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
        String base = "unnested " + LineageText.hash(rows.rows() + rows.column(column) + whenEmpty);
        List<String> columns = new ArrayList<>(rows.columns());
        for (int made = input.size(); made < output.size(); made++) {
            columns.add("element " + (made - input.size()) + " of " + rows.column(column) + "@" + base);
        }
        return Meaning.stateless(Relation.of(base, columns));
    }

    @Override
    public String describe() {
        return "Unnest $" + column + (whenEmpty == WhenEmpty.KEEP ? " left" : "");
    }
}
