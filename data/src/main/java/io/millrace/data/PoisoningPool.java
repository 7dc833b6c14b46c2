package io.millrace.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * A pool for tests: it overwrites arrays with garbage before they are handed out and after they are given back, never
 * hands one out twice, makes them longer than asked for, notices what is given back twice, and knows what was not given
 * back. Whoever reads an array past its last release, or counts on zeros, reads garbage here.
 *
 * <p>It lies beside the other pools so that the tests of every module reach it. Any thread may call.
 */
public final class PoisoningPool implements BufferPool {
    private static final long GARBAGE = 0xA5A5A5A5A5A5A5A5L;

    /** Arrays are this much longer than asked for, so that nobody takes their length for the number of rows. */
    private static final int SURPLUS = 3;

    /** Whether the pool remembers where arrays were taken, which makes it slow. */
    public enum Tracing {
        OFF,
        ON
    }

    private final Tracing tracing;
    private final Throwable untraced = new Throwable("taken somewhere: use Tracing.ON to see where");

    private final IdentityHashMap<Object, Throwable> lent = new IdentityHashMap<>();

    public PoisoningPool() {
        this(Tracing.OFF);
    }

    public PoisoningPool(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public byte[] bytes(int minLength) {
        return lend(new byte[minLength + SURPLUS]);
    }

    @Override
    public int[] ints(int minLength) {
        return lend(new int[minLength + SURPLUS]);
    }

    @Override
    public long[] longs(int minLength) {
        return lend(new long[minLength + SURPLUS]);
    }

    @Override
    public float[] floats(int minLength) {
        return lend(new float[minLength + SURPLUS]);
    }

    @Override
    public double[] doubles(int minLength) {
        return lend(new double[minLength + SURPLUS]);
    }

    @Override
    public void free(Object array) {
        synchronized (lent) {
            if (lent.remove(array) == null) {
                throw MillraceException.internal("an array was given back twice, or to a pool that it is not from");
            }
        }
        poison(array);
    }

    /** How many arrays were not given back yet. */
    public int lentArrays() {
        synchronized (lent) {
            return lent.size();
        }
    }

    /** Throws if some array was not given back; with tracing the cause says where one of them was taken. */
    public void assertNothingLent() {
        List<Throwable> places;
        synchronized (lent) {
            places = new ArrayList<>(lent.values());
        }
        if (!places.isEmpty()) {
            throw new AssertionError(places.size() + " arrays were not given back", places.getFirst());
        }
    }

    private <A> A lend(A array) {
        poison(array);
        Throwable place = tracing == Tracing.ON ? new Throwable("taken here") : untraced;
        synchronized (lent) {
            lent.put(array, place);
        }
        return array;
    }

    private static void poison(Object array) {
        switch (array) {
            case byte[] values -> Arrays.fill(values, (byte) GARBAGE);
            case int[] values -> Arrays.fill(values, (int) GARBAGE);
            case long[] values -> Arrays.fill(values, GARBAGE);
            case float[] values -> Arrays.fill(values, Float.intBitsToFloat((int) GARBAGE));
            case double[] values -> Arrays.fill(values, Double.longBitsToDouble(GARBAGE));
            default -> throw MillraceException.internal("not an array of a pool: " + array.getClass());
        }
    }
}
