package io.millrace.operators.calc;

import io.millrace.data.Batch;
import io.millrace.data.Column;
import io.millrace.data.Column.ArrayColumn;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import io.millrace.data.Column.MapColumn;
import io.millrace.data.Column.RowColumn;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.DataType;
import io.millrace.data.IntBuilder;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.FlushReason;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.operators.Outbox;
import io.millrace.operators.calc.Unnest.Numbering;
import io.millrace.operators.calc.Unnest.WhenEmpty;
import java.util.Arrays;

/** Repeats each row for each of its elements; stops between rows when there is no room. */
final class UnnestOperator implements Operator {
    private static final int NO_ELEMENT = -1;

    private final Unnest spec;
    private final int inputColumns;
    private Outbox outbox;
    private int[] positions = new int[Batch.MAX_ROWS];
    private int[] elements = new int[Batch.MAX_ROWS];
    private int[] numbers = new int[Batch.MAX_ROWS];
    private int count;
    private int first;
    private int end;

    UnnestOperator(Unnest spec) {
        this.spec = spec;
        this.inputColumns = spec.input().size();
    }

    @Override
    public void open(OperatorContext context) {
        outbox = new Outbox(spec.output(), context.buffers());
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        int row = from;
        while (row < batch.size()) {
            if (outbox.drain(output) == Progress.MORE) {
                return row;
            }
            row = take(batch, row);
        }
        outbox.drain(output);
        return row;
    }

    /** Unnests rows up to about a batch of elements, and returns the first row that was not. */
    private int take(Batch batch, int from) {
        Column nested = batch.column(spec.column());
        count = 0;
        int row = from;
        while (row < batch.size() && count < Batch.MAX_ROWS) {
            int position = batch.position(row++);
            locate(nested, position);
            if (first == end && spec.whenEmpty() == WhenEmpty.KEEP) {
                add(position, NO_ELEMENT, 0);
            }
            for (int element = first; element < end; element++) {
                add(position, element, element - first + 1);
            }
        }
        if (count > 0) {
            append(batch, flat(nested));
        }
        return row;
    }

    /** Where the elements of a row are. */
    private void locate(Column column, int position) {
        first = 0;
        end = 0;
        if (column.isNull(position)) {
            return;
        }
        switch (column) {
            case ArrayColumn array -> {
                first = array.offsets()[position];
                end = array.offsets()[position + 1];
            }
            case MapColumn map -> {
                first = map.offsets()[position];
                end = map.offsets()[position + 1];
            }
            case DictionaryColumn dictionary -> locate(dictionary.dictionary(), dictionary.indices()[position]);
            case ConstantColumn constant -> locate(constant.value(), 0);
            case Column other -> throw MillraceException.internal("no array or map to unnest");
        }
    }

    private void add(int position, int element, int number) {
        if (count == positions.length) {
            positions = Arrays.copyOf(positions, 2 * count);
            elements = Arrays.copyOf(elements, 2 * count);
            numbers = Arrays.copyOf(numbers, 2 * count);
        }
        positions[count] = position;
        elements[count] = element;
        numbers[count++] = number;
    }

    private static Column flat(Column column) {
        return switch (column) {
            case DictionaryColumn dictionary -> dictionary.dictionary();
            case ConstantColumn constant -> constant.value();
            case Column other -> other;
        };
    }

    private void append(Batch batch, Column nested) {
        for (int column = 0; column < inputColumns; column++) {
            outbox.column(column).appendAll(batch.column(column), positions, 0, count);
        }
        int next = inputColumns;
        switch (nested) {
            case ArrayColumn array -> {
                boolean rows =
                        spec.input().type(spec.column()) instanceof DataType.Array type
                                && type.element() instanceof DataType.Row;
                next = rows ? appendRows(array.elements(), next) : appendElements(array.elements(), next);
            }
            case MapColumn map -> next = appendElements(map.items(), appendElements(map.keys(), next));
            case Column other -> throw MillraceException.internal("no array or map to unnest");
        }
        if (spec.numbering() == Numbering.SHOWN) {
            IntBuilder into = (IntBuilder) outbox.column(next);
            for (int i = 0; i < count; i++) {
                if (numbers[i] == 0) {
                    into.appendNull();
                } else {
                    into.append(numbers[i]);
                }
            }
        }
        for (int i = 0; i < count; i++) {
            outbox.weigh(1, batch.weightAt(positions[i]));
        }
    }

    private int appendElements(Column from, int column) {
        ColumnBuilder into = outbox.column(column);
        if (spec.whenEmpty() == WhenEmpty.DROP) {
            into.appendAll(from, elements, 0, count);
        } else {
            for (int i = 0; i < count; i++) {
                if (elements[i] == NO_ELEMENT) {
                    into.appendNull();
                } else {
                    into.append(from, elements[i]);
                }
            }
        }
        return column + 1;
    }

    private int appendRows(Column from, int column) {
        int next = column;
        if (from instanceof RowColumn rows) {
            for (Column field : rows.fields()) {
                next = appendElements(field, next);
            }
            return next;
        }
        throw MillraceException.internal("elements that are rows are held flat");
    }

    @Override
    public Progress endInput(int input, Output output) {
        return outbox.drain(output);
    }

    @Override
    public Progress flush(FlushReason reason, Output output) {
        return outbox.drain(output);
    }

    @Override
    public void close() {
        if (outbox != null) {
            outbox.close();
        }
    }
}
