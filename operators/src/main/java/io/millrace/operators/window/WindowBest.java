package io.millrace.operators.window;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.Relation;
import java.util.List;

/**
 * Leaves out rows of which another one of the same window is known to be greater in a column, and those without a
 * value. The greatest rows of a window always pass; which others do depends on the order in which rows come, as the
 * partial results of a local aggregation do. So it stands only before something that looks for the greatest itself: it
 * spares the way there to rows that cannot be wanted. The rows are those that stay.
 *
 * <p>Of windows that follow from a time, rows at the very start of one pass too: they are at the end of the one before
 * it, and may be wanted there.
 *
 * @param window one for each row: attached, or tumbling
 * @param column of type BIGINT
 */
public record WindowBest(Schema input, Windowing window, int column) implements OperatorSpec {

    @Override
    public Operator create() {
        return new WindowBestOperator(this);
    }

    @Override
    public int inputCount() {
        return 1;
    }

    @Override
    public List<Schema> outputs() {
        return List.of(input);
    }

    @Override
    public Meaning meaning(List<Relation> inputs) {
        Relation rows = inputs.getFirst();
        String best = "greatest " + rows.column(column) + " of " + WindowMeaning.text(window, rows);
        return Meaning.stateless(rows.with(List.of(best), rows.columns()));
    }

    @Override
    public String describe() {
        return "WindowBest $" + column + " of " + window;
    }
}
