package io.millrace.benchmarks.events;

import io.millrace.benchmarks.events.EventLayout.Column;
import io.millrace.benchmarks.events.EventLayout.ColumnType;
import io.millrace.connectors.generators.nexmark.EventKind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Walks over the rows of one stripe of a log, round after round, and gives their columns without making an object:
 * numbers as longs, texts as an array with start and length. The array is the log's own and never changes, so that a
 * text may be kept.
 *
 * <p>Numbers and texts are addressed by {@link Column#slot()}. Where the reader stands is one number, {@link
 * #position()}, and {@link #seek} goes back to it. One thread.
 */
public final class EventCursor {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /** What is fetched at once: it stays in the first-level cache until the walk has passed it. */
    private static final int FETCHED_BYTES = 16 << 10;

    private static final int LINE_BYTES = 64;
    private static final int[] TEXT_ENDS = textEnds();
    private static final int[] TEXT_BYTES = textBytes();

    private final EventLog log;
    private final Stripe stripe;
    private final long blockLimit;

    /** What the round adds to a number: by kind and slot. */
    private final long[][] shifts = shifts();

    /** The block that is read: its number in the endless sequence of rounds. */
    private long block;

    /** The index in the block of the next row. */
    private int row;

    private byte[] bytes = new byte[0];
    private int start;
    private int next;
    private int kind;

    /** Up to here the lines of the block were looked at. */
    private int fetchedUntil;

    /** Keeps the compiler from leaving out what is only looked at. */
    private int lookedAt;

    /** Stands before the first row of the stripe. */
    public EventCursor(EventLog log, Stripe stripe) {
        this.log = log;
        this.stripe = stripe;
        int rows = log.extent().blockRows();
        this.blockLimit = stripe.events() == Stripe.ENDLESS ? Long.MAX_VALUE : (stripe.events() + rows - 1) / rows;
        seek(0);
    }

    /** Goes to the next row; false at the end of the stripe. */
    public boolean advance() {
        if (next == bytes.length && !openNextBlock()) {
            return false;
        }
        if (next >= fetchedUntil) {
            fetch();
        }
        start = next;
        kind = bytes[start];
        next = start + sizeAt(start);
        row++;
        return true;
    }

    /**
     * Passes rows of the block at hand, or of the next one where none is left, and notes in {@code starts} where in
     * {@link #bytes()} those of a kind begin: until {@code limit} are noted, the block ends, or some bytes that fit the
     * first-level cache were passed. Returns how many were noted; −1 at the end of the stripe. {@link #numbers} and
     * {@link #texts} then read them until another block is begun.
     */
    public int run(EventKind wanted, int[] starts, int limit) {
        if (next == bytes.length && !openNextBlock()) {
            return -1;
        }
        if (next >= fetchedUntil) {
            fetch();
        }
        byte[] block = bytes;
        int until = fetchedUntil;
        int ordinal = wanted.ordinal();
        int at = next;
        int count = 0;
        int passed = 0;
        while (at < until && count < limit) {
            int head = (int) INT.get(block, at);
            starts[count] = at;
            count += (head & 0xFF) == ordinal ? 1 : 0;
            at += head >>> 16;
            passed++;
        }
        next = at;
        row += passed;
        return count;
    }

    /** Whether {@link #run} goes on within the block at hand. */
    public boolean isWithinBlock() {
        return next < bytes.length;
    }

    /**
     * Looks at a byte of each line of the cache behind here. Rows lie one behind the other, and where one begins is
     * known only once the one before it was read: a walk through memory would wait for each of them alone, but these
     * lines are fetched side by side.
     */
    private void fetch() {
        byte[] block = bytes;
        int until = Math.min(block.length, next + FETCHED_BYTES);
        int sum = 0;
        for (int at = next; at < until; at += LINE_BYTES) {
            sum += block[at];
        }
        lookedAt += sum;
        fetchedUntil = until;
    }

    /** A numeric column of the rows of this kind that begin there, into {@code values} from {@code to} on. */
    public void numbers(EventKind ofKind, int slot, int[] starts, int count, long[] values, int to) {
        byte[] block = bytes;
        int offset = EventLayout.HEADER_BYTES + 8 * slot;
        long shift = shifts[ofKind.ordinal()][slot];
        for (int i = 0; i < count; i++) {
            values[to + i] = (long) LONG.get(block, starts[i] + offset) + shift;
        }
    }

    /**
     * A text column of the rows of this kind that begin there: for each the index in {@link #bytes()} of its first byte
     * and the one after its last, into {@code bounds} from {@code to} on.
     */
    public void texts(EventKind ofKind, int slot, int[] starts, int count, int[] bounds, int to) {
        byte[] block = bytes;
        int kind = ofKind.ordinal();
        int end = TEXT_ENDS[kind] + 2 * slot;
        if (slot == 0) {
            int first = TEXT_BYTES[kind];
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

    /** Goes to the next row of this kind; false at the end of the stripe. */
    public boolean advance(EventKind wanted) {
        int ordinal = wanted.ordinal();
        do {
            if (!advance()) {
                return false;
            }
        } while (kind != ordinal);
        return true;
    }

    /** Number of rows of this stripe that were passed, skipped ones included. */
    public long position() {
        return (block - stripe.index()) / stripe.count() * log.extent().blockRows() + row;
    }

    /** Goes to where {@link #position()} was this. */
    public void seek(long position) {
        int rows = log.extent().blockRows();
        block = position / rows * stripe.count() + stripe.index();
        bytes = new byte[0];
        next = 0;
        row = 0;
        fetchedUntil = 0;
        if (block >= blockLimit) {
            return;
        }
        open();
        for (long skipped = position % rows; skipped > 0; skipped--) {
            next += sizeAt(next);
            row++;
        }
    }

    /** Rows that are left in the block at hand: after so many calls of {@link #advance()} another one is opened. */
    public int rowsLeftInBlock() {
        return bytes.length == 0 ? 0 : log.extent().blockRows() - row;
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

    private int sizeAt(int at) {
        return (short) SHORT.get(bytes, at + 2) & 0xFFFF;
    }

    private boolean openNextBlock() {
        if (bytes.length == 0 || block + stripe.count() >= blockLimit) {
            return false;
        }
        block += stripe.count();
        row = 0;
        next = 0;
        fetchedUntil = 0;
        open();
        return true;
    }

    private void open() {
        bytes = log.block((int) (block % log.blockCount()));
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
