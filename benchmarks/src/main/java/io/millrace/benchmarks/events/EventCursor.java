package io.millrace.benchmarks.events;

import io.millrace.benchmarks.events.EventLayout.Column;
import io.millrace.benchmarks.events.EventLayout.ColumnType;
import io.millrace.connectors.generators.nexmark.EventKind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * Walks over the rows of one stripe of a log, or over those of one kind, round after round, and gives their columns
 * without making an object: numbers as longs, texts as an array with start and length. The array is the log's own and
 * never changes, so that a text may be kept.
 *
 * <p>Numbers and texts are addressed by {@link Column#slot()}. Where the reader stands is one number, {@link
 * #position()}, and {@link #seek} goes back to it. One thread.
 */
public final class EventCursor {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /** So many rows of some 180 bytes stay in the first-level cache until a reader has passed them. */
    private static final int FETCHED_ROWS = 64;

    private static final int LINE_BYTES = 64;

    /** The numbers of a bid lie within so many bytes: on two lines of the cache, at times. */
    private static final int NUMBERS_BYTES = LINE_BYTES / 2;

    private static final RowIndex NO_ROWS = new RowIndex(new int[0], new char[0]);
    private static final int[] TEXT_ENDS = textEnds();
    private static final int[] TEXT_BYTES = textBytes();

    private final EventLog log;
    private final Stripe stripe;
    private final Optional<EventKind> only;
    private final boolean whole;
    private final long blockLimit;

    /** What the round adds to a number: by kind and slot. */
    private final long[][] shifts = shifts();

    /** The block that is read: its number in the endless sequence of rounds. */
    private long block;

    private byte[] bytes = new byte[0];
    private RowIndex index = NO_ROWS;

    /** Which row of the index is next. */
    private int next;

    /** Up to here the rows of the index were looked at. */
    private int fetchedUntil;

    private int start;
    private int kind;

    /** Keeps the compiler from leaving out what is only looked at. */
    private int lookedAt;

    /** Stands before the first row of the stripe, and takes all rows whole. */
    public EventCursor(EventLog log, Stripe stripe) {
        this(log, stripe, Optional.empty(), true);
    }

    /**
     * Stands before the first row of the stripe that is of this kind, and passes all others.
     *
     * @param whole whether most bytes of the rows will be read: then they are brought into the cache in one stream
     */
    public EventCursor(EventLog log, Stripe stripe, EventKind only, boolean whole) {
        this(log, stripe, Optional.of(only), whole);
    }

    private EventCursor(EventLog log, Stripe stripe, Optional<EventKind> only, boolean whole) {
        this.log = log;
        this.stripe = stripe;
        this.only = only;
        this.whole = whole && only.map(kind -> kind == EventKind.BID).orElse(true);
        int rows = log.extent().blockRows();
        this.blockLimit = stripe.events() == Stripe.ENDLESS ? Long.MAX_VALUE : (stripe.events() + rows - 1) / rows;
        seek(0);
    }

    /** Goes to the next row; false at the end of the stripe. */
    public boolean advance() {
        if (!isWithinBlock() && !openNextBlock()) {
            return false;
        }
        if (next >= fetchedUntil) {
            fetch();
        }
        start = index.starts()[next];
        kind = EventLayout.kindAt(bytes, start);
        next++;
        return true;
    }

    /**
     * Passes rows of the block at hand, or of the next one where none is left, and notes in {@code starts} where in
     * {@link #bytes()} they begin: {@code limit} of them at most. Returns how many were noted; −1 at the end of the
     * stripe. {@link #numbers} and {@link #texts} then read them until another block is begun. For a cursor of one
     * kind.
     */
    public int run(int[] starts, int limit) {
        if (!isWithinBlock() && !openNextBlock()) {
            return -1;
        }
        int count = Math.min(limit, index.size() - next);
        System.arraycopy(index.starts(), next, starts, 0, count);
        if (whole && count > 0) {
            stream(next, next + count);
        }
        next += count;
        return count;
    }

    /** Whether there are rows left in the block at hand. */
    public boolean isWithinBlock() {
        return next < index.size();
    }

    /**
     * Looks at the next rows: who takes them one by one, and does much with each, would wait for the memory at each of
     * them, but these lines of the cache are fetched side by side.
     */
    private void fetch() {
        int until = Math.min(index.size(), next + FETCHED_ROWS);
        if (whole) {
            stream(next, until);
        } else {
            int sum = 0;
            for (int row = next; row < until; row++) {
                int from = index.starts()[row];
                sum += bytes[from] + bytes[from + NUMBERS_BYTES];
            }
            lookedAt += sum;
        }
        fetchedUntil = until;
    }

    /** Looks at all lines of the cache from a row up to another one: they come in one stream. */
    private void stream(int row, int end) {
        byte[] block = bytes;
        int last = index.starts()[end - 1];
        int until = last + EventLayout.sizeAt(block, last);
        int sum = 0;
        for (int at = index.starts()[row]; at < until; at += LINE_BYTES) {
            sum += block[at];
        }
        lookedAt += sum;
    }

    /** A numeric column of the rows that begin there, into {@code values} from {@code to} on. */
    public void numbers(int slot, int[] starts, int count, long[] values, int to) {
        byte[] block = bytes;
        int offset = EventLayout.HEADER_BYTES + 8 * slot;
        long shift = shifts[only.orElseThrow().ordinal()][slot];
        for (int i = 0; i < count; i++) {
            values[to + i] = (long) LONG.get(block, starts[i] + offset) + shift;
        }
    }

    /**
     * A text column of the rows that begin there: for each the index in {@link #bytes()} of its first byte and the one
     * after its last, into {@code bounds} from {@code to} on.
     */
    public void texts(int slot, int[] starts, int count, int[] bounds, int to) {
        byte[] block = bytes;
        int ofKind = only.orElseThrow().ordinal();
        int end = TEXT_ENDS[ofKind] + 2 * slot;
        if (slot == 0) {
            int first = TEXT_BYTES[ofKind];
            for (int i = 0; i < count; i++) {
                bounds[to + 2 * i] = starts[i] + first;
                bounds[to + 2 * i + 1] = starts[i] + ((short) SHORT.get(block, starts[i] + end) & 0xFFFF);
            }
        } else {
            for (int i = 0; i < count; i++) {
                int both = (int) INT.get(block, starts[i] + end - 2);
                bounds[to + 2 * i] = starts[i] + (both & 0xFFFF);
                bounds[to + 2 * i + 1] = starts[i] + (both >>> 16);
            }
        }
    }

    /** Number of rows of this stripe that were passed, those of other kinds included. */
    public long position() {
        int rows = log.extent().blockRows();
        return (block - stripe.index()) / stripe.count() * rows + (isWithinBlock() ? index.numbers()[next] : rows);
    }

    /** Goes to where {@link #position()} was this. */
    public void seek(long position) {
        int rows = log.extent().blockRows();
        block = position / rows * stripe.count() + stripe.index();
        if (block < blockLimit) {
            open();
            next = index.from((int) (position % rows));
        } else {
            // Behind the last block, which has been passed.
            block -= stripe.count();
            index = NO_ROWS;
        }
    }

    /** The {@code event_type} of the row: 0 person, 1 auction, 2 bid. */
    public int kind() {
        return kind;
    }

    /** A numeric column of the row. */
    public long number(int slot) {
        return (long) LONG.get(bytes, start + EventLayout.HEADER_BYTES + 8 * slot) + shifts[kind][slot];
    }

    /** The array that holds the texts of the row. */
    public byte[] bytes() {
        return bytes;
    }

    /** Index in {@link #bytes()} of the first byte of a text. */
    public int textStart(int slot) {
        return slot == 0 ? start + TEXT_BYTES[kind] : start + end(slot - 1);
    }

    /** Index in {@link #bytes()} after the last byte of a text. */
    public int textEnd(int slot) {
        return start + end(slot);
    }

    private int end(int slot) {
        return (short) SHORT.get(bytes, start + TEXT_ENDS[kind] + 2 * slot) & 0xFFFF;
    }

    private boolean openNextBlock() {
        if (block + stripe.count() >= blockLimit) {
            return false;
        }
        block += stripe.count();
        open();
        return true;
    }

    private void open() {
        int inLog = (int) (block % log.blockCount());
        bytes = log.block(inLog);
        index = log.index(inLog, only);
        next = 0;
        fetchedUntil = 0;
        long round = block / log.blockCount();
        EventLog.Extent extent = log.extent();
        for (EventKind each : EventKind.values()) {
            for (Column column : EventLayout.columns(each)) {
                if (column.type() != ColumnType.TEXT) {
                    shifts[each.ordinal()][column.slot()] =
                            round
                                    * switch (column.type()) {
                                        case PERSON_ID -> extent.people();
                                        case AUCTION_ID -> extent.auctions();
                                        case TIME -> extent.spanMillis();
                                        case NUMBER, TEXT -> 0;
                                    };
                }
            }
        }
    }

    private static long[][] shifts() {
        return new long[][] {
            new long[EventLayout.numbers(EventKind.PERSON)],
            new long[EventLayout.numbers(EventKind.AUCTION)],
            new long[EventLayout.numbers(EventKind.BID)]
        };
    }

    private static int[] textEnds() {
        return List.of(EventKind.values()).stream()
                .mapToInt(kind -> EventLayout.HEADER_BYTES + 8 * EventLayout.numbers(kind))
                .toArray();
    }

    private static int[] textBytes() {
        return List.of(EventKind.values()).stream()
                .mapToInt(
                        kind -> EventLayout.HEADER_BYTES + 8 * EventLayout.numbers(kind) + 2 * EventLayout.texts(kind))
                .toArray();
    }
}
