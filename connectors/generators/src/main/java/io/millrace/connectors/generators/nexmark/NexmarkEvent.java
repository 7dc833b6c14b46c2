package io.millrace.connectors.generators.nexmark;

/**
 * One event, filled in place again and again by {@link NexmarkModel#fill}. Which fields mean something depends on
 * {@link #kind}; the others hold what an earlier event left there. Owned by the one thread that fills it.
 *
 * <p>Times are milliseconds since 1970-01-01 UTC, prices are cents.
 */
public final class NexmarkEvent {
    /** Longest text assembled in {@link #scratch}. */
    private static final int SCRATCH_BYTES = 256;

    /** What the event is. */
    public EventKind kind = EventKind.BID;

    /** Its number in event order; with disorder it differs from the position that it is emitted at. */
    public long number;

    /** When it happened (all kinds). */
    public long dateTime;

    /** Filler that brings the event to its average size (all kinds). */
    public final Text extra = new Text();

    /** Key of a person or of an auction. */
    public long id;

    /** Person: first and last name. */
    public final Text name = new Text();

    /** Person: address. */
    public final Text emailAddress = new Text();

    /** Person: four groups of four digits. */
    public final Text creditCard = new Text();

    /** Person: one of ten cities. */
    public final Text city = new Text();

    /** Person: one of six states. */
    public final Text state = new Text();

    /** Auction: up to 20 bytes. */
    public final Text itemName = new Text();

    /** Auction: up to 100 bytes. */
    public final Text description = new Text();

    /** Auction: price asked at first. */
    public long initialBid;

    /** Auction: price below which nothing is sold. */
    public long reserve;

    /** Auction: when it closes. */
    public long expires;

    /** Auction: the person who sells. */
    public long seller;

    /** Auction: 10 to 14. */
    public long category;

    /** Bid: the auction that it is for; it may be a few auctions ahead of the last one announced. */
    public long auction;

    /** Bid: the person who bids; may be a few people ahead. */
    public long bidder;

    /** Bid: what is offered. */
    public long price;

    /** Bid: where it came from. */
    public final Text channel = new Text();

    /** Bid: page that it came from; most carry {@code &channel_id=}. */
    public final Text url = new Text();

    final byte[] scratch = new byte[SCRATCH_BYTES];
    final Draws draws = new Draws();
}
