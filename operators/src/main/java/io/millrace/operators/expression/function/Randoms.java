package io.millrace.operators.expression.function;

import java.util.SplittableRandom;

/** Numbers by chance: another one each time, the same again with the same seed. */
public final class Randoms {
    private Randoms() {}

    public static double rand(SplittableRandom random) {
        return random.nextDouble();
    }

    /** From 0 up to the bound, without it. */
    public static int randInteger(int bound, SplittableRandom random) {
        if (bound <= 0) {
            throw Errors.badArgument("RAND_INTEGER", "the bound " + bound + " is not above 0");
        }
        return random.nextInt(bound);
    }

    public static void uuid(SplittableRandom random, SliceBuilder result) {
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        result.clear();
        result.appendAscii(new java.util.UUID(high, low).toString());
    }
}
