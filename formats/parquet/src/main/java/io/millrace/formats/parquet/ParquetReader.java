package io.millrace.formats.parquet;

import io.millrace.data.Batch;
import io.millrace.data.Column;
import io.millrace.data.Lease;
import io.millrace.data.RowCount;
import io.millrace.dataflow.connector.BadRecords;
import io.millrace.dataflow.connector.BadRecords.BadRecord;
import io.millrace.dataflow.connector.FormatReader;
import io.millrace.formats.parquet.RowRanges.Piece;
import io.millrace.formats.parquet.column.ColumnReader;
import io.millrace.formats.parquet.file.RowGroup;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Reads pieces of row groups, all columns in step. The position is the number of the next row in the file. */
final class ParquetReader implements FormatReader {
    private static final byte[] NO_TEXT = {};

    private final List<Wanted> columns;
    private final List<Piece> pieces;
    private final BadRecords bad;
    private int next;

    /** The row group that is open, and the row of it that comes next; −1 where none is open. */
    private long openGroup = -1;

    private long rowInGroup;

    /** Where the piece in hand goes on, and where reading would go on after the last batch. */
    private long at = -1;

    private long position;

    /** The number of the first row of the last batch. */
    private long batchRow;

    /** How many rows to read at once: columns are read one after another, so how wide the rows are is known then. */
    private final RowCount atOnce = new RowCount();

    private int aim = Batch.MAX_ROWS;

    /** Rows of the batch in hand that are left out, with the column and the reason. */
    private final TreeMap<Integer, BadRecord> left = new TreeMap<>();

    /**
     * A column that is wanted.
     *
     * @param label what it is called in messages
     */
    record Wanted(ColumnReader reader, String label) {}

    ParquetReader(List<Wanted> columns, List<Piece> pieces, BadRecords bad) {
        this.columns = columns;
        this.pieces = pieces;
        this.bad = bad;
        this.position = pieces.isEmpty() ? 0 : pieces.getFirst().row();
    }

    @Override
    public Optional<Batch> next() {
        if (isEnded()) {
            return Optional.empty();
        }
        Piece piece = pieces.get(next);
        long from = Math.max(at, piece.from());
        stand(piece.group(), from);
        int rows = (int) Math.min(atOnce.of(aim), piece.to() - from);
        long first = piece.group().firstRow() + from;
        batchRow = first;
        Column[] read = new Column[columns.size()];
        for (int i = 0; i < read.length; i++) {
            Wanted column = columns.get(i);
            read[i] =
                    column.reader()
                            .read(
                                    rows,
                                    (row, reason) ->
                                            left.putIfAbsent(
                                                    row, new BadRecord(first + row, NO_TEXT, column.label(), reason)));
        }
        rowInGroup = from + rows;
        at = rowInGroup;
        if (at >= piece.to()) {
            next++;
            at = -1;
        }
        position = isEnded() || at >= 0 ? first + rows : pieces.get(next).row();
        Batch all = Batch.of(rows, read);
        atOnce.made(rows, all.heldBytes());
        return batch(all);
    }

    @Override
    public void aim(int rows) {
        aim = rows;
    }

    @Override
    public boolean isEnded() {
        return next >= pieces.size();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public Optional<Record> record(int row) {
        return Optional.of(new Record(batchRow + row, NO_TEXT));
    }

    @Override
    public void close() {
        columns.forEach(column -> column.reader().close());
    }

    /** Opens a row group where it is another one, and passes over rows up to this one. */
    private void stand(RowGroup group, long row) {
        if (openGroup != group.firstRow()) {
            columns.forEach(column -> column.reader().open(group));
            openGroup = group.firstRow();
            rowInGroup = 0;
        }
        long skipped = row - rowInGroup;
        if (skipped > 0) {
            columns.forEach(column -> column.reader().skip(skipped));
        }
    }

    private Optional<Batch> batch(Batch all) {
        if (left.isEmpty()) {
            return Optional.of(all);
        }
        left.values().forEach(bad::reject);
        int[] good = new int[all.size()];
        int count = 0;
        for (int row = 0; row < all.size(); row++) {
            if (!left.containsKey(row)) {
                good[count++] = row;
            }
        }
        left.clear();
        Optional<Batch> chosen =
                count == 0
                        ? Optional.empty()
                        : Optional.of(all.select(Arrays.copyOf(good, count), count, Lease.UNPOOLED));
        all.release();
        return chosen;
    }
}
