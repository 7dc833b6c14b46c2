package io.millrace.operators.window;

import io.millrace.data.MillraceException;

/**
 * How windows are made of panes: stretches of time, one after another, each of which lies in a window as a whole or not
 * at all. A pane is named by its end. Windows that overlap share panes, so that a row is added up once.
 */
sealed interface Panes {

    /** The end of the pane that a time lies in. */
    long paneEnd(long micros);

    /** How long a pane is; each begins that long before its end. */
    long paneMicros();

    /** The end of the last window that a pane lies in. */
    long lastWindowEnd(long paneEnd);

    /** The least end of a window that is not less than this. */
    long windowEndFrom(long micros);

    long windowStart(long windowEnd);

    /** Whether every pane is a window of its own. */
    default boolean isTumbling() {
        return false;
    }

    static Panes of(Windowing windowing) {
        return switch (windowing) {
            case Windowing.Tumble tumble -> new Tumbling(tumble.sizeMicros(), tumble.offsetMicros());
            case Windowing.Hop hop ->
                    hop.sizeMicros() == hop.slideMicros()
                            ? new Tumbling(hop.sizeMicros(), hop.offsetMicros())
                            : new Hopping(
                                    hop.sizeMicros(),
                                    hop.slideMicros(),
                                    hop.offsetMicros(),
                                    gcd(hop.sizeMicros(), hop.slideMicros()));
            case Windowing.Cumulate cumulate ->
                    new Cumulating(cumulate.sizeMicros(), cumulate.stepMicros(), cumulate.offsetMicros());
            case Windowing.Attached attached -> throw MillraceException.internal("attached windows have no panes");
        };
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** The least number that is not less than {@code least} and, without {@code offset}, divisible by {@code step}. */
    private static long align(long least, long step, long offset) {
        return least + Math.floorMod(offset - least, step);
    }

    record Tumbling(long size, long offset) implements Panes {
        @Override
        public long paneEnd(long micros) {
            return align(micros + 1, size, offset);
        }

        @Override
        public long paneMicros() {
            return size;
        }

        @Override
        public long lastWindowEnd(long paneEnd) {
            return paneEnd;
        }

        @Override
        public long windowEndFrom(long micros) {
            return align(micros, size, offset);
        }

        @Override
        public long windowStart(long windowEnd) {
            return windowEnd - size;
        }

        @Override
        public boolean isTumbling() {
            return true;
        }
    }

    record Hopping(long size, long slide, long offset, long paneMicros) implements Panes {
        @Override
        public long paneEnd(long micros) {
            return align(micros + 1, paneMicros, offset);
        }

        @Override
        public long lastWindowEnd(long paneEnd) {
            long time = paneEnd - 1;
            return time - Math.floorMod(time - offset, slide) + size;
        }

        @Override
        public long windowEndFrom(long micros) {
            return align(micros, slide, offset + size);
        }

        @Override
        public long windowStart(long windowEnd) {
            return windowEnd - size;
        }
    }

    record Cumulating(long size, long step, long offset) implements Panes {
        @Override
        public long paneEnd(long micros) {
            return align(micros + 1, step, offset);
        }

        @Override
        public long paneMicros() {
            return step;
        }

        @Override
        public long lastWindowEnd(long paneEnd) {
            return windowStart(paneEnd) + size;
        }

        @Override
        public long windowEndFrom(long micros) {
            return align(micros, step, offset);
        }

        @Override
        public long windowStart(long windowEnd) {
            long time = windowEnd - 1;
            return time - Math.floorMod(time - offset, size);
        }
    }
}
