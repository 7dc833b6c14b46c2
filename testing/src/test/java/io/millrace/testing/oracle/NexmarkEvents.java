package io.millrace.testing.oracle;

import io.millrace.connectors.generators.nexmark.NexmarkEvent;
import io.millrace.connectors.generators.nexmark.NexmarkModel;
import io.millrace.connectors.generators.nexmark.NexmarkOptions;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Puts the events of the benchmark's model into tables of the other database. */
final class NexmarkEvents {
    private static final int NANOS_PER_MILLI = 1_000_000;

    private NexmarkEvents() {}

    static void load(OtherDatabase other, Map<String, String> options) throws SQLException {
        other.execute(
                "CREATE TABLE person (id BIGINT, name VARCHAR, emailAddress VARCHAR, creditCard VARCHAR, city VARCHAR,"
                        + " state VARCHAR, dateTime TIMESTAMP, extra VARCHAR)");
        other.execute(
                "CREATE TABLE auction (id BIGINT, itemName VARCHAR, description VARCHAR, initialBid BIGINT,"
                        + " reserve BIGINT, dateTime TIMESTAMP, expires TIMESTAMP, seller BIGINT, category BIGINT, extra VARCHAR)");
        other.execute(
                "CREATE TABLE bid (auction BIGINT, bidder BIGINT, price BIGINT, channel VARCHAR, url VARCHAR,"
                        + " dateTime TIMESTAMP, extra VARCHAR)");
        NexmarkOptions nexmark = NexmarkOptions.of(options);
        NexmarkModel model = new NexmarkModel(nexmark);
        NexmarkEvent event = new NexmarkEvent();
        DuckDBConnection connection = other.connection();
        try (DuckDBAppender people = connection.createAppender("main", "person");
                DuckDBAppender auctions = connection.createAppender("main", "auction");
                DuckDBAppender bids = connection.createAppender("main", "bid")) {
            for (long position = 0; position < nexmark.extent().events(); position++) {
                model.fill(position, event);
                switch (event.kind) {
                    case PERSON -> person(people, event);
                    case AUCTION -> auction(auctions, event);
                    case BID -> bid(bids, event);
                }
            }
        }
    }

    private static void person(DuckDBAppender row, NexmarkEvent event) throws SQLException {
        row.beginRow();
        row.append(event.id);
        row.append(event.name.toString());
        row.append(event.emailAddress.toString());
        row.append(event.creditCard.toString());
        row.append(event.city.toString());
        row.append(event.state.toString());
        row.append(time(event.dateTime));
        row.append(event.extra.toString());
        row.endRow();
    }

    private static void auction(DuckDBAppender row, NexmarkEvent event) throws SQLException {
        row.beginRow();
        row.append(event.id);
        row.append(event.itemName.toString());
        row.append(event.description.toString());
        row.append(event.initialBid);
        row.append(event.reserve);
        row.append(time(event.dateTime));
        row.append(time(event.expires));
        row.append(event.seller);
        row.append(event.category);
        row.append(event.extra.toString());
        row.endRow();
    }

    private static void bid(DuckDBAppender row, NexmarkEvent event) throws SQLException {
        row.beginRow();
        row.append(event.auction);
        row.append(event.bidder);
        row.append(event.price);
        row.append(event.channel.toString());
        row.append(event.url.toString());
        row.append(time(event.dateTime));
        row.append(event.extra.toString());
        row.endRow();
    }

    private static LocalDateTime time(long millis) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(millis, 1000L), Math.floorMod(millis, 1000) * NANOS_PER_MILLI, ZoneOffset.UTC);
    }
}
