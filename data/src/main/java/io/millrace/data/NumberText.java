package io.millrace.data;

/** Numbers as text, and back. */
final class NumberText {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    /** The most bytes of a 64-bit number with its sign. */
    private static final int LONG_BYTES = 20;

    /** Doubles with at most this many digits after the point are written without the JDK's help. */
    private static final int SHORT_FRACTION = 4;

    /** Any two decimals of up to this many digits are different doubles. */
    private static final long EXACT_LIMIT = 1_000_000_000_000_000L;

    private NumberText() {}

    static void append(long value, ByteSink sink) {
        append(value, 0, sink);
    }

    /** Appends {@code unscaled} with a point before its last {@code scale} digits. */
    static void append(long unscaled, int scale, ByteSink sink) {
        int room = Math.max(LONG_BYTES, scale + 2) + 2;
        byte[] target = sink.room(room);
        int end = sink.size() + room;
        int at = end;
        // Negative numbers reach further by one, so that is the side to count on.
        long rest = unscaled > 0 ? -unscaled : unscaled;
        int digits = 0;
        do {
            if (digits == scale && digits > 0) {
                target[--at] = '.';
            }
            target[--at] = (byte) ('0' - (int) (rest % 10));
            rest /= 10;
            digits++;
        } while (rest != 0 || digits <= scale);
        if (unscaled < 0) {
            target[--at] = '-';
        }
        shift(target, at, end, sink);
    }

    /** Appends a number of 128 bits with a point before its last {@code scale} digits. */
    static void append(long high, long low, int scale, ByteSink sink) {
        if (high == low >> 63) {
            append(low, scale, sink);
        } else {
            sink.writeAscii(Decimals.toBigDecimal(high, low, scale).toPlainString());
        }
    }

    /**
     * Appends the shortest text that reads as this double. Where the number is a decimal of up to fifteen digits with
     * few of them after the point, as prices are, the first such decimal found is the shortest one, because no two of
     * them are the same double.
     */
    static void append(double value, ByteSink sink) {
        double magnitude = Math.abs(value);
        if (magnitude >= 1e-3 && magnitude < 1e7) {
            for (int digits = 1; digits <= SHORT_FRACTION; digits++) {
                double power = Decimals.powerOfTen(digits);
                long unscaled = Math.round(value * power);
                if (unscaled / power == value && Math.abs(unscaled) < EXACT_LIMIT) {
                    append(unscaled, digits, sink);
                    return;
                }
            }
        }
        sink.writeAscii(Double.toString(value));
    }

    static void appendHex(byte[] data, int start, int end, ByteSink sink) {
        byte[] target = sink.room(2 * (end - start));
        int at = sink.size();
        for (int i = start; i < end; i++) {
            target[at++] = HEX[(data[i] >>> 4) & 15];
            target[at++] = HEX[data[i] & 15];
        }
        sink.advance(2 * (end - start));
    }

    /** Appends a number from 0 on with leading zeros. */
    static void appendPadded(long value, int width, ByteSink sink) {
        byte[] target = sink.room(width);
        long rest = value;
        for (int at = sink.size() + width - 1; at >= sink.size(); at--) {
            target[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        sink.advance(width);
    }

    /** Moves what was written at the end of the room to its beginning. */
    private static void shift(byte[] target, int from, int end, ByteSink sink) {
        int length = end - from;
        System.arraycopy(target, from, target, sink.size(), length);
        sink.advance(length);
    }
}
