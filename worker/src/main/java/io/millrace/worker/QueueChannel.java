package io.millrace.worker;

import io.millrace.data.Batch;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.Signal;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A queue between two threads of one process. Entries pass through {@code queue}; the consumer moves them to {@code
 * front}, its own, when a barrier overtakes. Both ends are set up before the first item is offered. Past a bound of
 * rows, or of the bytes of their texts, there is no room until the consumer has taken some; where the channel may
 * spill, what comes then goes to disk, and there is always room.
 */
final class QueueChannel implements ChannelWriter, ChannelReader {
    /**
     * Rows that may wait in memory before the producer stops or spills: enough to keep both sides busy, few enough for
     * the cache.
     */
    static final long ROWS_BOUND = 4L * Batch.MAX_ROWS;

    private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Entry> front = new ArrayDeque<>();
    private final AtomicLong queuedRows = new AtomicLong();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final Spill spill;
    private final long bytesBound;
    private volatile Signal.@Nullable Barrier announcedBarrier;
    private volatile boolean ending;
    private volatile boolean closed;
    private volatile Runnable whenWritable = () -> {};
    private volatile Runnable whenReadable = () -> {};
    private volatile Runnable whenClosed = () -> {};

    /** An item in memory, or a slip for a batch on disk. */
    private sealed interface Entry {
        /** Of these bytes, as they were counted. */
        record Here(Item item, long bytes) implements Entry {}

        record Spilled(Spill.Slip slip) implements Entry {}
    }

    /**
     * @param bytesBound how many bytes of texts and nested values may wait in memory
     */
    QueueChannel(Spill spill, long bytesBound) {
        this.spill = spill;
        this.bytesBound = bytesBound;
    }

    void onWritable(Runnable action) {
        whenWritable = action;
    }

    void onReadable(Runnable action, Runnable atClose) {
        whenReadable = action;
        whenClosed = atClose;
    }

    @Override
    public void offer(Item item) {
        queue.add(entry(item));
        announce(item);
        if (closed) {
            drop(queue);
        } else {
            whenReadable.run();
        }
    }

    private Entry entry(Item item) {
        if (item instanceof Item.Rows rows) {
            if (spill.isAvailable() && isFull(queuedRows.get(), queuedBytes.get())) {
                return new Entry.Spilled(spill.write(rows.batch()));
            }
            long bytes = rows.batch().heldBytes();
            queuedRows.addAndGet(rows.batch().size());
            queuedBytes.addAndGet(bytes);
            return new Entry.Here(item, bytes);
        }
        return new Entry.Here(item, 0);
    }

    private boolean isFull(long rows, long bytes) {
        return rows >= ROWS_BOUND || bytes >= bytesBound;
    }

    /** Only once it stands in the queue, where the consumer then looks for it. */
    private void announce(Item item) {
        if (item instanceof Item.Mark mark && mark.signal() instanceof Signal.Barrier barrier) {
            announcedBarrier = barrier;
        } else if (item instanceof Item.Mark mark && mark.signal() instanceof Signal.EndOfInput) {
            ending = true;
        }
    }

    @Override
    public boolean hasRoom() {
        return spill.isAvailable() || !isFull(queuedRows.get(), queuedBytes.get());
    }

    @Override
    public boolean isReadable() {
        return !front.isEmpty() || !queue.isEmpty();
    }

    @Override
    public @Nullable Item poll() {
        Entry entry = front.isEmpty() ? queue.poll() : front.poll();
        return switch (entry) {
            case null -> null;
            case Entry.Spilled spilled -> {
                Batch batch = spill.read(spilled.slip());
                spill.done(spilled.slip());
                yield new Item.Rows(batch);
            }
            case Entry.Here here -> {
                if (here.item() instanceof Item.Rows rows) {
                    int size = rows.batch().size();
                    long rowsBefore = queuedRows.getAndAdd(-size);
                    long bytesBefore = queuedBytes.getAndAdd(-here.bytes());
                    if (isFull(rowsBefore, bytesBefore) && !isFull(rowsBefore - size, bytesBefore - here.bytes())) {
                        whenWritable.run();
                    }
                }
                yield here.item();
            }
        };
    }

    @Override
    public Signal.@Nullable Barrier announcedBarrier() {
        return announcedBarrier;
    }

    @Override
    public boolean isEnding() {
        return ending;
    }

    @Override
    public void overtake(long barrier, Ahead ahead) {
        for (Entry entry = queue.poll(); entry != null; entry = queue.poll()) {
            front.add(entry);
        }
        for (Iterator<Entry> entries = front.iterator(); entries.hasNext(); ) {
            switch (entries.next()) {
                case Entry.Spilled spilled -> show(spilled.slip(), ahead);
                case Entry.Here(Item.Rows rows, long bytes) -> ahead.batch(rows.batch());
                case Entry.Here(Item.Mark mark, long bytes) -> {
                    if (mark.signal() instanceof Signal.Barrier found) {
                        entries.remove();
                        if (found.id() >= barrier) {
                            return;
                        }
                    }
                }
            }
        }
        if (ending) {
            return;
        }
        throw MillraceException.internal("barrier " + barrier + " is not in the channel it was announced in");
    }

    /** What is on disk is referred to there; the rest of a segment is still in memory. */
    private void show(Spill.Slip slip, Ahead ahead) {
        StoredRows stored = spill.refer(slip);
        if (stored != null) {
            ahead.stored(stored);
            return;
        }
        Batch batch = spill.read(slip);
        ahead.batch(batch);
        batch.release();
    }

    @Override
    public void close() {
        closed = true;
        whenClosed.run();
        drop(queue);
        drop(front);
        spill.close();
    }

    private static void drop(Queue<Entry> entries) {
        for (Entry entry = entries.poll(); entry != null; entry = entries.poll()) {
            if (entry instanceof Entry.Here(Item.Rows rows, long bytes)) {
                rows.batch().release();
            }
        }
    }
}
