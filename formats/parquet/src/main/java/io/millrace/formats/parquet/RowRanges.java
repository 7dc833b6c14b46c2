package io.millrace.formats.parquet;

import io.millrace.dataflow.connector.FileInput;
import io.millrace.dataflow.connector.Format.Range;
import io.millrace.dataflow.connector.FormatReader;
import io.millrace.formats.parquet.file.Footer;
import io.millrace.formats.parquet.file.RowGroup;
import java.util.ArrayList;
import java.util.List;

/** Which rows of a range have to be read: those that the statistics do not rule out. */
record RowRanges(List<Piece> pieces) {

    /**
     * Rows of a row group.
     *
     * @param from the first one, counted from the row group's
     */
    record Piece(RowGroup group, long from, long to) {
        /** The number of the first row in the file. */
        long row() {
            return group.firstRow() + from;
        }
    }

    static RowRanges of(FileInput file, Footer footer, Range range, Conditions conditions) {
        List<Piece> pieces = new ArrayList<>();
        for (RowGroup group : footer.groups()) {
            if (group.rows() > 0 && group.start() >= range.start() && group.start() < range.end()) {
                pieces.addAll(conditions.pieces(file, footer.schema(), group));
            }
        }
        return new RowRanges(pieces);
    }

    /** What is left from this row of the file on. */
    List<Piece> from(long position) {
        if (position == FormatReader.START) {
            return pieces;
        }
        List<Piece> left = new ArrayList<>();
        for (Piece piece : pieces) {
            long from = Math.max(piece.from(), position - piece.group().firstRow());
            if (from < piece.to()) {
                left.add(new Piece(piece.group(), from, piece.to()));
            }
        }
        return left;
    }
}
