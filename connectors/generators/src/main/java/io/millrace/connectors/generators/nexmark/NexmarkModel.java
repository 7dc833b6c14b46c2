package io.millrace.connectors.generators.nexmark;

import java.nio.charset.StandardCharsets;

/**
 * The Nexmark events of an auction house: people register, put things up for auction, and bid.
 *
 * <p>An event is a function of the options and of its number alone, so that a split is a set of numbers and a position
 * is one number. Events come in cycles of {@code proportions.total()}: people, then auctions, then bids; ids count up
 * without gaps. A bid or a sale refers to someone who is active at the time, or who appears a little later, and often
 * to a hot key: one of every hundred, which moves on with time.
 *
 * <p>Disorder: positions are cut into groups, and within a group the events come in another order, by a stride that is
 * prime to the group's size. So no event is more than a group away from its place, in both directions.
 *
 * <p>Immutable: any number of threads may use one model, each with an event of its own.
 */
public final class NexmarkModel {
    /** The id of the first person and of the first auction. */
    public static final long FIRST_ID = 1000;

    private static final long FIRST_CATEGORY = 10;
    private static final int CATEGORIES = 5;

    /** How many ids ahead of the newest one a reference may be. */
    private static final int LEAD = 10;

    /** One of so many keys is a hot one. */
    private static final int HOT_STRIDE = 100;

    private static final int AUCTIONS_IN_FLIGHT = 100;
    private static final int ACTIVE_PEOPLE = 1000;
    static final int DISORDER_STRIDE = 953;

    private static final int ITEM_NAME_BOUND = 20;
    private static final int DESCRIPTION_BOUND = 100;

    /** Bytes of the fixed-width fields of each kind: what the average size counts besides texts. */
    private static final int PERSON_FIXED_BYTES = 8;

    private static final int AUCTION_FIXED_BYTES = 48;
    private static final int BID_FIXED_BYTES = 32;

    private static final byte[][] FIRST_NAMES = words("Peter,Paul,Luke,John,Saul,Vicky,Kate,Julie,Sarah,Deiter,Walter");
    private static final byte[][] LAST_NAMES = words("Shultz,Abrams,Spencer,White,Bartels,Walton,Smith,Jones,Noris");
    private static final byte[][] CITIES =
            words("Phoenix,Los Angeles,San Francisco,Boise,Portland,Bend,Redmond,Seattle,Kent,Cheyenne");
    private static final byte[][] STATES = words("AZ,CA,ID,OR,WA,WY");

    private final NexmarkOptions options;
    private final RateCurve curve;
    private final long seed;
    private final int people;
    private final int auctions;
    private final int total;

    public NexmarkModel(NexmarkOptions options) {
        this.options = options;
        this.curve = new RateCurve(options.timing().rate());
        this.seed = options.extent().seed();
        this.people = options.proportions().person();
        this.auctions = options.proportions().auction();
        this.total = options.proportions().total();
    }

    public NexmarkOptions options() {
        return options;
    }

    /** Fills in the event that stands at this position, 0 or more. */
    public void fill(long position, NexmarkEvent event) {
        long number = numberAt(position);
        event.number = number;
        event.dateTime = timeOf(number);
        event.draws.begin(seed, number);
        long rest = number % total;
        if (rest < people) {
            fillPerson(number, event);
        } else if (rest < people + auctions) {
            fillAuction(number, event);
        } else {
            fillBid(number, event);
        }
    }

    /** The number of the event at a position: the position itself, unless events are out of order. */
    public long numberAt(long position) {
        int group = options.timing().disorderGroup();
        if (group == 1) {
            return position;
        }
        long rest = position % group;
        return position - rest + rest * DISORDER_STRIDE % group;
    }

    /** What no event at this position or after it is earlier than, milliseconds since 1970. */
    public long watermarkAt(long position) {
        return timeOf(position - position % options.timing().disorderGroup());
    }

    /** Event time of the event with this number, milliseconds since 1970. */
    public long timeOf(long number) {
        return options.timing().baseMillis() + curve.millisAt(number);
    }

