package io.millrace.operators.window;

/**
 * Which windows of time a row belongs to. Lengths are in microseconds; a window is its start up to, and without, its
 * end.
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
    record Attached(int start, int end) implements Windowing {
        @Override
        public String toString() {
            return "window $" + start + " to $" + end;
        }
    }

    /** What time a row has. */
    sealed interface Time {

        /** A timestamp column, by whose watermark windows end. */
        record EventTime(int column) implements Time {
            @Override
            public String toString() {
                return "$" + column;
            }
        }

        /** When the operator sees it. */
        record ProcessingTime() implements Time {
            @Override
            public String toString() {
                return "processing time";
            }
        }
    }
}
