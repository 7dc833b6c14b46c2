package io.millrace.benchmarks.run;

/** The columns of each kind of event, as every engine's SQL declares them. */
public final class EventColumns {
    public static final String PERSON =
            "id BIGINT, name VARCHAR, emailAddress VARCHAR, creditCard VARCHAR, "
                    + "city VARCHAR, state VARCHAR, `dateTime` TIMESTAMP(3), extra VARCHAR";
    public static final String AUCTION =
            "id BIGINT, itemName VARCHAR, description VARCHAR, initialBid BIGINT, "
                    + "reserve BIGINT, `dateTime` TIMESTAMP(3), expires TIMESTAMP(3), seller BIGINT, category BIGINT, "
                    + "extra VARCHAR";
    public static final String BID =
            "auction BIGINT, bidder BIGINT, price BIGINT, channel VARCHAR, url VARCHAR, "
                    + "`dateTime` TIMESTAMP(3), extra VARCHAR";

    private EventColumns() {}

    /** The columns of a kind: {@code person}, {@code auction} or {@code bid}. */
    public static String of(String kind) {
        return switch (kind) {
            case "person" -> PERSON;
            case "auction" -> AUCTION;
            case "bid" -> BID;
            default -> throw new IllegalArgumentException("no kind of event: " + kind);
        };
    }

    /** The table of a kind whose rows are in files, as every engine's SQL declares it. */
    public static String fileTable(String kind, RunRequest request) {
        return "CREATE TABLE "
                + kind
                + " ("
                + of(kind)
                + ", WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND) WITH ('connector' = 'filesystem', 'path' = '"
                + request.files().orElseThrow().resolve(kind)
                + "', 'format' = '"
                + request.extras().getOrDefault("format", "json")
                + "')";
    }
}
