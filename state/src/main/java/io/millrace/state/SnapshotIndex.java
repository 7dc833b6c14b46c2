package io.millrace.state;

import io.millrace.data.ByteSink;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.doors.FileStorage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What lies where in a snapshot file. Numbers are little-endian.
 *
 * <pre>
 * file    = block* index
 * block   = a batch in its wire form, with a checksum of its own
 * index   = count:int entry* length:int checksum:int magic:long     length of count and entries, CRC32C of them
 * entry   = name:(length:int UTF-8) sequence:int kind:byte firstGroup:int lastGroup:int rows:int offset:long length:int
 * </pre>
 */
final class SnapshotIndex {
    private static final long MAGIC = 0x31_45_54_41_54_53_4C_4DL;
    private static final int TAIL = 16;

    private final List<Block> blocks = new ArrayList<>();

    /**
     * One block.
     *
     * @param sequence the snapshot it was written for, counted within the file; earlier ones are applied first
     * @param firstGroup the least key group of its rows
     * @param lastGroup the greatest one, included
     */
    record Block(
            String table,
            int sequence,
            BlockKind kind,
            int firstGroup,
            int lastGroup,
            int rows,
            long offset,
            int length) {}

    List<Block> blocks() {
        return blocks;
    }

    void add(Block block) {
        blocks.add(block);
    }

    void write(FileStorage.Writer writer) {
        ByteSink sink = new ByteSink();
        sink.writeInt(blocks.size());
        for (Block block : blocks) {
            byte[] name = block.table.getBytes(StandardCharsets.UTF_8);
            sink.writeInt(name.length);
            sink.write(name, 0, name.length);
            sink.writeInt(block.sequence);
            sink.writeByte(block.kind.ordinal());
            sink.writeInt(block.firstGroup);
            sink.writeInt(block.lastGroup);
            sink.writeInt(block.rows);
            sink.writeLong(block.offset);
            sink.writeInt(block.length);
        }
        int length = sink.size();
        CRC32C crc = new CRC32C();
        crc.update(sink.array(), 0, length);
        sink.writeInt(length);
        sink.writeInt((int) crc.getValue());
        sink.writeLong(MAGIC);
        writer.write(sink.array(), 0, sink.size());
    }

    /** Reads the index of a file that must have this size. */
    static SnapshotIndex read(FileStorage storage, String file, long expectedSize) {
        long size = storage.size(file);
        if (size < 0) {
            throw corrupt(file + " is missing");
        }
        if (size != expectedSize || size < TAIL + 4) {
            throw corrupt(file + " has " + size + " bytes, but " + expectedSize + " were written");
        }
        byte[] tail = new byte[TAIL];
        storage.read(file, size - TAIL, tail, 0, TAIL);
        ByteBuffer end = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
        int length = end.getInt();
        int checksum = end.getInt();
        if (end.getLong() != MAGIC || length < 4 || length > size - TAIL) {
            throw corrupt(file + " at offset " + (size - TAIL) + ": this is not the end of a snapshot");
        }
        byte[] data = new byte[length];
        long at = size - TAIL - length;
        storage.read(file, at, data, 0, length);
        CRC32C crc = new CRC32C();
        crc.update(data);
        if ((int) crc.getValue() != checksum) {
            throw corrupt(file + " at offset " + at + ": the index does not match its checksum");
        }
        try {
            return parse(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN));
        } catch (BufferUnderflowException e) {
            throw corrupt(file + " at offset " + at + ": the index ends too early");
        }
    }

    static MillraceException corrupt(String what) {
        return new MillraceException(
                "corrupt-checkpoint",
                MillraceException.Kind.EXTERNAL,
                "The checkpoint is damaged: " + what + ". Restore from an earlier checkpoint.");
    }

    private static SnapshotIndex parse(ByteBuffer buffer) {
        SnapshotIndex index = new SnapshotIndex();
        int count = buffer.getInt();
        for (int i = 0; i < count; i++) {
            byte[] name = new byte[buffer.getInt()];
            buffer.get(name);
            index.add(
                    new Block(
                            new String(name, StandardCharsets.UTF_8),
                            buffer.getInt(),
                            BlockKind.values()[buffer.get()],
                            buffer.getInt(),
                            buffer.getInt(),
                            buffer.getInt(),
                            buffer.getLong(),
                            buffer.getInt()));
        }
        return index;
    }
}
