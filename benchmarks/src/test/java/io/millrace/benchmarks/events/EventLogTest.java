package io.millrace.benchmarks.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.events.EventLayout.Column;
import io.millrace.benchmarks.events.EventLayout.ColumnType;
import io.millrace.connectors.generators.nexmark.EventKind;
import io.millrace.connectors.generators.nexmark.NexmarkEvent;
import io.millrace.connectors.generators.nexmark.NexmarkModel;
import io.millrace.connectors.generators.nexmark.NexmarkOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    private static final NexmarkOptions OPTIONS = NexmarkOptions.of(Map.of("out-of-order.group-size", "100"));
    private static final int EVENTS = 20_000;
    private static final EventLog LOG = EventLog.make(OPTIONS, EVENTS);

    @Test
    void rowsHoldWhatTheModelMade() {
        NexmarkModel model = new NexmarkModel(OPTIONS);
        NexmarkEvent event = new NexmarkEvent();
        EventCursor cursor = new EventCursor(LOG, new Stripe(0, 1, EVENTS));
        for (int i = 0; i < EVENTS; i++) {
            model.fill(i, event);
            assertThat(cursor.advance()).isTrue();
            assertThat(row(cursor))
                    .isEqualTo(
                            switch (event.kind) {
                                case PERSON ->
                                        List.of(
                                                event.id,
                                                event.name.toString(),
                                                event.emailAddress.toString(),
                                                event.creditCard.toString(),
                                                event.city.toString(),
                                                event.state.toString(),
                                                event.dateTime,
                                                event.extra.toString());
                                case AUCTION ->
                                        List.of(
                                                event.id,
                                                event.itemName.toString(),
                                                event.description.toString(),
                                                event.initialBid,
                                                event.reserve,
                                                event.dateTime,
                                                event.expires,
                                                event.seller,
                                                event.category,
                                                event.extra.toString());
                                case BID ->
                                        List.of(
                                                event.auction,
                                                event.bidder,
                                                event.price,
                                                event.channel.toString(),
                                                event.url.toString(),
                                                event.dateTime,
                                                event.extra.toString());
                            });
        }
        assertThat(cursor.advance()).isFalse();
        assertThat(cursor.advance()).isFalse();
    }

    @Test
    void stripesTogetherAreTheWhole() {
        List<List<Object>> whole = rows(new Stripe(0, 1, 12_000));
        for (int count = 2; count <= 3; count++) {
            List<List<Object>> parts = new ArrayList<>();
            for (int index = 0; index < count; index++) {
                parts.addAll(rows(new Stripe(index, count, 12_000)));
            }
            assertThat(parts).hasSize(12_000).containsExactlyInAnyOrderElementsOf(whole);
        }
    }

    @Test
    void laterRoundsUseNewIdsAndLaterTimes() {
        Set<Long> people = new HashSet<>();
        Set<Long> auctions = new HashSet<>();
        long groupMillis = 10;
        long latest = 0;
        EventCursor cursor = new EventCursor(LOG, new Stripe(0, 1, 3L * EVENTS));
        while (cursor.advance()) {
            long time = cursor.number(List.of(1, 3, 3).get(cursor.kind()));
            assertThat(time).isGreaterThan(latest - groupMillis);
            latest = Math.max(latest, time);
            if (cursor.kind() == EventKind.PERSON.ordinal()) {
                assertThat(people.add(cursor.number(0))).isTrue();
            } else if (cursor.kind() == EventKind.AUCTION.ordinal()) {
                assertThat(auctions.add(cursor.number(0))).isTrue();
            } else {
                assertThat(cursor.number(0)).isLessThan(1000 + auctions.size() + 20);
            }
        }
        assertThat(people).hasSize(1200);
        assertThat(auctions).hasSize(3600);
        assertThat(latest - NexmarkOptions.FIRST_TIME_MILLIS).isEqualTo(5999);
    }

    @Test
    void anyPositionCanBeSought() {
        Stripe stripe = new Stripe(1, 2, 48_000);
        List<List<Object>> rows = rows(stripe);
        EventCursor cursor = new EventCursor(LOG, stripe);
        for (int position : new int[] {0, 1, 3999, 4000, 13_456, 23_999, 24_000}) {
            cursor.seek(position);
            assertThat(cursor.position()).isEqualTo(position);
            assertThat(rest(cursor)).isEqualTo(rows.subList(position, rows.size()));
        }
    }

    @Test
    void anyPositionOfOneKindCanBeSought() {
        Stripe stripe = new Stripe(1, 2, 48_000);
        EventCursor cursor = new EventCursor(LOG, stripe, EventKind.PERSON, false);
        List<List<Object>> rows = rest(cursor);
        for (int passed : new int[] {0, 1, 79, 80, 200, rows.size()}) {
            cursor.seek(0);
            for (int i = 0; i < passed; i++) {
                cursor.advance();
            }
            EventCursor other = new EventCursor(LOG, stripe, EventKind.PERSON, false);
            other.seek(cursor.position());
            assertThat(other.position()).isEqualTo(cursor.position());
            assertThat(rest(other)).isEqualTo(rows.subList(passed, rows.size()));
        }
    }

    @Test
    void oneKindIsTakenAlone() {
        EventCursor cursor = new EventCursor(LOG, new Stripe(0, 1, EVENTS), EventKind.AUCTION, true);
        int auctions = 0;
        while (cursor.advance()) {
            assertThat(cursor.kind()).isEqualTo(EventKind.AUCTION.ordinal());
            auctions++;
        }
        assertThat(auctions).isEqualTo(1200);
    }

    @Test
    void runsHoldTheRowsOfOneKind() {
        for (EventKind kind : EventKind.values()) {
            List<List<Object>> expected = new ArrayList<>();
            EventCursor single = new EventCursor(LOG, new Stripe(0, 1, 2L * EVENTS), kind, true);
            while (single.advance()) {
                expected.add(row(single));
            }
            for (int limit : new int[] {1, 7, 5000}) {
                EventCursor cursor = new EventCursor(LOG, new Stripe(0, 1, 2L * EVENTS), kind, true);
                List<List<Object>> rows = new ArrayList<>();
                int[] starts = new int[limit];
                for (int count = cursor.run(starts, limit); count >= 0; count = cursor.run(starts, limit)) {
                    rows.addAll(rows(cursor, kind, starts, count));
                }
                assertThat(rows).as("%s by %d", kind, limit).isEqualTo(expected);
                assertThat(cursor.position()).isEqualTo(2L * EVENTS);
            }
        }
    }

    private static List<List<Object>> rows(EventCursor cursor, EventKind kind, int[] starts, int count) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new ArrayList<>());
        }
        for (Column column : EventLayout.columns(kind)) {
            long[] numbers = new long[count];
            int[] bounds = new int[2 * count];
            if (column.type() == ColumnType.TEXT) {
                cursor.texts(column.slot(), starts, count, bounds, 0);
            } else {
                cursor.numbers(column.slot(), starts, count, numbers, 0);
            }
            for (int i = 0; i < count; i++) {
                int from = bounds[2 * i];
                rows.get(i)
                        .add(
                                column.type() == ColumnType.TEXT
                                        ? new String(
                                                cursor.bytes(), from, bounds[2 * i + 1] - from, StandardCharsets.UTF_8)
                                        : (Object) numbers[i]);
            }
        }
        return rows;
    }

    @Test
    void fileHoldsTheSameBytes(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("events.log");
        LOG.write(file);
        EventLog read = EventLog.read(file);
        assertThat(read.extent()).isEqualTo(LOG.extent());
        assertThat(read.sizeBytes()).isEqualTo(LOG.sizeBytes());
        assertThat(rest(new EventCursor(read, new Stripe(0, 1, EVENTS)))).isEqualTo(rows(new Stripe(0, 1, EVENTS)));
    }

    private static List<List<Object>> rows(Stripe stripe) {
        return rest(new EventCursor(LOG, stripe));
    }

    private static List<List<Object>> rest(EventCursor cursor) {
        List<List<Object>> rows = new ArrayList<>();
        while (cursor.advance()) {
            rows.add(row(cursor));
        }
        return rows;
    }

    private static List<Object> row(EventCursor cursor) {
        List<Object> values = new ArrayList<>();
        for (Column column : EventLayout.columns(EventKind.of(cursor.kind()))) {
            if (column.type() == ColumnType.TEXT) {
                int from = cursor.textStart(column.slot());
                int length = cursor.textEnd(column.slot()) - from;
                values.add(new String(cursor.bytes(), from, length, StandardCharsets.UTF_8));
            } else {
                values.add(cursor.number(column.slot()));
            }
        }
        return values;
    }
}
