package io.millrace.formats.text;

import io.millrace.dataflow.connector.FileInput;
import io.millrace.dataflow.connector.Format.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a CSV file may be cut at its line ends. It may not where a line end stands between quotes; and that cannot be
 * told from the middle of a file. So a file that is to be cut is looked through first: when each of its lines has an
 * even number of quotes, each is a record (see {@link CsvScanner}), and only then it is cut. A file with other lines is
 * read in one piece.
 */
enum CsvCut {
    /** The file is looked through. */
    LOOKED_THROUGH,
    /** The user says that no line end stands between quotes. */
    AT_EVERY_LINE;

    private static final int BLOCK_BYTES = 1 << 18;

    List<Range> ranges(FileInput file, CsvDialect dialect, long aboutBytes) {
        if (file.size() <= aboutBytes
                || this == LOOKED_THROUGH
                        && dialect.quote() != CsvDialect.NO_QUOTE
                        && !linesAreRecords(file, (byte) dialect.quote())) {
            return List.of(Range.WHOLE);
        }
        return even(file.size(), aboutBytes);
    }

    /** Ranges of about this size. */
    static List<Range> even(long size, long aboutBytes) {
        long count = Math.max(1, (size + aboutBytes / 2) / aboutBytes);
        List<Range> ranges = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            long end = i + 1 == count ? Range.TO_THE_END : position(size, i + 1, count);
            ranges.add(new Range(position(size, i, count), end));
        }
        return ranges;
    }

    private static long position(long size, long index, long count) {
        return size / count * index + size % count * index / count;
    }

    private static boolean linesAreRecords(FileInput file, byte quote) {
        byte[] block = new byte[BLOCK_BYTES + Swar.PADDING];
        long quotes = Swar.pattern(quote);
        long lines = Swar.pattern('\n');
        long position = 0;
        boolean odd = false;
        while (true) {
            int length = file.read(position, block, 0, BLOCK_BYTES);
            if (length < 0) {
                return !odd;
            }
            for (int at = 0; at < length; at += 8) {
                long word = Swar.word(block, at);
                long marks = Swar.matches(word, quotes);
                marks |= odd || marks != 0 ? Swar.matches(word, lines) : 0;
                for (; marks != 0; marks &= marks - 1) {
                    int mark = at + Swar.first(marks);
                    if (mark < length && block[mark] == quote) {
                        odd = !odd;
                    } else if (mark < length && block[mark] == '\n' && odd) {
                        return false;
                    }
                }
            }
            position += length;
        }
    }
}
