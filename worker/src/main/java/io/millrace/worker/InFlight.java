package io.millrace.worker;

import io.millrace.data.Batch;
import io.millrace.data.BatchCodec;
import io.millrace.data.BufferPool;
import io.millrace.data.ByteSink;
import io.millrace.data.KeyGroups;
import io.millrace.data.Lease;
import io.millrace.data.RowHash;
import io.millrace.data.Schema;
import io.millrace.dataflow.doors.FileStorage;
import io.millrace.dataflow.state.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The batches that are part of a snapshot because a barrier overtook them, or because the task had them in hand: one file a task
 * and checkpoint. A line of the manifest's body names one batch: vertex id, input, offset and length, separated by tabs.
 */
final class InFlight {
    private InFlight() {}

    /** Writes such a file, which is made with its first batch. */
    static final class Writer implements AutoCloseable {
        private final String name;
        private final FileStorage storage;
        private final StringBuilder body = new StringBuilder();
        private final ByteSink bytes = new ByteSink();
        private FileStorage.@Nullable Writer file;

        Writer(String name, FileStorage storage) {
            this.name = name;
            this.storage = storage;
        }

        void add(String vertex, int input, Batch batch) {
            FileStorage.Writer target = file == null ? storage.create(name) : file;
            file = target;
            bytes.reset();
            BatchCodec.encode(batch, bytes);
            long offset = target.position();
            target.write(bytes.array(), 0, bytes.size());
            body.append(String.join("\t", vertex, "" + input, "" + offset, "" + bytes.size()))
                    .append('\n');
        }

        /** Syncs the file; what it holds is empty where nothing was added. */
        Manifest publish() {
            if (file == null) {
                return Manifest.EMPTY;
            }
            long size = file.position();
            file.publish();
            return new Manifest(body.toString(), List.of(new Manifest.FileReference(name, size)));
        }

        @Override
        public void close() {
            if (file != null) {
                file.close();
            }
        }
    }

    /** Which rows of a batch in flight an instance takes: those of its key groups, or every so many-th batch. */
    record Part(List<Integer> keys, int keyGroups, int index, int parallelism) {}

    /** An input of a vertex, the rows it takes, and which of them this instance owns. */
    record Place(String vertex, int input, Schema schema, Part part) {}

    /** The batches for one input of one vertex, cut down to what this instance owns. */
    static List<Batch> read(Manifest manifest, Place place, FileStorage storage, BufferPool buffers) {
        List<Batch> found = new ArrayList<>();
        int number = 0;
        for (String line : manifest.body().lines().toList()) {
            String[] columns = line.split("\t");
            if (!columns[0].equals(place.vertex()) || Integer.parseInt(columns[1]) != place.input()) {
                continue;
            }
            byte[] encoded = new byte[Integer.parseInt(columns[3])];
            storage.read(manifest.files().getFirst().name(), Long.parseLong(columns[2]), encoded, 0, encoded.length);
            Batch batch = BatchCodec.decode(encoded, 0, encoded.length, place.schema(), buffers);
            own(batch, number++, place.part(), buffers).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Batch> own(Batch batch, int number, Part part, BufferPool buffers) {
        if (part.keys().isEmpty()) {
            if (number % part.parallelism() == part.index()) {
                return Optional.of(batch);
            }
            batch.release();
            return Optional.empty();
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
