package io.millrace.operators.expression.function;

import java.util.ArrayList;
import java.util.List;

/**
 * A LIKE pattern, taken apart once: the texts between its percent signs. The first must stand at the beginning, the
 * last at the end, those in between anywhere in order, the leftmost place being as good as any. An underscore stands
 * for one code point.
 */
public final class LikePattern {
    /** In a piece, the byte that stands for one code point; no UTF-8 has it. */
    private static final byte ANY_ONE = (byte) 0xFF;

    private final byte[][] pieces;
    private final boolean plain;

    private LikePattern(byte[][] pieces, boolean plain) {
        this.pieces = pieces;
        this.plain = plain;
    }

    /** Takes a pattern apart; {@code escape} is one character, or empty for none. */
    public static LikePattern of(String pattern, String escape) {
        if (escape.codePointCount(0, escape.length()) > 1) {
            throw Errors.badArgument("LIKE", "ESCAPE '" + escape + "' is not one character");
        }
        int escapePoint = escape.isEmpty() ? -1 : escape.codePointAt(0);
        List<byte[]> pieces = new ArrayList<>();
        SliceBuilder piece = new SliceBuilder();
        piece.clear();
        boolean plain = true;
        for (int i = 0; i < pattern.length(); ) {
            int point = pattern.codePointAt(i);
            i += Character.charCount(point);
            if (point == escapePoint) {
                if (i == pattern.length()) {
                    throw Errors.badArgument("LIKE", "the pattern '" + pattern + "' ends with its escape character");
                }
                int escaped = pattern.codePointAt(i);
                i += Character.charCount(escaped);
                piece.appendCodePoint(escaped);
            } else if (point == '%') {
                pieces.add(piece.copy());
                piece.clear();
            } else if (point == '_') {
                plain = false;
                piece.append(ANY_ONE);
            } else {
                piece.appendCodePoint(point);
            }
        }
        pieces.add(piece.copy());
        return new LikePattern(pieces.toArray(byte[][]::new), plain);
    }

    /** The one text that it matches parts of by this method, or nothing where it is more. */
    public boolean isExact() {
        return plain && pieces.length == 1;
    }

    public boolean matches(Slice text) {
        byte[] data = text.data;
        int at = text.start;
        int end = text.end;
        byte[] first = pieces[0];
        if (plain) {
            return matchesPlain(data, at, end);
        }
        int after = here(data, at, end, first);
        if (pieces.length == 1) {
            return after == end;
        }
        if (after < 0) {
            return false;
        }
        at = after;
        for (int i = 1; i < pieces.length - 1; i++) {
            at = find(data, at, end, pieces[i]);
            if (at < 0) {
                return false;
            }
        }
        return endsWith(data, at, end, pieces[pieces.length - 1]);
    }

    private boolean matchesPlain(byte[] data, int start, int end) {
        byte[] first = pieces[0];
        byte[] last = pieces[pieces.length - 1];
        if (end - start < first.length || !regionEquals(data, start, first)) {
            return false;
        }
        if (pieces.length == 1) {
            return end - start == first.length;
        }
        int at = start + first.length;
        int stop = end - last.length;
        if (stop < at || !regionEquals(data, stop, last)) {
            return false;
        }
        for (int i = 1; i < pieces.length - 1; i++) {
            byte[] piece = pieces[i];
            int found = Utf8.indexOf(data, at, stop, piece, 0, piece.length);
            if (found < 0) {
                return false;
            }
            at = found + piece.length;
        }
        return true;
    }

    private static boolean regionEquals(byte[] data, int at, byte[] piece) {
        for (int i = 0; i < piece.length; i++) {
            if (data[at + i] != piece[i]) {
                return false;
            }
        }
        return true;
    }

    /** Where the text goes on behind this piece if it stands here, else −1. */
    private static int here(byte[] data, int start, int end, byte[] piece) {
        int at = start;
        for (byte wanted : piece) {
            if (at >= end) {
                return -1;
            }
            if (wanted == ANY_ONE) {
                at = Utf8.next(data, at, end);
            } else if (data[at++] != wanted) {
                return -1;
            }
        }
        return at;
    }

    private static int find(byte[] data, int start, int end, byte[] piece) {
        for (int at = start; at <= end; at = at < end ? Utf8.next(data, at, end) : end + 1) {
            int after = here(data, at, end, piece);
            if (after >= 0) {
                return after;
            }
        }
        return -1;
    }

    private static boolean endsWith(byte[] data, int start, int end, byte[] piece) {
        int at = end;
        for (int i = piece.length - 1; i >= 0; i--) {
            if (at <= start) {
                return false;
            }
            if (piece[i] == ANY_ONE) {
                at = Utf8.previous(data, at, start);
            } else if (data[--at] != piece[i]) {
                return false;
            }
        }
        return true;
    }
}
