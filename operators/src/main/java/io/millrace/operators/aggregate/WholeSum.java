package io.millrace.operators.aggregate;

import io.millrace.data.Int128;

/** Sums of whole numbers that cannot overflow on the way: read when the result is wanted. */
interface WholeSum extends Accumulator {

    /** The sum; false where it has more than 128 bits. */
    boolean get(int slot, Int128 into);
}
