package io.millrace.operators.scan;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.expression.Expression.Literal;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import io.millrace.dataflow.source.SplitReader;
import java.util.ArrayList;
import java.util.List;

/** Reads the rows of VALUES; its position is the number of the next row. */
final class ValuesReader implements SplitReader {
    private final List<List<Literal>> rows;
    private final int[] columns;
    private final BatchBuilder builder;
    private int next;
    private int aim = Batch.MAX_ROWS;

    ValuesReader(ValuesSource source, ReaderContext context) {
        this.rows = source.rows();
        this.columns = new int[context.fields().size()];
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            FieldPath path = context.fields().get(i);
            if (path.indices().size() != 1) {
                throw MillraceException.internal("values have no nested fields to read");
            }
            columns[i] = path.indices().getFirst();
            fields.add(source.schema().field(columns[i]));
        }
        this.builder = new BatchBuilder(new Schema(fields), context.services().buffers());
        this.next = context.position().equals(ReaderContext.START) ? 0 : Integer.parseInt(context.position());
    }

    @Override
    public Polled poll() {
        if (next >= rows.size()) {
            return new Polled.End();
        }
        int end = Math.min(rows.size(), next + aim);
        for (; next < end && !builder.isFull(); next++) {
            append(rows.get(next));
        }
        return new Polled.Rows(builder.build());
    }

    private void append(List<Literal> row) {
        for (int i = 0; i < columns.length; i++) {
            DataType type = builder.schema().type(i);
            Object value = row.get(columns[i]).value();
            if (value == null) {
                builder.column(i).appendNull();
            } else {
                Literals.append(builder.column(i), type, value);
            }
        }
        builder.endRow(1);
    }

    @Override
    public void aim(int rows) {
        aim = rows;
    }

    @Override
    public String position() {
        return Integer.toString(next);
    }

    @Override
    public void close() {
        builder.close();
    }
}
