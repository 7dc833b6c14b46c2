package io.millrace.dataflow.state;

import java.util.Map;

/**
 * How long the rows of an operator's tables stay that are not changed, in milliseconds; {@link #ENDLESS} where they are
 * never forgotten.
 *
 * @param millis of tables that are not named
 * @param tables of those that are, by name
 */
public record TimeToLive(long millis, Map<String, Long> tables) {
    public static final long ENDLESS = 0;

    /** State that is never forgotten. */
    public static final TimeToLive FOR_EVER = new TimeToLive(ENDLESS, Map.of());

    public TimeToLive {
        tables = Map.copyOf(tables);
    }

    /** The same for all tables. */
    public static TimeToLive of(long millis) {
        return new TimeToLive(millis, Map.of());
    }

    public long of(String table) {
        return tables.getOrDefault(table, millis);
    }

    /** Whether nothing is ever forgotten. */
    public boolean isForEver() {
        return millis == ENDLESS && tables.values().stream().allMatch(each -> each == ENDLESS);
    }
}
