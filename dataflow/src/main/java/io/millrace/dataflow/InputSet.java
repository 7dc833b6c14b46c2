package io.millrace.dataflow;

/** A set of input numbers, 0 to 62. */
public record InputSet(long bits) {
    /** Every input. */
    public static final InputSet ALL = new InputSet(-1L);

    public static final InputSet NONE = new InputSet(0L);

    public static InputSet of(int... inputs) {
        long bits = 0;
        for (int input : inputs) {
            bits |= 1L << input;
        }
        return new InputSet(bits);
    }

    public boolean contains(int input) {
        return (bits >>> input & 1) != 0;
    }
}
