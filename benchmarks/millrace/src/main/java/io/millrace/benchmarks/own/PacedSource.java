package io.millrace.benchmarks.own;

import io.millrace.benchmarks.run.Schedule;
import io.millrace.data.Batch;
import io.millrace.data.Column;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.LongBuilder;
import io.millrace.data.Schema;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.Split;
import io.millrace.dataflow.source.SplitEnumerator;
import io.millrace.dataflow.source.SplitReader;
import java.util.ArrayList;
import java.util.List;

/** The events of the process's schedule, every n-th in a split. */
public record PacedSource(Schema schema) implements Source {
    private static final long MICROS_PER_MILLI = 1_000;

    @Override
    public Boundedness boundedness() {
        return Boundedness.UNBOUNDED;
    }

    @Override
    public SplitEnumerator enumerator(EnumeratorContext context) {
        List<Split> splits = new ArrayList<>();
        for (int index = 0; index < context.parallelism(); index++) {
            splits.add(new Split(Integer.toString(index), index + "/" + context.parallelism()));
        }
        return Source.fixed(splits, context);
    }

    @Override
    public SplitReader reader(ReaderContext context) {
        return new Reader(context);
    }

    @Override
    public String describe() {
        return "paced";
    }

    private static final class Reader implements SplitReader {
        private final Schedule schedule = Schedule.current();
        private final ReaderContext context;
        private final int index;
        private final int count;
        private final LongBuilder[] builders;
        private long next;

        Reader(ReaderContext context) {
            this.context = context;
            String[] split = context.split().descriptor().split("/", -1);
            this.index = Integer.parseInt(split[0]);
            this.count = Integer.parseInt(split[1]);
            this.builders = new LongBuilder[context.fields().size()];
            for (int i = 0; i < builders.length; i++) {
                builders[i] = new LongBuilder(context.services().buffers());
            }
        }

        @Override
        public Polled poll() {
            if (schedule.isOver()) {
                return new Polled.End();
            }
            int rows = (int) Math.min(Batch.MAX_ROWS, schedule.due(count) - next);
            if (rows <= 0) {
                return new Polled.NothingUntil(context.services().clock().millis() + 1);
            }
            Column[] columns = new Column[builders.length];
            for (int i = 0; i < builders.length; i++) {
                boolean key = context.fields().get(i).indices().getFirst() == 0;
                long[] values = builders[i].reserve(rows);
                for (int row = 0; row < rows; row++) {
                    values[row] =
                            key
                                    ? schedule.key(next + row, index, count)
                                    : schedule.timeMillis(next + row, index, count) * MICROS_PER_MILLI;
                }
                builders[i].setSize(rows);
                columns[i] = builders[i].build();
            }
            next += rows;
            return new Polled.Rows(Batch.of(rows, columns));
        }

        @Override
        public String position() {
            return Long.toString(next);
        }

        @Override
        public void close() {
            for (ColumnBuilder builder : builders) {
                builder.close();
            }
        }
    }
}
