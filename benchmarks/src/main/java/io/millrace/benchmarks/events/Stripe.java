package io.millrace.benchmarks.events;

/**
 * One split of a log: of every {@code count} blocks in a row, the one at {@code index}. Blocks are short in event time,
 * so that splits read at the same pace stay together.
 *
 * @param index 0 to {@code count} − 1
 * @param count number of splits
 * @param events events that all splits have together, rounded up to whole blocks; {@link Long#MAX_VALUE} for no end
 */
public record Stripe(int index, int count, long events) {
    /** No end. */
    public static final long ENDLESS = Long.MAX_VALUE;

    public Stripe {
        if (index < 0 || index >= count || events < 0) {
            throw new IllegalArgumentException("No such stripe: " + index + " of " + count + ", events " + events);
        }
    }
}
