package io.millrace.server.print;

import io.millrace.data.ByteSink;
import java.nio.charset.StandardCharsets;

/** Text in the cells of a table: how wide it is shown, and made harmless, so that no value can move the cursor. */
final class CellText {
    private static final byte[] ELLIPSIS = "…".getBytes(StandardCharsets.UTF_8);

    private CellText() {}

    /** How many places of a terminal these bytes of UTF-8 take: two for wide characters, none for combining ones. */
    static int width(byte[] text, int start, int end) {
        int width = 0;
        for (int i = start; i < end; ) {
            int b = text[i];
            if (b >= 0) {
                width++;
                i++;
            } else {
                int length = Math.min(length(b), end - i);
                width += width(codePoint(text, i, length));
                i += length;
            }
        }
        return width;
    }

    /** Replaces control characters from {@code start} to the end of the sink by what shows them. */
    static void sanitize(ByteSink sink, int start) {
        byte[] bytes = sink.array();
        for (int i = start; i < sink.size(); i++) {
            if (isControl(bytes, i, sink.size())) {
                byte[] rest = java.util.Arrays.copyOfRange(bytes, i, sink.size());
                sink.truncate(i);
                replaceControls(rest, sink);
                return;
            }
        }
    }

    /** Cuts what stands from {@code start} on to this width, with an ellipsis as its last character. */
    static int cut(ByteSink sink, int start, int maxWidth) {
        byte[] bytes = sink.array();
        int width = 0;
        int i = start;
        while (i < sink.size()) {
            int length = bytes[i] >= 0 ? 1 : Math.min(length(bytes[i]), sink.size() - i);
            int next = width + (length == 1 ? 1 : width(codePoint(bytes, i, length)));
            if (next > maxWidth - 1) {
                break;
            }
            width = next;
            i += length;
        }
        sink.truncate(i);
        sink.write(ELLIPSIS, 0, ELLIPSIS.length);
        return width + 1;
    }

    private static boolean isControl(byte[] bytes, int i, int end) {
        byte b = bytes[i];
        return (b >= 0 && b < ' ') || b == 0x7f || (b == (byte) 0xc2 && i + 1 < end && (bytes[i + 1] & 0xff) < 0xa0);
    }

    private static void replaceControls(byte[] plain, ByteSink sink) {
        for (int i = 0; i < plain.length; i++) {
            if (!isControl(plain, i, plain.length)) {
                sink.writeByte(plain[i]);
                continue;
            }
            switch (plain[i]) {
                case '\n' -> sink.writeAscii("\\n");
                case '\r' -> sink.writeAscii("\\r");
                case '\t' -> sink.writeAscii("\\t");
                default -> sink.writeByte('?');
            }
            if (plain[i] == (byte) 0xc2) {
                i++;
            }
        }
    }

    private static int length(int lead) {
        int b = lead & 0xff;
        return b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : b >= 0xc0 ? 2 : 1;
    }

    private static int codePoint(byte[] text, int i, int length) {
        return switch (length) {
            case 2 -> (text[i] & 0x1f) << 6 | (text[i + 1] & 0x3f);
            case 3 -> (text[i] & 0x0f) << 12 | (text[i + 1] & 0x3f) << 6 | (text[i + 2] & 0x3f);
            case 4 ->
                    (text[i] & 0x07) << 18
                            | (text[i + 1] & 0x3f) << 12
                            | (text[i + 2] & 0x3f) << 6
                            | (text[i + 3] & 0x3f);
            default -> 0xfffd;
        };
    }

    private static int width(int codePoint) {
        if ((codePoint >= 0x300 && codePoint <= 0x36f)
                || (codePoint >= 0x200b && codePoint <= 0x200f)
                || (codePoint >= 0xfe00 && codePoint <= 0xfe0f)) {
            return 0;
        }
        boolean wide =
                (codePoint >= 0x1100 && codePoint <= 0x115f)
                        || (codePoint >= 0x2e80 && codePoint <= 0xa4cf)
                        || (codePoint >= 0xac00 && codePoint <= 0xd7a3)
                        || (codePoint >= 0xf900 && codePoint <= 0xfaff)
                        || (codePoint >= 0xfe30 && codePoint <= 0xfe6f)
                        || (codePoint >= 0xff00 && codePoint <= 0xff60)
                        || (codePoint >= 0x1f300 && codePoint <= 0x1faff)
                        || (codePoint >= 0x20000 && codePoint <= 0x3fffd);
        return wide ? 2 : 1;
    }
}
