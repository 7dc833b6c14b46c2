package io.millrace.connectors.generators.nexmark;

import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.ConnectorFactory;
import io.millrace.dataflow.connector.Option;
import io.millrace.dataflow.connector.Option.Kind;
import io.millrace.dataflow.connector.TableOptions;
import io.millrace.dataflow.source.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the connector {@code nexmark}. */
public final class NexmarkConnectorFactory implements ConnectorFactory {

    @Override
    public String name() {
        return "nexmark";
    }

    @Override
    public String doc() {
        return "The people, auctions and bids of the Nexmark benchmark, the same for the same options";
    }

    @Override
    public List<Option> options() {
        return Options.ALL;
    }

    @Override
    public Source source(TableOptions table) {
        Map<String, String> given = new HashMap<>(table.options());
        given.remove("connector");
        try {
            NexmarkOptions options = NexmarkOptions.of(given);
            NexmarkTable.check(table);
            return new NexmarkSource(table.schema(), options);
        } catch (IllegalArgumentException e) {
            throw MillraceException.user("bad-option", "Table " + table.name() + ": " + e.getMessage());
        }
    }

    @Override
    public Schema infer(TableOptions table) {
        return NexmarkTable.SCHEMA;
    }

    /** Loaded only where the connector is named. */
    private static final class Options {
        static final List<Option> ALL =
                List.of(
                        Option.of("seed", Kind.INTEGER, "0", "Decides every random choice"),
                        Option.of("events.num", Kind.INTEGER, "0", "How many events there are; 0 is without end"),
                        Option.of("stop-at", Kind.INTEGER, "-1", "Accepted and without effect"),
                        Option.of("keep-alive", Kind.BOOLEAN, "false", "Stay open after the last event"),
                        Option.of(
                                "person.proportion",
                                Kind.INTEGER,
                                "1",
                                "How many people there are in a cycle of events"),
                        Option.of(
                                "auction.proportion",
                                Kind.INTEGER,
                                "3",
                                "How many auctions there are in a cycle of events"),
                        Option.of("bid.proportion", Kind.INTEGER, "46", "How many bids there are in a cycle of events"),
                        Option.of(
                                "bid.hot-ratio.auctions",
                                Kind.INTEGER,
                                "2",
                                "A bid is for a hot auction with probability 1 - 1/ratio"),
                        Option.of(
                                "bid.hot-ratio.bidders",
                                Kind.INTEGER,
                                "4",
                                "A bid is by a hot bidder with probability 1 - 1/ratio"),
                        Option.of(
                                "auction.hot-ratio.sellers",
                                Kind.INTEGER,
                                "4",
                                "An auction is by a hot seller with probability 1 - 1/ratio"),
                        Option.of("person.avg-size", Kind.SIZE, "200", "Average bytes of a person"),
                        Option.of("auction.avg-size", Kind.SIZE, "500", "Average bytes of an auction"),
                        Option.of("bid.avg-size", Kind.SIZE, "100", "Average bytes of a bid"),
                        Option.of("base-time", Kind.TEXT, "2015-07-15T00:00:00Z", "Event time of the first event"),
                        Option.of(
                                "out-of-order.group-size",
                                Kind.INTEGER,
                                "1",
                                "Events are shuffled within groups of so many"),
                        Option.of("first-event.rate", Kind.INTEGER, "10000", "Events a second of event time at first"),
                        Option.of(
                                "next-event.rate",
                                Kind.INTEGER,
                                "10000",
                                "Events a second of event time at the other end of the period"),
                        Option.of("rate.shape", Kind.TEXT, "SQUARE", "SQUARE or SINE"),
                        Option.of("rate.period", Kind.DURATION, "600 s", "How long a cycle of rates takes"),
                        Option.of("rate.limited", Kind.BOOLEAN, "false", "Events come by the clock, at their rate"),
                        Option.of(
                                "max-emit-speed",
                                Kind.BOOLEAN,
                                "true",
                                "Events come as fast as they can: the opposite of rate.limited"));

        private Options() {}
    }
}
