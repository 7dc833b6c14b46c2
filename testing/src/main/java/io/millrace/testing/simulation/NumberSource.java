package io.millrace.testing.simulation;

import io.millrace.data.BatchBuilder;
import io.millrace.data.BytesBuilder;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.LongBuilder;
import io.millrace.data.Schema;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.Split;
import io.millrace.dataflow.source.SplitEnumerator;
import io.millrace.dataflow.source.SplitReader;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Numbered rows: row {@code r} of split {@code s} has the id {@code s · 1,000,000 + r}, a key drawn from it, the time
 * {@code r} seconds, and a text. How many rows a poll gives, and whether it pauses first, is drawn anew by every
 * reader.
 *
 * @param salt tells the keys of two sources apart, and draws the pauses
 */
public record NumberSource(String name, int splits, int rowsPerSplit, int keys, long salt) implements Source {
    static final int ID_STEP = 1_000_000;

    /** One row in {@code HOT_SHARE} has the key 0. */
    static final int HOT_SHARE = 4;

    @Override
    public Schema schema() {
        return Schema.of(
                Field.of("k", Plain.BIGINT),
                Field.required("id", Plain.BIGINT),
                Field.required("t", new DataType.Timestamp(6)),
                Field.required("text", DataType.STRING));
    }

    @Override
    public Boundedness boundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SplitEnumerator enumerator(EnumeratorContext context) {
        List<Split> all = new ArrayList<>();
        for (int split = 0; split < splits; split++) {
            all.add(new Split(name + "-" + split, Integer.toString(split)));
        }
        return Source.fixed(all, context);
    }

    @Override
    public SplitReader reader(ReaderContext context) {
        return new Reader(context);
    }

    @Override
    public String describe() {
        return "numbers " + name;
    }

    /** The key of a row, or −1 for null. */
    public long key(long id) {
        long drawn = new SplittableRandom(id * 31 + salt).nextLong() >>> 1;
        if (drawn % 53 == 0) {
            return -1;
        }
        return drawn % HOT_SHARE == 0 ? 0 : (drawn >>> 8) % keys;
    }

    /** All rows as keys and ids, in order of split. */
    public List<long[]> rows() {
        List<long[]> all = new ArrayList<>();
        for (int split = 0; split < splits; split++) {
            for (int row = 0; row < rowsPerSplit; row++) {
                long id = (long) split * ID_STEP + row;
                all.add(new long[] {key(id), id});
            }
        }
        return all;
    }

    private final class Reader implements SplitReader {
        private final ReaderContext context;
        private final BatchBuilder builder;
        private final long split;
        private final SplittableRandom random;
        private int next;

        Reader(ReaderContext context) {
            this.context = context;
            List<Field> fields = new ArrayList<>();
            context.fields().forEach(path -> fields.add(schema().field(path.indices().getFirst())));
            this.builder = new BatchBuilder(new Schema(fields), context.services().buffers());
            this.split = Long.parseLong(context.split().descriptor());
            this.next = context.position().equals(ReaderContext.START) ? 0 : Integer.parseInt(context.position());
            this.random = new SplittableRandom(salt ^ context.services().clock().nanos() + split);
        }

        @Override
        public Polled poll() {
            if (next >= rowsPerSplit) {
                return new Polled.End();
            }
            if (random.nextInt(8) == 0) {
                return new Polled.NothingUntil(context.services().clock().millis() + random.nextInt(20));
            }
            int end = Math.min(rowsPerSplit, next + 1 + random.nextInt(io.millrace.data.Batch.MAX_ROWS));
            for (; next < end; next++) {
                append(split * ID_STEP + next);
            }
            return new Polled.Rows(builder.build());
        }

        private void append(long id) {
            for (int i = 0; i < context.fields().size(); i++) {
                switch (context.fields().get(i).indices().getFirst()) {
                    case 0 -> {
                        long key = key(id);
                        if (key < 0) {
                            builder.column(i).appendNull();
                        } else {
                            ((LongBuilder) builder.column(i)).append(key);
                        }
                    }
                    case 1 -> ((LongBuilder) builder.column(i)).append(id);
                    case 2 -> ((LongBuilder) builder.column(i)).append(id % ID_STEP * 1_000_000);
                    default -> ((BytesBuilder) builder.column(i)).append("text " + id % 7);
                }
            }
            builder.endRow(1);
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
}
