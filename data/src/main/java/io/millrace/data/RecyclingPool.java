package io.millrace.data;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps arrays that were given back and hands them out again. Lengths are powers of two, so that an array fits every
 * later request of its class. It keeps at most a fixed number of bytes; what comes back beyond that is left to the
 * garbage collector.
 *
 * <p>Any thread may call. Each class of each kind of array is a stack behind its own lock, held for a few instructions.
 */
public final class RecyclingPool implements BufferPool {
    private static final int SMALLEST_BITS = 4;

    private static final int LARGEST_BITS = 24;

    /** No array takes more than such a part of what is kept, so that a few cannot take the place of all others. */
    private static final int LARGEST_PART = 16;

    private static final long LARGE_BYTES = 1 << 16;

    private final long maxKeptBytes;

    /**
     * Arrays of more bytes are neither rounded up nor kept: they are rare, and clearing one is cheap beside filling it.
     */
    private final long largestBytes;

    private final AtomicLong keptBytes = new AtomicLong();
    private final LongAdder lentArrays = new LongAdder();
    private final LongAdder lentBytes = new LongAdder();
    private final Stack[] bytes = stacks(1);
    private final Stack[] ints = stacks(4);
    private final Stack[] longs = stacks(8);
    private final Stack[] floats = stacks(4);
    private final Stack[] doubles = stacks(8);

    /** A pool that keeps at most this many bytes of arrays that nobody uses. */
    public RecyclingPool(long maxKeptBytes) {
        this.maxKeptBytes = maxKeptBytes;
        this.largestBytes = Long.highestOneBit(Math.max(LARGE_BYTES, maxKeptBytes / LARGEST_PART));
    }

    @Override
    public byte[] bytes(int minLength) {
        int length = lengthFor(minLength, 1);
        byte[] kept = (byte[]) take(bytes, length);
        byte[] array = kept == null ? new byte[length] : kept;
        countLent(1, length);
        return array;
    }

    @Override
    public int[] ints(int minLength) {
        int length = lengthFor(minLength, 4);
        int[] kept = (int[]) take(ints, length);
        int[] array = kept == null ? new int[length] : kept;
        countLent(1, 4L * length);
        return array;
    }

    @Override
    public long[] longs(int minLength) {
        int length = lengthFor(minLength, 8);
        long[] kept = (long[]) take(longs, length);
        long[] array = kept == null ? new long[length] : kept;
        countLent(1, 8L * length);
        return array;
    }

    @Override
    public float[] floats(int minLength) {
        int length = lengthFor(minLength, 4);
        float[] kept = (float[]) take(floats, length);
        float[] array = kept == null ? new float[length] : kept;
        countLent(1, 4L * length);
        return array;
    }

    @Override
    public double[] doubles(int minLength) {
        int length = lengthFor(minLength, 8);
        double[] kept = (double[]) take(doubles, length);
        double[] array = kept == null ? new double[length] : kept;
        countLent(1, 8L * length);
        return array;
    }

    @Override
    public void free(Object array) {
        switch (array) {
            case byte[] values -> put(bytes, values, values.length);
            case int[] values -> put(ints, values, values.length);
            case long[] values -> put(longs, values, values.length);
            case float[] values -> put(floats, values, values.length);
            case double[] values -> put(doubles, values, values.length);
            default -> throw MillraceException.internal("not an array of a pool: " + array.getClass());
        }
    }

    /** How many arrays are lent out: 0 once everything was given back, which tests for leaks check. */
    public long lentArrays() {
        return lentArrays.sum();
    }

    /** How many bytes the arrays have that are lent out. */
    public long lentBytes() {
        return lentBytes.sum();
    }

    /** How many bytes the arrays have that wait here. */
    public long keptBytes() {
        return keptBytes.get();
    }

    private @Nullable Object take(Stack[] stacks, int length) {
        if (isLarge(length, stacks[0].width)) {
            return null;
        }
        Stack stack = stacks[classOf(length)];
        Object array = stack.pop();
        if (array != null) {
            keptBytes.addAndGet(-stack.width * length);
        }
        return array;
    }

    private void put(Stack[] stacks, Object array, int length) {
        long size = stacks[0].width * length;
        countLent(-1, -size);
        if (isLarge(length, stacks[0].width) || length < 1 << SMALLEST_BITS || Integer.bitCount(length) != 1) {
            return;
        }
        if (keptBytes.addAndGet(size) > maxKeptBytes) {
            keptBytes.addAndGet(-size);
            return;
        }
        stacks[classOf(length)].push(array);
    }

    private void countLent(int arrays, long size) {
        lentArrays.add(arrays);
        lentBytes.add(size);
    }

    private int lengthFor(int minLength, long width) {
        if (minLength <= 1 << SMALLEST_BITS) {
            return 1 << SMALLEST_BITS;
        }
        return isLarge(minLength, width) ? minLength : Integer.highestOneBit(minLength - 1) << 1;
    }

    private boolean isLarge(int length, long width) {
        return length > 1 << LARGEST_BITS || length * width > largestBytes;
    }

    private static int classOf(int length) {
        return Integer.numberOfTrailingZeros(length) - SMALLEST_BITS;
    }

    private static Stack[] stacks(long width) {
        Stack[] stacks = new Stack[LARGEST_BITS - SMALLEST_BITS + 1];
        for (int i = 0; i < stacks.length; i++) {
            stacks[i] = new Stack(width);
        }
        return stacks;
    }

    /** Arrays of one kind and length; the last one in is the first one out, because it is still in a cache. */
    private static final class Stack {
        private final long width;
        private Object[] arrays = new Object[8];
        private int size;

        private Stack(long width) {
            this.width = width;
        }

        private synchronized @Nullable Object pop() {
            if (size == 0) {
                return null;
            }
            Object array = arrays[--size];
            arrays[size] = Stack.class; // anything but the array, which is no longer ours
            return array;
        }

        private synchronized void push(Object array) {
            if (size == arrays.length) {
                arrays = Arrays.copyOf(arrays, 2 * size);
            }
            arrays[size++] = array;
        }
    }
}
