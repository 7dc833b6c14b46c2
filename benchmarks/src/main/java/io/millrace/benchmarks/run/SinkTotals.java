package io.millrace.benchmarks.run;

import java.util.ArrayList;
import java.util.List;

/**
 * What one task of a sink has folded; the totals of all tasks are added up when the run is over. One thread until then.
 */
public final class SinkTotals {
    private long inserts;
    private long deletes;
    private long checksum;

    /**
     * Takes in one row.
     *
     * @param hash by {@link RowFold}
     * @param weight how often the row comes; negative: goes
     */
    public void add(long hash, long weight) {
        checksum += hash * weight;
        if (weight > 0) {
            inserts += weight;
        } else {
            deletes -= weight;
        }
    }

    /**
     * Takes in rows that come, each of them once.
     *
     * @param hashes the sum of their hashes
     */
    public void addAll(long hashes, long rows) {
        checksum += hashes;
        inserts += rows;
    }

    /** Rows that came. */
    public long inserts() {
        return inserts;
    }

    /** Rows that went. */
    public long deletes() {
        return deletes;
    }

    /** The sum of the hashes of the rows that are left, modulo 2^64. */
    public long checksum() {
        return checksum;
    }

    /** The sum over tasks. */
    public static SinkTotals sum(List<SinkTotals> tasks) {
        SinkTotals sum = new SinkTotals();
        for (SinkTotals each : new ArrayList<>(tasks)) {
            sum.inserts += each.inserts;
            sum.deletes += each.deletes;
            sum.checksum += each.checksum;
        }
        return sum;
    }
}
