package io.millrace.operators.scan;

import io.millrace.data.Batch;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.lineage.Meaning;
import io.millrace.dataflow.lineage.Relation;
import io.millrace.dataflow.lineage.StateMeaning;
import io.millrace.dataflow.lineage.StateMeaning.Kind;
import io.millrace.dataflow.lineage.StateMeaning.Part;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import io.millrace.dataflow.source.Rejects;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.SourceSpec;
import io.millrace.dataflow.source.Split;
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

    /** The table of the splits that a scan has begun and not ended. */
    public static final String SPLITS = "splits";

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

    /** The splits in rows of the table {@link #SPLITS}. */
    public static List<Split> splits(Batch rows) {
        List<Split> splits = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            int position = rows.position(row);
            splits.add(
                    new Split(
                            String.valueOf(Columns.value(rows.column(0), DataType.STRING, position)),
                            String.valueOf(Columns.value(rows.column(1), DataType.STRING, position))));
        }
        return splits;
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

    /** A column of a source is its path by name, so that a table may be declared with others, in another order. */
    @Override
    public Meaning meaning(List<Relation> inputs) {
        String table = inputs.getFirst().base();
        List<String> read = fields.stream().map(path -> table + "." + name(path)).toList();
        List<Relation> outputs = new ArrayList<>();
        calcs.forEach(calc -> outputs.addAll(calc.meaning(List.of(Relation.of(table, read))).outputs()));
        if (source.rejectTable().isPresent()) {
            outputs.add(
                    Relation.of(
                            "rejects of " + table,
                            Rejects.SCHEMA.fields().stream().map(field -> table + " reject " + field.name()).toList()));
        }
        StateMeaning state =
                new StateMeaning(
                        Kind.SOURCE,
                        source.describe(),
                        List.of(new Part("source", table)),
                        List.of(),
                        Optional.empty());
        return new Meaning(state, outputs);
    }

    private String name(FieldPath path) {
        Field field = source.schema().field(path.indices().getFirst());
        StringBuilder name = new StringBuilder(field.name());
        for (int step : path.indices().subList(1, path.indices().size())) {
            field = ((DataType.Row) field.type()).fields().get(step);
            name.append('.').append(field.name());
        }
        return name.toString();
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
