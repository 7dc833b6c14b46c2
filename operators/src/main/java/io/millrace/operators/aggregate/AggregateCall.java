package io.millrace.operators.aggregate;

import io.millrace.data.DataType;
import io.millrace.dataflow.lineage.Relation;
import java.util.List;
import java.util.Optional;

/**
 * One aggregate of a query.
 *
 * @param arguments columns of the input; behind a local aggregation, the columns of this call's partial result
 * @param filter a BOOLEAN column: only rows where it is true count
 * @param type of the result
 */
public record AggregateCall(
        AggregateFunction function,
        List<Integer> arguments,
        Distinctness distinctness,
        Optional<Integer> filter,
        DataType type) {

    public AggregateCall {
        arguments = List.copyOf(arguments);
    }

    /** Whether equal arguments count once. */
    public enum Distinctness {
        ALL,
        DISTINCT
    }

    /** The call by what its columns mean. */
    public String text(Relation rows) {
        return function
                + "("
                + (distinctness == Distinctness.DISTINCT ? "DISTINCT " : "")
                + (arguments.isEmpty() ? "*" : String.join(", ", rows.columns(arguments)))
                + ")"
                + filter.map(column -> " FILTER " + rows.column(column)).orElse("");
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(function.name()).append('(');
        if (distinctness == Distinctness.DISTINCT) {
            text.append("DISTINCT ");
        }
        for (int i = 0; i < arguments.size(); i++) {
            text.append(i == 0 ? "$" : ", $").append(arguments.get(i));
        }
        if (arguments.isEmpty()) {
            text.append('*');
        }
        text.append(')');
        filter.ifPresent(column -> text.append(" FILTER $").append(column));
        return text.toString();
    }
}
