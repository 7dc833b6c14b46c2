package io.millrace.connectors.generators.datagen;

import io.millrace.connectors.generators.Pace;
import io.millrace.data.Batch;
import io.millrace.data.Column;
import io.millrace.data.DataType;
import io.millrace.data.MillraceException;
import io.millrace.data.RowCount;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import io.millrace.dataflow.source.SplitReader;

/** Makes every n-th row; its position is how many it has made. */
final class DatagenReader implements SplitReader {
    private static final Polled.End END = new Polled.End();

    private final FieldMaker[] makers;
    private final Pace pace;
    private final RowCount atOnce = new RowCount();
    private int aim = Batch.MAX_ROWS;
    private final long first;
    private final long step;
    private final long count;
    private long made;

    DatagenReader(DatagenSource source, ReaderContext context) {
        String[] parts = context.split().descriptor().split(" ");
        this.first = Long.parseLong(parts[0]);
        this.step = Long.parseLong(parts[1]);
        long rows = source.extent().rows();
        this.count = rows <= first ? 0 : (rows - first - 1) / step + 1;
        this.made = context.position().isEmpty() ? 0 : Long.parseLong(context.position());
        this.pace = new Pace(context.services().clock(), source.extent().rowsPerSecond() / step);
        this.makers = new FieldMaker[context.fields().size()];
        for (int i = 0; i < makers.length; i++) {
            FieldPath path = context.fields().get(i);
            int column = path.indices().getFirst();
            DataType type = source.schema().type(column);
            FieldSpec spec = source.fields().get(column);
            long seed = FieldMaker.mix(source.extent().seed() + column);
            for (int depth = 1; depth < path.indices().size(); depth++) {
                int field = path.indices().get(depth);
                if (!(spec instanceof FieldSpec.Rows nested)) {
                    throw MillraceException.internal("no field at " + path);
                }
                spec = nested.fields().get(field);
                type = ((DataType.Row) type).fields().get(field).type();
                seed = FieldMaker.mix(seed + field + 1);
            }
            makers[i] = FieldMaker.of(type, spec, seed, context.services());
        }
    }

    @Override
    public Polled poll() {
        if (made >= count) {
            return END;
        }
        int rows = pace.take((int) Math.min(atOnce.of(aim), count - made));
        if (rows == 0) {
            return new Polled.NothingUntil(pace.nextMillis());
        }
        Column[] columns = new Column[makers.length];
        for (int i = 0; i < columns.length; i++) {
            for (int row = 0; row < rows; row++) {
                makers[i].append(first + (made + row) * step);
            }
            columns[i] = makers[i].builder().build();
        }
        made += rows;
        Batch batch = Batch.of(rows, columns);
        atOnce.made(rows, batch.heldBytes());
        return new Polled.Rows(batch);
    }

    @Override
    public void aim(int rows) {
        aim = rows;
    }

    @Override
    public String position() {
        return Long.toString(made);
    }

    @Override
    public void close() {
        for (FieldMaker maker : makers) {
            maker.builder().close();
        }
    }
}
