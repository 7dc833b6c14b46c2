package io.millrace.formats.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the records and fields of CSV (RFC 4180), eight bytes at a time.
 *
 * <p>A malformed record is its first line: whatever follows that line is read again on its own. So a quote that is
 * never closed costs one record, and a file whose lines all have an even number of quotes has exactly one record a
 * line, well-formed or not, which is why such a file can be cut at any line end.
 */
final class CsvScanner implements RecordScanner {
    private static final int INCOMPLETE = -1;
    private static final int BAD = -2;

    private final CsvDialect dialect;
    private final byte delimiter;
    private final byte quote;
    private final boolean quotes;
    private final byte[] nullLiteral;
    private final long delimiters;
    private final long lines = Swar.pattern('\n');
    private final long quotePattern;

    /** The slot of each column of the file. */
    private final int[] slotOf;

    private String reason = "";
    private boolean doubled;
    private int columnsSeen;

    /**
     * @param slotOf for each column of the file the slot of its values; the last slot where nobody wants them
     */
    CsvScanner(CsvDialect dialect, int[] slotOf) {
        this.dialect = dialect;
        this.delimiter = dialect.delimiter();
        this.quotes = dialect.quote() != CsvDialect.NO_QUOTE;
        this.quote = quotes ? (byte) dialect.quote() : delimiter;
        this.nullLiteral = dialect.nullLiteral().getBytes(StandardCharsets.UTF_8);
        this.delimiters = Swar.pattern(delimiter);
        this.quotePattern = Swar.pattern(quote);
        this.slotOf = slotOf;
    }

    @Override
    public int scan(byte[] data, int from, int limit, int stop, boolean last, Spans spans) {
        int at = from;
        int end = Math.min(limit, stop);
        while (at < end && spans.count + spans.faults.size() < spans.most) {
            int next =
                    dialect.comments() == CsvDialect.Comments.SKIPPED && data[at] == '#'
                            ? lineEnd(data, at, limit, last)
                            : record(data, at, limit, last, spans);
            if (next == BAD) {
                next = lineEnd(data, at, limit, last);
                if (next != INCOMPLETE) {
                    spans.faults.add(new Spans.Fault(at, next, Spans.Fault.RECORD, reason));
                }
            }
            if (next == INCOMPLETE) {
                break;
            }
            at = next;
        }
        return at;
    }

    @Override
    public Escapes escapes() {
        return this::undouble;
    }

    /** Where the record after this one begins. */
    private int record(byte[] data, int start, int limit, boolean last, Spans spans) {
        int row = spans.count;
        int column = 0;
        int fieldStart = start;
        int at = start;
        while (at < limit) {
            long word = Swar.word(data, at);
            long marks = Swar.matches(word, delimiters) | Swar.matches(word, lines) | Swar.matches(word, quotePattern);
            int next = at + 8;
            while (marks != 0) {
                int mark = at + Swar.first(marks);
                marks &= marks - 1;
                if (mark >= limit) {
                    break;
                }
                byte found = data[mark];
                if (found == delimiter) {
                    put(data, row, column++, fieldStart, mark, spans);
                    fieldStart = mark + 1;
                } else if (found == '\n') {
                    int end = mark > fieldStart && data[mark - 1] == '\r' ? mark - 1 : mark;
                    put(data, row, column++, fieldStart, end, spans);
                    return finish(start, end, mark + 1, column, spans);
                } else if (found == quote && quotes) {
                    if (mark != fieldStart) {
                        return bad("a quote stands inside field " + (column + 1) + ", which does not begin with one");
                    }
                    int closed = closingQuote(data, mark + 1, limit, last, column);
                    if (closed < 0) {
                        return closed;
                    }
                    putQuoted(row, column++, mark + 1, closed, spans);
                    next = closed + 2;
                    if (closed + 1 >= limit || data[closed + 1] != delimiter) {
                        int ended = lineEndAt(data, closed + 1, limit, last, column);
                        return ended < 0 ? ended : finish(start, ended, ended, column, spans);
                    }
                    fieldStart = next;
                    break;
                }
            }
            at = next;
        }
        if (!last) {
            return INCOMPLETE;
        }
        int end = limit > fieldStart && data[limit - 1] == '\r' ? limit - 1 : limit;
        put(data, row, column++, fieldStart, end, spans);
        return finish(start, end, limit, column, spans);
    }

    private void put(byte[] data, int row, int column, int start, int end, Spans spans) {
        if (column >= slotOf.length) {
            return;
        }
        boolean missing =
                nullLiteral.length == 0
                        ? start == end
                        : Arrays.equals(data, start, end, nullLiteral, 0, nullLiteral.length);
        spans.values[slotOf[column] * Spans.STRIDE + row] = missing ? Spans.NULL : Spans.of(start, end);
    }

    private void putQuoted(int row, int column, int start, int end, Spans spans) {
        if (column < slotOf.length) {
            spans.values[slotOf[column] * Spans.STRIDE + row] =
                    doubled ? Spans.escaped(start, end) : Spans.of(start, end);
        }
    }

    /** How many fields the last record had. */
    int columnsSeen() {
        return columnsSeen;
    }

    private int finish(int start, int end, int next, int columns, Spans spans) {
        columnsSeen = columns;
        if (columns != slotOf.length) {
            if (columns == 1 && start >= end) {
                return next;
            }
            return bad(
                    "it has "
                            + columns
                            + (columns == 1 ? " field" : " fields")
                            + " where "
                            + slotOf.length
                            + " are expected");
        }
        spans.endRecord(start, next);
        return next;
    }

    /** Where the quoted field that begins here is closed; says whether there are doubled quotes in it. */
    private int closingQuote(byte[] data, int from, int limit, boolean last, int column) {
        doubled = false;
        int at = from;
        while (true) {
            int found = Swar.find(data, at, limit, quote);
            if (found < 0 || found + 1 >= limit && !last) {
                return last ? bad("the quote that opens field " + (column + 1) + " is never closed") : INCOMPLETE;
            }
            if (found + 1 >= limit || data[found + 1] != quote) {
                return found;
            }
            doubled = true;
            at = found + 2;
        }
    }

    /** The byte after the line end, or the end of the file, that follows a closing quote where no delimiter does. */
    private int lineEndAt(byte[] data, int at, int limit, boolean last, int columns) {
        int end = at < limit && data[at] == '\r' ? at + 1 : at;
        if (end >= limit) {
            return last ? limit : INCOMPLETE;
        }
        if (data[end] == '\n') {
            return end + 1;
        }
        return bad("after the closing quote of field " + columns + " comes neither a delimiter nor a line end");
    }

    private int bad(String why) {
        reason = why;
        return BAD;
    }

    /** The byte after the next line end. */
    private static int lineEnd(byte[] data, int from, int limit, boolean last) {
        int found = Swar.find(data, from, limit, (byte) '\n');
        return found >= 0 ? found + 1 : last ? limit : INCOMPLETE;
    }

    private int undouble(byte[] data, int start, int end, byte[] target) {
        int length = 0;
        for (int at = start; at < end; at++) {
            target[length++] = data[at];
            if (data[at] == quote) {
                at++;
            }
        }
        return length;
    }
}
