package io.millrace.benchmarks.flink;

import io.millrace.benchmarks.run.EventColumns;
import io.millrace.benchmarks.run.RunRequest;
import java.util.List;

/** The statements that declare the events, in both forms. */
final class FlinkTables {
    private static final String WATERMARK = "WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND";

    private FlinkTables() {}

    static List<String> flat(boolean madeRows) {
        return List.of(
                flat("person", EventColumns.PERSON, madeRows),
                flat("auction", EventColumns.AUCTION, madeRows),
                flat("bid", EventColumns.BID, madeRows),
                sideInput());
    }

    static List<String> files(RunRequest request) {
        return List.of(
                EventColumns.fileTable("person", request),
                EventColumns.fileTable("auction", request),
                EventColumns.fileTable("bid", request),
                sideInput());
    }

    static List<String> nested(boolean madeRows) {
        String events =
                "CREATE TABLE events (event_type INT, person ROW<"
                        + EventColumns.PERSON
                        + ">, auction ROW<"
                        + EventColumns.AUCTION
                        + ">, bid ROW<"
                        + EventColumns.BID
                        + ">, `dateTime` AS CASE WHEN event_type = 0 THEN person.`dateTime` "
                        + "WHEN event_type = 1 THEN auction.`dateTime` ELSE bid.`dateTime` END, "
                        + WATERMARK
                        + ") WITH ('connector' = 'event-log', 'kind' = 'all', 'made-rows' = '"
                        + madeRows
                        + "')";
        return List.of(
                events,
                view("person", EventColumns.PERSON, 0),
                view("auction", EventColumns.AUCTION, 1),
                view("bid", EventColumns.BID, 2),
                sideInput());
    }

    private static String flat(String kind, String columns, boolean madeRows) {
        return "CREATE TABLE "
                + kind
                + " ("
                + columns
                + ", "
                + WATERMARK
                + ") WITH ('connector' = 'event-log', 'kind' = '"
                + kind
                + "', 'made-rows' = '"
                + madeRows
                + "')";
    }

    private static String view(String kind, String columns, int eventType) {
        StringBuilder select = new StringBuilder("CREATE VIEW ").append(kind).append(" AS SELECT ");
        String comma = "";
        for (String column : columns.split(", ")) {
            String name = column.substring(0, column.indexOf(' '));
            // The time attribute is the outer column: the nested one has no watermark.
            select.append(comma).append(name.equals("`dateTime`") ? name : kind + "." + name);
            comma = ", ";
        }
        return select.append(" FROM events WHERE event_type = ").append(eventType).toString();
    }

    private static String sideInput() {
        return "CREATE TABLE side_input (`key` BIGINT, `value` VARCHAR) WITH ('connector' = 'side-input')";
    }
}
