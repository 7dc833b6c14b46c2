package io.millrace.operators.window;

import io.millrace.data.MillraceException;
import io.millrace.operators.window.Windowing.Time;

/**
 * Which windows a time belongs to, in microseconds; a time before 1970 falls into the window below it. They are listed
 * from the window that begins last (tumbling, hopping) or ends first (cumulating) on, while {@link #contains} holds.
 */
sealed interface Windows {
    Time time();

    /** The most windows that one time belongs to. */
    int most();

    /** Where the first window of the list begins. */
    long lastStart(long micros);

    /** Where the first window of the list ends. */
    long firstEnd(long start, long micros);

    boolean contains(long start, long end, long micros);

    /** Where the window after one that begins at {@code start} in the list begins. */
    long nextStart(long start);

    /** Where the window after this one in the list ends. */
    long nextEnd(long start, long end);

    static Windows of(Windowing windowing) {
        return switch (windowing) {
            case Windowing.Tumble tumble ->
                    new Sliding(tumble.time(), tumble.sizeMicros(), tumble.sizeMicros(), tumble.offsetMicros());
            case Windowing.Hop hop -> new Sliding(hop.time(), hop.sizeMicros(), hop.slideMicros(), hop.offsetMicros());
            case Windowing.Cumulate cumulate ->
                    new Cumulating(
                            cumulate.time(), cumulate.sizeMicros(), cumulate.stepMicros(), cumulate.offsetMicros());
            case Windowing.Attached attached -> throw MillraceException.internal("attached windows are not assigned");
        };
    }

    /** Windows of one size that begin every slide. */
    record Sliding(Time time, long size, long slide, long offset) implements Windows {
        @Override
        public int most() {
            return Math.toIntExact((size + slide - 1) / slide);
        }

        @Override
        public long lastStart(long micros) {
            return micros - Math.floorMod(micros - offset, slide);
        }

        @Override
        public long firstEnd(long start, long micros) {
            return start + size;
        }

        @Override
        public boolean contains(long start, long end, long micros) {
            return end > micros;
        }

        @Override
        public long nextStart(long start) {
            return start - slide;
        }

        @Override
        public long nextEnd(long start, long end) {
            return end - slide;
        }
    }

    /** Windows that begin together and end a step after one another. */
    record Cumulating(Time time, long size, long step, long offset) implements Windows {
        @Override
        public int most() {
            return Math.toIntExact(size / step);
        }

        @Override
        public long lastStart(long micros) {
            return micros - Math.floorMod(micros - offset, size);
        }

        @Override
        public long firstEnd(long start, long micros) {
            return start + ((micros - start) / step + 1) * step;
        }

        @Override
        public boolean contains(long start, long end, long micros) {
            return end <= start + size;
        }

        @Override
        public long nextStart(long start) {
            return start;
        }

        @Override
        public long nextEnd(long start, long end) {
            return end + step;
        }
    }
}
