package io.millrace.data;

import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import java.util.zip.CRC32C;

/**
 * The wire form of a batch, in checkpoints, in spilled files and between processes. Numbers are little-endian.
 *
 * <pre>
 * batch   = length:int                    how many bytes follow, the checksum included
 *           version:byte flags:byte       flags: 1 if there are weights
 *           columns:int rows:int
 *           column*
 *           weights:numbers               one a row, if flagged
 *           checksum:int                  CRC32C of everything before it, the length included
 * column  = 0 flat                        as many rows as the batch
 *         | 1 flat                        one row, which stands for all
 *         | 2 entries:int flat            a dictionary,
 *             nulls width:byte index*     and an index a row into it, in 1, 2 or 4 bytes
 * flat    = storage:byte nulls values     storage: BYTE 0, INT 1, LONG 2, FLOAT 3, DOUBLE 4, INT128 5, BYTES 6,
 *                                         ARRAY 7, MAP 8, ROW 9
 * nulls   = 0 | 1 word:long*              a bit a row, least significant first, set where a value is there
 * values  = numbers                       INT, LONG; an INT128 is all high words, then all low words
 *         | one of fixed width a row      BYTE, FLOAT, DOUBLE
 *         | length:int ends bytes         BYTES: how many there are, and where each row's end
 *         | elements:int ends column      ARRAY; a MAP has a column of keys and one of items
 *         | fields:int column*            ROW
 * ends    = start:int end:numbers         where the first row begins, and where each one ends
 * numbers = width:byte least:long         0, 1, 2 or 4 bytes for each one's distance from the least one, or all
 *           distance*                     of a number's bytes and no least one
 * </pre>
 *
 * <p>A selection is applied: only the rows that count are written. Constants stay constants, and dictionaries
 * dictionaries where that is smaller. The types are not written: whoever decodes knows the schema.
 */
public final class BatchCodec {
    static final byte VERSION = 2;
    static final byte FLAT = 0;
    static final byte CONSTANT = 1;
    static final byte DICTIONARY = 2;
    static final int WEIGHTED = 1;

    /** Length, version, flags, columns and rows. */
    static final int HEADER_BYTES = 14;

    static final int CHECKSUM_BYTES = 4;

    private BatchCodec() {}

    /** Appends the batch to the sink. The batch stays the caller's. */
    public static void encode(Batch batch, ByteSink sink) {
        encode(batch, BufferPool.HEAP, sink);
    }

    /**
     * Appends the batch to the sink, with arrays of this pool to gather selected rows. The batch stays the caller's.
     */
    public static void encode(Batch batch, BufferPool pool, ByteSink sink) {
        int start = sink.size();
        sink.writeInt(0);
        sink.writeByte(VERSION);
        sink.writeByte(batch.isWeighted() ? WEIGHTED : 0);
        sink.writeInt(batch.columnCount());
        sink.writeInt(batch.size());
        for (int i = 0; i < batch.columnCount(); i++) {
            encode(batch, batch.column(i), pool, sink);
        }
        if (batch.isWeighted()) {
            int[] weights = pool.ints(batch.size());
            for (int row = 0; row < batch.size(); row++) {
                weights[row] = batch.weightAt(batch.position(row));
            }
            NarrowNumbers.write(weights, 0, batch.size(), sink);
            pool.free(weights);
        }
        sink.setInt(start, sink.size() + CHECKSUM_BYTES - start - 4);
        CRC32C checksum = new CRC32C();
        checksum.update(sink.array(), start, sink.size() - start);
        sink.writeInt((int) checksum.getValue());
    }

    /**
     * How many bytes the batch has that begins here, so that a reader knows how many to wait for. Needs four of them.
     */
    public static int encodedLength(byte[] data, int offset) {
        return new ByteCursor(data, offset, offset + 4).readInt() + 4;
    }

    /**
     * The batch of this schema in {@code length} bytes, which are copied into arrays of the pool. Throws with the code
     * {@code corrupt-data} where the bytes are not what was written.
     */
    public static Batch decode(byte[] data, int offset, int length, Schema schema, BufferPool pool) {
        if (length < HEADER_BYTES + CHECKSUM_BYTES || encodedLength(data, offset) != length) {
            throw corrupt("a batch has " + length + " bytes where its header says otherwise");
        }
        int end = offset + length - CHECKSUM_BYTES;
        CRC32C checksum = new CRC32C();
        checksum.update(data, offset, end - offset);
        if (new ByteCursor(data, end, end + CHECKSUM_BYTES).readInt() != (int) checksum.getValue()) {
            throw corrupt("the checksum of a batch of " + length + " bytes is wrong");
        }
        ByteCursor cursor = new ByteCursor(data, offset + 4, end);
        int version = cursor.readByte();
        if (version != VERSION) {
            throw corrupt("a batch has the version " + version + " where this program knows " + VERSION);
        }
        int flags = cursor.readByte();
        int columnCount = cursor.readInt();
        int rows = cursor.readInt();
        if (columnCount != schema.size()) {
            throw corrupt("a batch has " + columnCount + " columns where its schema has " + schema.size());
        }
        ColumnReader reader = new ColumnReader(cursor, pool);
        Column[] columns = new Column[columnCount];
        for (int i = 0; i < columnCount; i++) {
            columns[i] = reader.read(schema.type(i), rows);
        }
        if ((flags & WEIGHTED) == 0) {
            return Batch.of(rows, columns);
        }
        int[] weights = pool.ints(rows);
        NarrowNumbers.read(cursor, weights, 0, rows);
        return Batch.weighted(rows, columns, weights, Pooled.lease(pool, weights));
    }

    static MillraceException corrupt(String problem) {
        return new MillraceException(
                "corrupt-data", MillraceException.Kind.EXTERNAL, "Stored or received data is damaged: " + problem);
    }

    private static void encode(Batch batch, Column column, BufferPool pool, ByteSink sink) {
        int rows = batch.size();
        // What is wide because rows share values would be as large as all their copies.
        boolean shares = batch.isWide();
        if (column instanceof ConstantColumn constant) {
            ColumnWriter.writeConstant(constant, sink);
        } else if (column instanceof DictionaryColumn dictionary
                && (shares || 2L * dictionary.dictionary().size() <= rows)) {
            ColumnWriter.writeDictionary(dictionary, batch, sink);
        } else if (batch.isSelected()) {
            Column gathered = Columns.gather(column, batch.selection(), 0, rows, pool);
            ColumnWriter.write(gathered, 0, rows, pool, sink);
            gathered.release();
        } else {
            ColumnWriter.write(column, 0, rows, pool, sink);
        }
    }
}
