package io.millrace.operators.calc;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.Column.ArrayColumn;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import io.millrace.data.Column.MapColumn;
import io.millrace.data.Column.RowColumn;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.IntBuilder;
import io.millrace.data.Lease;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.FlushReason;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.operators.Columnar;
import io.millrace.operators.calc.Unnest.Numbering;
import io.millrace.operators.calc.Unnest.WhenEmpty;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Repeats each row for each of its elements. The elements of a few rows are noted, then emitted as far as there is
 * room, so that a call may end in the midst of a row's elements only with what a barrier will wait for. The columns
 * that are repeated are not copied, but for numbers.
 */
final class UnnestOperator implements Operator {
    private static final int NO_ELEMENT = -1;

    private final Unnest spec;
    private final int inputColumns;
    private ColumnBuilder[] unnested;
    private BufferPool buffers = BufferPool.HEAP;

    /** The batch whose rows are noted; at least one count of it is held while any is. */
    private @Nullable Batch noted;

    private int sent;
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
        buffers = context.buffers();
        unnested =
                Columnar.builders(
                        new Schema(spec.output().fields().subList(inputColumns, spec.output().size())), buffers);
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        int row = from;
        while (row < batch.size()) {
            if (drain(output) == Progress.MORE) {
                return row;
            }
            row = take(batch, row);
        }
        drain(output);
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
            batch.retain();
            noted = batch;
        }
        return row;
    }

    /** Emits what is noted while there is room. */
    private Progress drain(Output output) {
        Batch batch = noted;
        while (batch != null) {
            if (!output.room()) {
                return Progress.MORE;
            }
            int to = Math.min(count, sent + Batch.MAX_ROWS);
            Batch part = part(batch, sent, to);
            sent = to;
            if (to == count) {
                forget();
                batch = null;
            }
            output.emit(part);
        }
        return Progress.DONE;
    }

    private void forget() {
        Batch batch = noted;
        if (batch != null) {
            batch.release();
        }
        noted = null;
        sent = 0;
        count = 0;
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

    private Batch part(Batch batch, int from, int to) {
        Column[] columns = new Column[spec.output().size()];
        for (int column = 0; column < inputColumns; column++) {
            columns[column] = Columns.over(batch.column(column), positions, from, to, buffers);
        }
        int next = 0;
        switch (flat(batch.column(spec.column()))) {
            case ArrayColumn array -> {
                boolean rows =
                        spec.input().type(spec.column()) instanceof DataType.Array type
                                && type.element() instanceof DataType.Row;
                next = rows ? appendRows(array.elements(), next, from, to) : append(array.elements(), next, from, to);
            }
            case MapColumn map -> next = append(map.items(), append(map.keys(), next, from, to), from, to);
            case Column other -> throw MillraceException.internal("no array or map to unnest");
        }
        if (spec.numbering() == Numbering.SHOWN) {
            IntBuilder into = (IntBuilder) unnested[next];
            for (int i = from; i < to; i++) {
                if (numbers[i] == 0) {
                    into.appendNull();
                } else {
                    into.append(numbers[i]);
                }
            }
        }
        System.arraycopy(Columnar.build(unnested), 0, columns, inputColumns, unnested.length);
        if (!batch.isWeighted()) {
            return Batch.of(to - from, columns);
        }
        int[] weights = buffers.ints(to - from);
        for (int i = from; i < to; i++) {
            weights[i - from] = batch.weightAt(positions[i]);
        }
        return Batch.weighted(to - from, columns, weights, new Lease(buffers, weights));
    }

    private int append(Column column, int index, int from, int to) {
        ColumnBuilder into = unnested[index];
        if (spec.whenEmpty() == WhenEmpty.DROP) {
            into.appendAll(column, elements, from, to);
        } else {
            for (int i = from; i < to; i++) {
                if (elements[i] == NO_ELEMENT) {
                    into.appendNull();
                } else {
                    into.append(column, elements[i]);
                }
            }
        }
        return index + 1;
    }

    private int appendRows(Column column, int index, int from, int to) {
        int next = index;
        if (column instanceof RowColumn rows) {
            for (Column field : rows.fields()) {
                next = append(field, next, from, to);
            }
            return next;
        }
        throw MillraceException.internal("elements that are rows are held flat");
    }

    @Override
    public Progress endInput(int input, Output output) {
        return drain(output);
    }

    @Override
    public Progress flush(FlushReason reason, Output output) {
        return drain(output);
    }

    @Override
    public void close() {
        forget();
        if (unnested != null) {
            Columnar.close(unnested);
        }
    }
}
