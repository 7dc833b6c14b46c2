package io.millrace.connectors.generators.nexmark;

import io.millrace.dataflow.source.Source.EnumeratorContext;
import io.millrace.dataflow.source.Split;
import io.millrace.dataflow.source.SplitEnumerator;
import java.util.Optional;

/** Deals out ranges of positions from the first on; its snapshot is where the next one begins. */
final class NexmarkEnumerator implements SplitEnumerator {
    /**
     * Whole groups of disorder up to this size fit a range, so that what a range gives does not depend on its
     * neighbours.
     */
    private static final long RANGE_EVENTS = 1 << 17;

    private final NexmarkOptions options;
    private final int parallelism;
    private final long rangeEvents;
    private long next;

    NexmarkEnumerator(NexmarkOptions options, EnumeratorContext context) {
        this.options = options;
        this.parallelism = context.parallelism();
        this.next = context.restored().isEmpty() ? 0 : Long.parseLong(context.restored());
        NexmarkOptions.Rate rate = options.timing().rate();
        long paced = Math.max(1, rate.firstPerSecond() / parallelism);
        long least = rate.limited() ? Math.min(RANGE_EVENTS, paced) : RANGE_EVENTS;
        long group = options.timing().disorderGroup();
        this.rangeEvents = (least + group - 1) / group * group;
    }

    @Override
    public Optional<Split> next(int instance) {
        if (isDealtOut()) {
            return Optional.empty();
        }
        long end =
                options.extent().events() == 0
                        ? next + rangeEvents
                        : Math.min(next + rangeEvents, options.extent().events());
        Split split = new Split(next + "-" + end, next + " " + end + " " + parallelism);
        next = end;
        return Optional.of(split);
    }

    @Override
    public boolean isExhausted() {
        return isDealtOut() && !options.extent().keepAlive();
    }

    @Override
    public String snapshot() {
        return Long.toString(next);
    }

    private boolean isDealtOut() {
        return options.extent().events() != 0 && next >= options.extent().events();
    }
}
