package io.millrace.operators.scan;

import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import io.millrace.dataflow.source.Rejects;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.SourceSpec;
import io.millrace.operators.calc.Calc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads a source split by split. What is made of each row stands in calcs, one for each output, so that where an
 * expression fails the row's place in the source is known.
 *
 * @param fields what is read, in the order of the calcs' input
 * @param filters conditions over the fields that are read, which a reader may use to skip rows; they are part of every
 *     calc's condition too
 * @param calcs what is made of each row that was read: the outputs of this operator, in order
 * @param eventTime empty where the source has none
 */
public record Scan(
        Source source,
        List<FieldPath> fields,
        List<Expression> filters,
        List<Calc> calcs,
        Optional<EventTime> eventTime)
        implements SourceSpec {

    public Scan {
        fields = List.copyOf(fields);
        filters = List.copyOf(filters);
        calcs = List.copyOf(calcs);
        for (Calc calc : calcs) {
            if (fields.size() != calc.input().size()) {
                throw MillraceException.internal(
                        "a scan reads " + fields.size() + " fields, its calc expects " + calc.input().size());
            }
        }
    }

    /** With one output. */
    public Scan(
            Source source, List<FieldPath> fields, List<Expression> filters, Calc calc, Optional<EventTime> eventTime) {
        this(source, fields, filters, List.of(calc), eventTime);
    }

    /** The output of bad rows, where the source has a table for them. */
    public int rejectsPort() {
        return calcs.size();
    }

    @Override
    public Operator create() {
        return new ScanOperator(this);
    }

    @Override
    public List<Schema> outputs() {
        List<Schema> outputs = new ArrayList<>(calcs.stream().map(Calc::output).toList());
        if (source.rejectTable().isPresent()) {
            outputs.add(Rejects.SCHEMA);
        }
        return List.copyOf(outputs);
    }

    @Override
    public String describe() {
        return "Scan "
                + source.describe()
                + " "
                + calcs.stream()
                        .map(calc -> calc.describe().substring("Calc ".length()))
                        .collect(Collectors.joining("; "));
    }
}
