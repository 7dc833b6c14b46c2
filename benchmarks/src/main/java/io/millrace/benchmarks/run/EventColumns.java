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
}
