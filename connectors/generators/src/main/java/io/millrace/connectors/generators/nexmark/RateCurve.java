package io.millrace.connectors.generators.nexmark;

/**
 * Event number to event time. A curve is a cycle of steps of equal length, each with a rate of its own; a constant rate
 * is a curve of one step. The time of an event is found without walking through the cycles before it.
 */
final class RateCurve {
    private static final int SINE_STEPS = 10;

    private final long stepMillis;
    private final long[] ratePerSecond;

    /** Number of events before each step of a cycle; one more entry for the whole cycle. */
    private final long[] eventsBefore;

    RateCurve(NexmarkOptions.Rate rate) {
        ratePerSecond = rates(rate);
        long periodMillis = rate.periodSeconds() * 1000;
        stepMillis = Math.max(1000, periodMillis / ratePerSecond.length);
        eventsBefore = new long[ratePerSecond.length + 1];
        for (int i = 0; i < ratePerSecond.length; i++) {
            eventsBefore[i + 1] = eventsBefore[i] + ratePerSecond[i] * stepMillis / 1000;
        }
    }

    /** Milliseconds between the first event and the event with this number; never decreases. */
    long millisAt(long number) {
        if (ratePerSecond.length == 1) {
            return number / ratePerSecond[0] * 1000 + number % ratePerSecond[0] * 1000 / ratePerSecond[0];
        }
        long perCycle = eventsBefore[ratePerSecond.length];
        long cycle = number / perCycle;
        long within = number % perCycle;
        int step = 0;
        while (within >= eventsBefore[step + 1]) {
            step++;
        }
        long inStep = (within - eventsBefore[step]) * 1000 / ratePerSecond[step];
        return (cycle * ratePerSecond.length + step) * stepMillis + inStep;
    }

    private static long[] rates(NexmarkOptions.Rate rate) {
        long first = rate.firstPerSecond();
        long next = rate.nextPerSecond();
        if (first == next) {
            return new long[] {first};
        }
        return switch (rate.shape()) {
            case SQUARE -> new long[] {first, next};
            case SINE -> {
                long[] steps = new long[SINE_STEPS];
                double middle = (first + next) / 2.0;
                double swing = (first - next) / 2.0;
                for (int i = 0; i < SINE_STEPS; i++) {
                    steps[i] = StrictMath.round(middle + swing * StrictMath.cos(2 * StrictMath.PI * i / SINE_STEPS));
                }
                yield steps;
            }
        };
    }
}