    private void fillPerson(long number, NexmarkEvent event) {
        Draws draws = event.draws;
        byte[] scratch = event.scratch;
        event.kind = EventKind.PERSON;
        event.id = FIRST_ID + lastPerson(number);

        int at = put(FIRST_NAMES[draws.below(FIRST_NAMES.length)], scratch, 0);
        scratch[at++] = ' ';
        at = put(LAST_NAMES[draws.below(LAST_NAMES.length)], scratch, at);
        event.name.point(scratch, 0, at);

        int start = at;
        at = Letters.word(draws, 7, scratch, at);
        scratch[at++] = '@';
        at = Letters.word(draws, 5, scratch, at);
        scratch[at++] = '.';
        scratch[at++] = 'c';
        scratch[at++] = 'o';
        scratch[at++] = 'm';
        event.emailAddress.point(scratch, start, at - start);

        start = at;
        at = putCreditCard(draws, scratch, at);
        event.creditCard.point(scratch, start, at - start);

        event.city.point(CITIES[draws.below(CITIES.length)]);
        event.state.point(STATES[draws.below(STATES.length)]);
        int used = PERSON_FIXED_BYTES + at + event.city.length() + event.state.length();
        Letters.filler(draws, used, options.sizes().person(), event.extra);
    }

    private void fillAuction(long number, NexmarkEvent event) {
        Draws draws = event.draws;
        event.kind = EventKind.AUCTION;
        event.id = FIRST_ID + lastAuction(number);
        long seller =
                draws.below(options.hotRatios().sellers()) > 0
                        ? lastPerson(number) / HOT_STRIDE * HOT_STRIDE
                        : activePerson(number, draws);
        event.seller = FIRST_ID + seller;
        event.category = FIRST_CATEGORY + draws.below(CATEGORIES);
        event.initialBid = Prices.draw(draws);
        event.reserve = event.initialBid + Prices.draw(draws);
        event.expires = event.dateTime + lengthMillis(number, event.dateTime, draws);
        Letters.words(draws, ITEM_NAME_BOUND, event.itemName);
        Letters.words(draws, DESCRIPTION_BOUND, event.description);
        int used = AUCTION_FIXED_BYTES + event.itemName.length() + event.description.length();
        Letters.filler(draws, used, options.sizes().auction(), event.extra);
    }

    private void fillBid(long number, NexmarkEvent event) {
        Draws draws = event.draws;
        event.kind = EventKind.BID;
        long auction =
                draws.below(options.hotRatios().auctions()) > 0
                        ? lastAuction(number) / HOT_STRIDE * HOT_STRIDE
                        : openAuction(number, draws);
        event.auction = FIRST_ID + auction;
        // Hot bidders stand beside the hot sellers, so that nobody is both.
        long bidder =
                draws.below(options.hotRatios().bidders()) > 0
                        ? lastPerson(number) / HOT_STRIDE * HOT_STRIDE + 1
                        : activePerson(number, draws);
        event.bidder = FIRST_ID + bidder;
        event.price = Prices.draw(draws);
        Channels.draw(draws, event.channel, event.url);
        Letters.filler(draws, BID_FIXED_BYTES, options.sizes().bid(), event.extra);
    }

    /** The newest person when this event happens (the event's own, if it is one), counted from 0. */
    private long lastPerson(long number) {
        return number / total * people + Math.min(number % total, people - 1);
    }

    /** The newest auction when this event happens, counted from 0; −1 before the first. */
    private long lastAuction(long number) {
        long offset = number % total - people;
        return number / total * auctions + Math.max(-1, Math.min(offset, auctions - 1));
    }

    private long activePerson(long number, Draws draws) {
        long count = lastPerson(number) + 1;
        long active = Math.min(count, ACTIVE_PEOPLE);
        return count - active + draws.below((int) active + LEAD);
    }

    private long openAuction(long number, Draws draws) {
        long last = lastAuction(number);
        long oldest = Math.max(0, last - AUCTIONS_IN_FLIGHT);
        return oldest + draws.below((int) (last - oldest) + 1 + LEAD);
    }

    /** On average as long as it takes until {@link #AUCTIONS_IN_FLIGHT} more auctions are open. */
    private long lengthMillis(long number, long now, Draws draws) {
        long horizon = timeOf(number + (long) AUCTIONS_IN_FLIGHT * total / auctions) - now;
        return 1 + draws.below((int) Math.min(Integer.MAX_VALUE, Math.max(1, 2 * horizon)));
    }

    private static int put(byte[] word, byte[] into, int at) {
        System.arraycopy(word, 0, into, at, word.length);
        return at + word.length;
    }

    private static int putCreditCard(Draws draws, byte[] into, int at) {
        for (int group = 0; group < 4; group++) {
            if (group > 0) {
                into[at++] = ' ';
            }
            int digits = draws.below(10_000);
            into[at++] = (byte) ('0' + digits / 1000);
            into[at++] = (byte) ('0' + digits / 100 % 10);
            into[at++] = (byte) ('0' + digits / 10 % 10);
            into[at++] = (byte) ('0' + digits % 10);
        }
        return at;
    }

    private static byte[][] words(String list) {
        String[] words = list.split(",");
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i].getBytes(StandardCharsets.UTF_8);
        }
        return bytes;
    }
}
