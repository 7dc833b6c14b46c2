package io.millrace.worker;

import io.millrace.data.Batch;
import io.millrace.dataflow.Signal;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A channel with what was on its way when a snapshot was taken, and then nothing. It is read from the checkpoint's
 * files a batch at a time, and later checkpoints refer to what is left. Belongs to the task's thread.
 */
final class RestoredChannel implements ChannelReader {
    private final ArrayDeque<StoredRows> rows;
    private final StoredReader reader;
    private boolean ended;

    RestoredChannel(List<StoredRows> rows, StoredReader reader) {
        this.rows = new ArrayDeque<>(rows);
        this.reader = reader;
    }

    @Override
    public boolean isReadable() {
        return !ended;
    }

    @Override
    public @Nullable Item poll() {
        for (StoredRows next = rows.poll(); next != null; next = rows.poll()) {
            int length = reader.firstLength(next);
            StoredRows rest = next.from(next.offset() + length);
            if (rest.length() > 0) {
                rows.addFirst(rest);
            }
            Batch batch = reader.first(next, length);
            if (batch != null) {
                return new Item.Rows(batch);
            }
        }
        if (ended) {
            return null;
        }
        ended = true;
        return new Item.Mark(new Signal.EndOfInput());
    }

    @Override
    public Signal.@Nullable Barrier announcedBarrier() {
        return null;
    }

    @Override
    public boolean isEnding() {
        return true;
    }

    @Override
    public void overtake(long barrier, Ahead ahead) {
        rows.forEach(ahead::stored);
    }

    @Override
    public void close() {
        rows.clear();
    }
}
