package io.millrace.operators.window;

import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Which windows of time a row belongs to. Lengths are in microseconds; a window is its start up to, and without, its
 * end. Windows of moments are cut, and their bounds told, by what clocks show in a time zone ({@link WallTime}).
 */
public sealed interface Windowing {

    /** Windows of one size, one after another. */
    record Tumble(Time time, long sizeMicros, long offsetMicros) implements Windowing {
        @Override
        public String toString() {
            return "tumble " + time + " size " + sizeMicros + "µs";
        }
    }

    /** Windows of one size that begin every {@code slideMicros}. */
    record Hop(Time time, long sizeMicros, long slideMicros, long offsetMicros) implements Windowing {
        @Override
        public String toString() {
            return "hop " + time + " size " + sizeMicros + "µs slide " + slideMicros + "µs";
        }
    }

    /** Windows that begin together and end a step after one another, up to a size that the step divides. */
    record Cumulate(Time time, long sizeMicros, long stepMicros, long offsetMicros) implements Windowing {
        @Override
        public String toString() {
            return "cumulate " + time + " size " + sizeMicros + "µs step " + stepMicros + "µs";
        }
    }

    /** The rows carry the bounds of their window in two timestamp columns. */
    record Attached(int start, int end, ZoneId zone) implements Windowing {
        @Override
        public String toString() {
            return "window $" + start + " to $" + end;
        }
    }

    /** By whose clocks the windows are cut: UTC where times are no moments. */
    default ZoneId zone() {
        return switch (this) {
            case Tumble tumble -> tumble.time().zone();
            case Hop hop -> hop.time().zone();
            case Cumulate cumulate -> cumulate.time().zone();
            case Attached attached -> attached.zone;
        };
    }

    /** What time a row has. */
    sealed interface Time {

        ZoneId zone();

        /** A timestamp column, by whose watermark windows end. */
        record EventTime(int column, ZoneId zone) implements Time {
            @Override
            public String toString() {
                return "$" + column + text(zone);
            }
        }

        /** When the operator sees it. */
        record ProcessingTime(ZoneId zone) implements Time {
            @Override
            public String toString() {
                return "processing time" + text(zone);
            }
        }

        private static String text(ZoneId zone) {
            return zone.equals(ZoneOffset.UTC) ? "" : " in " + zone;
        }
    }
}
