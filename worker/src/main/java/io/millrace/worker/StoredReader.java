package io.millrace.worker;

import io.millrace.data.Batch;
import io.millrace.data.BatchCodec;
import io.millrace.data.BufferPool;
import io.millrace.data.KeyGroups;
import io.millrace.data.Lease;
import io.millrace.data.RowHash;
import io.millrace.data.Schema;
import io.millrace.dataflow.doors.FileStorage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what was in flight to one input of one instance, a batch at a time. Belongs to the task's thread. */
final class StoredReader {
    private final Form form;
    private final FileStorage storage;
    private final BufferPool buffers;
    private final byte[] header = new byte[4];

    /**
     * The form of the rows.
     *
     * @param keys the columns by which they are dealt out; empty where any instance may take them
     */
    record Form(Schema schema, List<Integer> keys, int keyGroups) {}

    StoredReader(Form form, FileStorage storage, BufferPool buffers) {
        this.form = form;
        this.storage = storage;
        this.buffers = buffers;
    }

    /** How many bytes the first batch takes. */
    int firstLength(StoredRows rows) {
        storage.read(rows.file().name(), rows.offset(), header, 0, header.length);
        return BatchCodec.encodedLength(header, 0);
    }

    /** The rows of the first batch that count; null where there are none. */
    @Nullable Batch first(StoredRows rows, int length) {
        byte[] encoded = new byte[length];
        storage.read(rows.file().name(), rows.offset(), encoded, 0, length);
        Batch batch = BatchCodec.decode(encoded, 0, length, form.schema(), buffers);
        return rows.groups().equals(StoredRows.Groups.ALL) ? batch : cut(batch, rows.groups());
    }

    private @Nullable Batch cut(Batch batch, StoredRows.Groups groups) {
        int[] keys = form.keys().stream().mapToInt(Integer::intValue).toArray();
        long[] hashes = new long[batch.size()];
        RowHash.hash(batch, keys, 0, batch.size(), hashes);
        int[] positions = buffers.ints(batch.size());
        int count = 0;
        for (int row = 0; row < batch.size(); row++) {
            int group = KeyGroups.of(hashes[row], form.keyGroups());
            if (group >= groups.first() && group < groups.end()) {
                positions[count++] = batch.position(row);
            }
        }
        Lease lease = new Lease(buffers, positions);
        try {
            if (count > 0) {
                return batch.select(positions, count, lease);
            }
            lease.release();
            return null;
        } finally {
            batch.release();
        }
    }
}
