package io.millrace.connectors.generators.nexmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NexmarkModelTest {
    private static final int EVENTS = 20_000;

    @Test
    void sameSeedGivesTheSameEvents() {
        assertThat(events(model(Map.of("seed", "7")))).isEqualTo(events(model(Map.of("seed", "7"))));
        assertThat(events(model(Map.of("seed", "7")))).isNotEqualTo(events(model(Map.of("seed", "8"))));
    }

    @Test
    void randomAccessEqualsSequentialAccess() {
        NexmarkModel model = model(Map.of("out-of-order.group-size", "100"));
        List<String> inOrder = events(model);
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            positions.add(i);
        }
        Collections.shuffle(positions, new Random(42));
        NexmarkEvent event = new NexmarkEvent();
        for (int position : positions) {
            model.fill(position, event);
            assertThat(describe(event)).isEqualTo(inOrder.get(position));
        }
    }

    @Test
    void kindsComeInTheGivenProportions() {
        assertThat(countKinds(model(Map.of()))).containsExactly(400, 1200, 18_400);
        Map<String, String> equal = Map.of("person.proportion", "1", "auction.proportion", "1", "bid.proportion", "2");
        assertThat(countKinds(model(equal))).containsExactly(5000, 5000, 10_000);
        Map<String, String> bidsAlone = Map.of("person.proportion", "0", "auction.proportion", "0");
        assertThat(countKinds(model(bidsAlone))).containsExactly(0, 0, EVENTS);
    }

    @Test
    void idsCountUpWithoutGaps() {
        NexmarkModel model = model(Map.of());
        NexmarkEvent event = new NexmarkEvent();
        long person = 1000;
        long auction = 1000;
        for (int i = 0; i < EVENTS; i++) {
            model.fill(i, event);
            switch (event.kind) {
                case PERSON -> assertThat(event.id).isEqualTo(person++);
                case AUCTION -> assertThat(event.id).isEqualTo(auction++);
                case BID -> {
                    assertThat(event.auction).isBetween(1000L, auction + 10);
                    assertThat(event.bidder).isBetween(1000L, person + 10);
                }
            }
        }
    }

    @Test
    void disorderStaysWithinItsGroupAndLosesNothing() {
        int group = 250;
        NexmarkModel model = model(Map.of("out-of-order.group-size", Integer.toString(group)));
        Set<Long> numbers = new HashSet<>();
        boolean moved = false;
        for (int i = 0; i < EVENTS; i++) {
            long number = model.numberAt(i);
            moved |= number != i;
            assertThat(number / group).isEqualTo(i / group);
            numbers.add(number);
            assertThat(model.timeOf(number)).isGreaterThanOrEqualTo(model.watermarkAt(i));
        }
        assertThat(numbers).hasSize(EVENTS);
        assertThat(moved).isTrue();
    }

    @Test
    void timeFollowsTheRate() {
        NexmarkModel model = model(Map.of("first-event.rate", "4000", "next-event.rate", "4000"));
        assertThat(model.timeOf(0)).isEqualTo(NexmarkOptions.FIRST_TIME_MILLIS);
        assertThat(model.timeOf(4000) - model.timeOf(0)).isEqualTo(1000);
    }

    @Test
    void changingRatesNeverMoveTimeBack() {
        for (String shape : List.of("SQUARE", "sine")) {
            NexmarkModel model =
                    model(
                            Map.of(
                                    "first-event.rate",
                                    "100",
                                    "next-event.rate",
                                    "1000",
                                    "rate.shape",
                                    shape,
                                    "rate.period",
                                    "20 s"));
            for (int i = 1; i < EVENTS; i++) {
                assertThat(model.timeOf(i)).isGreaterThanOrEqualTo(model.timeOf(i - 1));
            }
            long perPeriod = 11_000;
            assertThat(model.timeOf(perPeriod) - model.timeOf(0)).isBetween(19_000L, 21_000L);
        }
    }

    @Test
    void averageSizesAreKept() {
        NexmarkModel model = model(Map.of("bid.avg-size", "300", "auction.avg-size", "1kb"));
        NexmarkEvent event = new NexmarkEvent();
        long bidBytes = 0;
        long auctionBytes = 0;
        for (int i = 0; i < EVENTS; i++) {
            model.fill(i, event);
            switch (event.kind) {
                case PERSON -> {}
                case AUCTION ->
                        auctionBytes +=
                                48 + event.itemName.length() + event.description.length() + event.extra.length();
                case BID -> bidBytes += 32 + event.extra.length();
            }
        }
        assertThat(bidBytes / 18_400.0).isBetween(295.0, 305.0);
        assertThat(auctionBytes / 1200.0).isBetween(1000.0, 1050.0);
    }

    @Test
    void hotKeysTakeTheirShare() {
        NexmarkModel model = model(Map.of());
        NexmarkEvent event = new NexmarkEvent();
        int hotAuctions = 0;
        int hotBidders = 0;
        for (int i = 0; i < EVENTS; i++) {
            model.fill(i, event);
            if (event.kind == EventKind.BID) {
                hotAuctions += event.auction % 100 == 0 ? 1 : 0;
                hotBidders += event.bidder % 100 == 1 ? 1 : 0;
            }
        }
        assertThat(hotAuctions / 18_400.0).isBetween(0.48, 0.54);
        assertThat(hotBidders / 18_400.0).isBetween(0.73, 0.79);
    }

    @Test
    void wrongOptionsAreNamed() {
        assertThat(complaintOf(Map.of("bid.proportions", "3"))).contains("bid.proportions", "bid.proportion");
        assertThat(complaintOf(Map.of("events.num", "many"))).contains("events.num", "many", "whole number");
        assertThat(complaintOf(Map.of("bid.avg-size", "2mb"))).contains("bid.avg-size", "200b");
        assertThat(complaintOf(Map.of("next-event.rate", "0"))).contains("next-event.rate", "1 or more");
        assertThat(complaintOf(Map.of("rate.shape", "round"))).contains("rate.shape", "SINE");
    }

    private static String complaintOf(Map<String, String> options) {
        try {
            NexmarkOptions.of(options);
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
        return "";
    }

    private static NexmarkModel model(Map<String, String> options) {
        return new NexmarkModel(NexmarkOptions.of(options));
    }

    private static List<Integer> countKinds(NexmarkModel model) {
        int[] counts = new int[3];
        NexmarkEvent event = new NexmarkEvent();
        for (int i = 0; i < EVENTS; i++) {
            model.fill(i, event);
            counts[event.kind.ordinal()]++;
        }
        return List.of(counts[0], counts[1], counts[2]);
    }

    private static List<String> events(NexmarkModel model) {
        List<String> all = new ArrayList<>();
        NexmarkEvent event = new NexmarkEvent();
        for (int i = 0; i < EVENTS; i++) {
            model.fill(i, event);
            all.add(describe(event));
        }
        return all;
    }

    private static String describe(NexmarkEvent event) {
        String fields =
                switch (event.kind) {
                    case PERSON ->
                            event.id
                                    + "|"
                                    + event.name
                                    + "|"
                                    + event.emailAddress
                                    + "|"
                                    + event.creditCard
                                    + "|"
                                    + event.city
                                    + "|"
                                    + event.state;
                    case AUCTION ->
                            event.id
                                    + "|"
                                    + event.itemName
                                    + "|"
                                    + event.description
                                    + "|"
                                    + event.initialBid
                                    + "|"
                                    + event.reserve
                                    + "|"
                                    + event.expires
                                    + "|"
                                    + event.seller
                                    + "|"
                                    + event.category;
                    case BID ->
                            event.auction
                                    + "|"
                                    + event.bidder
                                    + "|"
                                    + event.price
                                    + "|"
                                    + event.channel
                                    + "|"
                                    + event.url;
                };
        return event.kind + "|" + fields + "|" + event.dateTime + "|" + event.extra;
    }
}
