package io.millrace.worker;

import io.millrace.data.Batch;
import io.millrace.data.BatchCodec;
import io.millrace.data.BufferPool;
import io.millrace.data.ByteSink;
import io.millrace.data.KeyGroups;
import io.millrace.data.Lease;
import io.millrace.data.MillraceException;
import io.millrace.data.RowHash;
import io.millrace.data.Schema;
import io.millrace.dataflow.doors.ChecksummedWriter;
import io.millrace.dataflow.doors.FileStorage;
import io.millrace.dataflow.state.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is part of a snapshot because the task had it in hand, or because a barrier overtook it in a channel: one file a
 * task and checkpoint. A line of the manifest's body is one batch: vertex id, input, {@link Where}, index and
 * parallelism of the task, offset and length, separated by tabs; or a watermark, which has its time in place of the
 * offset.
 */
final class InFlight {
    private InFlight() {}

    /** Where something was. */
    enum Where {
        /** Taken by the operator and not yet finished: goes on before anything else. */
        HAND,
        /** A watermark that the operator had still to hear, between batches in hand. */
        WATERMARK,
        /** In a channel, ahead of the barrier. */
        CHANNEL
    }

    /** Writes such a file, which is made with its first batch. */
    static final class Writer implements AutoCloseable {
        private final String name;
        private final String task;
        private final FileStorage storage;
        private final StringBuilder body = new StringBuilder();
        private final ByteSink bytes = new ByteSink();
        private @Nullable ChecksummedWriter file;
        private @Nullable MillraceException failure;

        Writer(String name, int index, int parallelism, FileStorage storage) {
            this.name = name;
            this.task = index + "\t" + parallelism;
            this.storage = storage;
        }

        /** Whatever happens to the file, every batch can be shown: the failure comes out at the end. */
        void add(String vertex, int input, Where where, Batch batch) {
            if (failure == null) {
                try {
                    write(vertex, input, where, batch);
                } catch (MillraceException e) {
                    failure = e;
                }
            }
        }

        private void write(String vertex, int input, Where where, Batch batch) {
            ChecksummedWriter target = file == null ? new ChecksummedWriter(storage.create(name)) : file;
            file = target;
            bytes.reset();
            BatchCodec.encode(batch, bytes);
            long offset = target.position();
            target.write(bytes.array(), 0, bytes.size());
            line(vertex, input, where, offset, bytes.size());
        }

        void addWatermark(String vertex, int input, long time) {
            line(vertex, input, Where.WATERMARK, time, 0);
        }

        private void line(String vertex, int input, Where where, long offset, int length) {
            body.append(String.join("\t", vertex, "" + input, where.name(), task, "" + offset, "" + length))
                    .append('\n');
        }

        /** Syncs the file; what it holds is empty where no batch was added. */
        Manifest publish() {
            if (failure != null) {
                throw failure;
            }
            if (file == null) {
                return Manifest.EMPTY;
            }
            long size = file.position();
            file.publish();
            return new Manifest(body.toString(), List.of(new Manifest.FileReference(name, size, file.checksum())));
        }

        @Override
        public void close() {
            if (file != null) {
                file.close();
            }
        }
    }

    /**
     * Which part of it an instance takes, where the parallelism has changed: the rows of its key groups, what one
     * former instance had of rows that every instance gets, or every so many-th batch.
     */
    record Part(List<Integer> keys, boolean toAll, int keyGroups, int index, int parallelism) {}

    /** An input of a vertex, the rows it takes, and which of them this instance owns. */
    record Place(String vertex, int input, Schema schema, Part part) {}

    /** Something that was in flight. */
    sealed interface Found {
        record Rows(Where where, Batch batch) implements Found {}

        record Watermark(long time) implements Found {}
    }

    /** What is for one input of one vertex, cut down to what this instance owns, in order. */
    static List<Found> read(Manifest manifest, Place place, FileStorage storage, BufferPool buffers) {
        List<Found> found = new ArrayList<>();
        int number = 0;
        for (String text : manifest.body().lines().toList()) {
            Line line = Line.of(text);
            if (!line.vertex().equals(place.vertex()) || line.input() != place.input()) {
                continue;
            }
            boolean whole = line.parallelism() == place.part().parallelism();
            if (line.where() == Where.WATERMARK) {
                if (whole && line.index() == place.part().index()) {
                    found.add(new Found.Watermark(line.offset()));
                }
            } else if (isOwn(line, number++, place.part())) {
                byte[] encoded = new byte[line.length()];
                storage.read(manifest.files().getFirst().name(), line.offset(), encoded, 0, encoded.length);
                Batch batch = BatchCodec.decode(encoded, 0, encoded.length, place.schema(), buffers);
                (whole ? Optional.of(batch) : own(batch, place.part(), buffers))
                        .ifPresent(rows -> found.add(new Found.Rows(line.where(), rows)));
            }
        }
        return found;
    }

    private record Line(String vertex, int input, Where where, int index, int parallelism, long offset, int length) {
        static Line of(String text) {
            String[] columns = text.split("\t");
            return new Line(
                    columns[0],
                    Integer.parseInt(columns[1]),
                    Where.valueOf(columns[2]),
                    Integer.parseInt(columns[3]),
                    Integer.parseInt(columns[4]),
                    Long.parseLong(columns[5]),
                    Integer.parseInt(columns[6]));
        }
    }

    /** Whether an instance may own rows of a batch. */
    private static boolean isOwn(Line line, int number, Part part) {
        if (line.parallelism() == part.parallelism()) {
            return line.index() == part.index();
        }
        if (part.toAll()) {
            return line.index() == part.index() % line.parallelism();
        }
        return !part.keys().isEmpty() || number % part.parallelism() == part.index();
    }

    private static Optional<Batch> own(Batch batch, Part part, BufferPool buffers) {
        if (part.keys().isEmpty() || part.toAll()) {
            return Optional.of(batch);
        }
        int[] keys = part.keys().stream().mapToInt(Integer::intValue).toArray();
        long[] hashes = new long[batch.size()];
        RowHash.hash(batch, keys, 0, batch.size(), hashes);
        int[] positions = buffers.ints(batch.size());
        int count = 0;
        for (int row = 0; row < batch.size(); row++) {
            int group = KeyGroups.of(hashes[row], part.keyGroups());
            if (KeyGroups.task(group, part.keyGroups(), part.parallelism()) == part.index()) {
                positions[count++] = batch.position(row);
            }
        }
        Lease lease = new Lease(buffers, positions);
        try {
            if (count > 0) {
                return Optional.of(batch.select(positions, count, lease));
            }
            lease.release();
            return Optional.empty();
        } finally {
            batch.release();
        }
    }
}
