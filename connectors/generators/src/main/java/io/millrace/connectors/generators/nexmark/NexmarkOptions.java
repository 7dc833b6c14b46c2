package io.millrace.connectors.generators.nexmark;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the events look like. The keys in {@link #of(Map)} are those of the public Nexmark connector; {@code seed},
 * {@code base-time} and {@code out-of-order.group-size} are added to them.
 *
 * @param extent which events there are
 * @param proportions how many of each kind
 * @param hotRatios how skewed their keys are
 * @param sizes how large they are
 * @param timing when they happen
 */
public record NexmarkOptions(Extent extent, Proportions proportions, HotRatios hotRatios, Sizes sizes, Timing timing) {

    /** Event time of the first event unless {@code base-time} says otherwise: 2015-07-15T00:00:00Z. */
    public static final long FIRST_TIME_MILLIS = 1_436_918_400_000L;

    /**
     * @param seed decides every random choice
     * @param events number of events; 0 means without end
     * @param stopAt event number at which the source pauses, −1 for none
     * @param keepAlive whether an ended source stays open
     */
    public record Extent(long seed, long events, long stopAt, boolean keepAlive) {
        public Extent {
            require(events >= 0, "events.num", events, "0 or more");
        }
    }

    /** Of {@code total()} events in a row, so many are of each kind: people first, then auctions, then bids. */
    public record Proportions(int person, int auction, int bid) {
        public Proportions {
            require(person >= 0, "person.proportion", person, "0 or more");
            require(auction >= 0, "auction.proportion", auction, "0 or more");
            require(bid >= 0, "bid.proportion", bid, "0 or more");
            require(person + auction + bid > 0, "bid.proportion", bid, "such that not all three are 0");
        }

        /** The length of the cycle. */
        public int total() {
            return person + auction + bid;
        }
    }

    /** A key is a hot one with probability 1 − 1 / ratio. */
    public record HotRatios(int auctions, int bidders, int sellers) {
        public HotRatios {
            require(auctions > 0, "bid.hot-ratio.auctions", auctions, "1 or more");
            require(bidders > 0, "bid.hot-ratio.bidders", bidders, "1 or more");
            require(sellers > 0, "auction.hot-ratio.sellers", sellers, "1 or more");
        }
    }

    /** Average sizes in bytes. */
    public record Sizes(int person, int auction, int bid) {
        public Sizes {
            requireSize("person.avg-size", person);
            requireSize("auction.avg-size", auction);
            requireSize("bid.avg-size", bid);
        }

        private static void requireSize(String key, int bytes) {
            require(bytes >= 0 && bytes <= MOST_BYTES, key, bytes, "0 to " + MOST_BYTES);
        }
    }

    /** The largest average size. */
    public static final int MOST_BYTES = 20_000;

    /** How the rate goes between the first and the next rate. */
    public enum RateShape {
        SQUARE,
        SINE
    }

    /**
     * @param firstPerSecond events per second of event time at first
     * @param nextPerSecond events per second of event time at the other end of the period; equal means constant
     * @param limited whether the source waits, so that events come at this rate by the clock too
     */
    public record Rate(long firstPerSecond, long nextPerSecond, RateShape shape, long periodSeconds, boolean limited) {
        public Rate {
            require(firstPerSecond > 0, "first-event.rate", firstPerSecond, "1 or more");
            require(nextPerSecond > 0, "next-event.rate", nextPerSecond, "1 or more");
            require(periodSeconds > 0, "rate.period", periodSeconds, "1 s or more");
        }
    }

    /**
     * @param baseMillis event time of event 0, milliseconds since 1970
     * @param disorderGroup events are shuffled within groups of so many: 1 keeps them in order of time
     */
    public record Timing(long baseMillis, Rate rate, int disorderGroup) {
        public Timing {
            require(
                    disorderGroup > 0 && disorderGroup % NexmarkModel.DISORDER_STRIDE != 0,
                    "out-of-order.group-size",
                    disorderGroup,
                    "1 or more, and no multiple of " + NexmarkModel.DISORDER_STRIDE);
        }
    }

    /** All options at their defaults. */
    public static NexmarkOptions defaults() {
        return of(Map.of());
    }

    /**
     * Reads options as a table's WITH clause has them, {@code connector} left out.
     *
     * @throws IllegalArgumentException naming the key, what is wrong with it and what it may be
     */
    public static NexmarkOptions of(Map<String, String> given) {
        OptionReader read = new OptionReader(new TreeMap<>(given));
        NexmarkOptions options =
                new NexmarkOptions(
                        new Extent(
                                read.whole("seed", 0),
                                read.whole("events.num", 0),
                                read.whole("stop-at", -1),
                                read.flag("keep-alive", false)),
                        new Proportions(
                                read.number("person.proportion", 1),
                                read.number("auction.proportion", 3),
                                read.number("bid.proportion", 46)),
                        new HotRatios(
                                read.number("bid.hot-ratio.auctions", 2),
                                read.number("bid.hot-ratio.bidders", 4),
                                read.number("auction.hot-ratio.sellers", 4)),
                        new Sizes(
                                read.sizeBytes("person.avg-size", 200),
                                read.sizeBytes("auction.avg-size", 500),
                                read.sizeBytes("bid.avg-size", 100)),
                        new Timing(
                                read.instantMillis("base-time", FIRST_TIME_MILLIS),
                                rate(read),
                                read.number("out-of-order.group-size", 1)));
        read.rejectUnread();
        return options;
    }

    private static Rate rate(OptionReader read) {
        boolean limited = !read.flag("max-emit-speed", true);
        return new Rate(
                read.whole("first-event.rate", 10_000),
                read.whole("next-event.rate", 10_000),
                read.choice("rate.shape", RateShape.SQUARE),
                read.seconds("rate.period", 600),
                read.flag("rate.limited", limited));
    }

    private static void require(boolean holds, String key, long value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException("'" + key + "' = '" + value + "': it must be " + allowed + ".");
        }
    }
}
