package io.millrace.benchmarks.events;

import io.millrace.connectors.generators.nexmark.EventKind;
import io.millrace.connectors.generators.nexmark.NexmarkEvent;
import io.millrace.connectors.generators.nexmark.NexmarkModel;
import io.millrace.connectors.generators.nexmark.NexmarkOptions;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Events in memory, in blocks of rows, with an index of the rows of each kind. A run that is longer than the log reads
 * it again and again: in round <i>r</i> every person id is <i>r</i> × {@code people} higher, every auction id <i>r</i>
 * × {@code auctions}, every time <i>r</i> × {@code spanMillis}, so that what a longer run sees is one consistent stream
 * in which no id comes twice and time goes on as it did. For this a log holds whole cycles of the model and whole
 * groups of its disorder.
 *
 * <p>Immutable; any number of cursors read it.
 */
public final class EventLog {
    private static final long MAGIC = 0x4D524E584C4F4731L;

    /** A block holds at least so many rows: as many as an engine that works in batches takes at once. */
    private static final int BLOCK_ROWS = 4000;

    /** The memory that a log may take. */
    private static final long MOST_BYTES = 2L << 30;

    private final Extent extent;
    private final byte[][] blocks;

    /** By block, by {@link RowIndex#place}. */
    private final RowIndex[][] indexes;

    private EventLog(Extent extent, byte[][] blocks) {
        this.extent = extent;
        this.blocks = blocks;
        this.indexes = new RowIndex[blocks.length][];
        Arrays.setAll(indexes, block -> RowIndex.of(blocks[block], extent.blockRows()));
    }

    /**
     * @param blockRows rows of every block
     * @param people persons in the log
     * @param auctions auctions in the log
     * @param spanMillis how much event time one round takes
     */
    public record Extent(int blockRows, long people, long auctions, long spanMillis) {}

    /** Makes a log of at least {@code events} events: as many more as fill the last block. */
    public static EventLog make(NexmarkOptions options, long events) {
        NexmarkModel model = new NexmarkModel(options);
        int blockRows = blockRows(options);
        int count = Math.toIntExact((events + blockRows - 1) / blockRows);
        long people = 0;
        long auctions = 0;
        long bytes = 0;
        byte[][] blocks = new byte[count][];
        NexmarkEvent event = new NexmarkEvent();
        RowWriter writer = new RowWriter();
        for (int block = 0; block < count; block++) {
            for (int row = 0; row < blockRows; row++) {
                model.fill((long) block * blockRows + row, event);
                people += event.kind == EventKind.PERSON ? 1 : 0;
                auctions += event.kind == EventKind.AUCTION ? 1 : 0;
                writer.write(event);
            }
            blocks[block] = writer.takeBlock();
            bytes += blocks[block].length;
            if (bytes > MOST_BYTES) {
                throw new IllegalArgumentException(
                        events
                                + " events take more than the "
                                + MOST_BYTES
                                + " bytes that a log may have: make it shorter, it is read in rounds.");
            }
        }
        long span = model.timeOf((long) count * blockRows) - model.timeOf(0);
        return new EventLog(new Extent(blockRows, people, auctions, span), blocks);
    }

    /** Reads what {@link #write} wrote. */
    public static EventLog read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
            if (in.readLong() != MAGIC) {
                throw new IOException(file + " is not an event log");
            }
            Extent extent = new Extent(in.readInt(), in.readLong(), in.readLong(), in.readLong());
            byte[][] blocks = new byte[in.readInt()][];
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = new byte[in.readInt()];
                in.readFully(blocks[i]);
            }
            return new EventLog(extent, blocks);
        }
    }

    /** Writes the log to a file, which is replaced. */
    public void write(Path file) throws IOException {
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
            out.writeLong(MAGIC);
            out.writeInt(extent.blockRows());
            out.writeLong(extent.people());
            out.writeLong(extent.auctions());
            out.writeLong(extent.spanMillis());
            out.writeInt(blocks.length);
            for (byte[] block : blocks) {
                out.writeInt(block.length);
                out.write(block);
            }
        }
    }

    public Extent extent() {
        return extent;
    }

    /** Events of one round. */
    public long events() {
        return (long) blocks.length * extent.blockRows();
    }

    /** Bytes of all rows. */
    public long sizeBytes() {
        long size = 0;
        for (byte[] block : blocks) {
            size += block.length;
        }
        return size;
    }

    int blockCount() {
        return blocks.length;
    }

    byte[] block(int index) {
        return blocks[index];
    }

    RowIndex index(int block, Optional<EventKind> only) {
        return indexes[block][RowIndex.place(only)];
    }

    private static int blockRows(NexmarkOptions options) {
        int total = options.proportions().total();
        int group = options.timing().disorderGroup();
        int step = Math.multiplyExact(total / gcd(total, group), group);
        return (BLOCK_ROWS + step - 1) / step * step;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
