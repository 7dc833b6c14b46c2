package io.millrace.data;

/**
 * Where the arrays of columns come from and go back to, so that steady work allocates nothing. An array may be longer
 * than asked for and holds garbage. Any thread may call; a pool is shared by the workers of a process.
 */
public interface BufferPool {

    byte[] bytes(int minLength);

    int[] ints(int minLength);

    long[] longs(int minLength);

    float[] floats(int minLength);

    double[] doubles(int minLength);

    /** Takes back an array that this pool handed out and that nobody reads any more. */
    void free(Object array);

    /** Hands out new arrays and leaves old ones to the garbage collector: for plans, literals and tests. */
    BufferPool HEAP =
            new BufferPool() {
                @Override
                public byte[] bytes(int minLength) {
                    return new byte[minLength];
                }

                @Override
                public int[] ints(int minLength) {
                    return new int[minLength];
                }

                @Override
                public long[] longs(int minLength) {
                    return new long[minLength];
                }

                @Override
                public float[] floats(int minLength) {
                    return new float[minLength];
                }

                @Override
                public double[] doubles(int minLength) {
                    return new double[minLength];
                }

                @Override
                public void free(Object array) {}
            };
}
