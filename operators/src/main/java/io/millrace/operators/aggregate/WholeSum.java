package io.millrace.operators.aggregate;

import io.millrace.data.Int128;
import io.millrace.data.LongBuilder;

/** Sums of whole numbers that cannot overflow on the way: read when the result is wanted. */
interface WholeSum extends Accumulator {

    /** The sum; false where it has more than 128 bits. */
    boolean get(int slot, Int128 into);

    /** Appends the sums of many groups at once if all fit 64 bits; otherwise appends nothing and returns false. */
    default boolean gather(int[] slots, int from, int to, LongBuilder into) {
        return false;
    }
}
