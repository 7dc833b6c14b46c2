package io.millrace.data;

/**
 * A column that changes: cells addressed by slot, the ground of state tables. A closed family, one member a way to hold
 * values (nested values are held encoded, as bytes). One thread owns it.
 *
 * <p>Cells lie in pages of {@link #PAGE_ROWS}, so that growing copies nothing but the first page, which begins small.
 * Every slot that is read or written must have been reserved. A fresh cell is null, and a null cell holds zeros, or no
 * bytes.
 *
 * <p>Equality and order are those of {@link RowEquality} and of {@link RowOrder}: nulls are the same, so are −0 and 0,
 * and all NaN.
 */
public sealed interface Cells
        permits ByteCells, IntCells, LongCells, FloatCells, DoubleCells, Int128Cells, BytesCells, NestedCells {
    int PAGE_BITS = 12;
    int PAGE_ROWS = 1 << PAGE_BITS;
    int PAGE_MASK = PAGE_ROWS - 1;

    /** Cells for values of this type. */
    static Cells of(DataType type) {
        return switch (type.storage()) {
            case BYTE -> new ByteCells();
            case INT -> new IntCells();
            case LONG -> new LongCells();
            case FLOAT -> new FloatCells();
            case DOUBLE -> new DoubleCells();
            case INT128 -> new Int128Cells();
            case BYTES -> new BytesCells();
            case ARRAY, MAP, ROW -> new NestedCells(type);
        };
    }

    boolean isNull(int slot);

    void setNull(int slot);

    /** The cell becomes a copy of one row of a column of the same storage, whatever its encoding. */
    void set(int slot, Column from, int position);

    /**
     * Row {@code i} of a batch's column, from {@code start} up to {@code end}, goes to {@code slots[i - start]}, unless
     * that is negative.
     */
    void setAll(int[] slots, Batch batch, int column, int start, int end);

    /** The cell becomes a copy of a cell of the same kind. */
    void copy(int slot, Cells from, int source);

    /** Appends the cells {@code slots[from]} up to {@code slots[to - 1]} to a builder of the same storage. */
    void gather(int[] slots, int from, int to, ColumnBuilder into);

    /** Whether the cell and a row of a column are the same value. */
    boolean same(int slot, Column from, int position);

    /**
     * {@code slots[i - start]} becomes −1 where that cell is not the same as row {@code i} of a batch's column.
     * Negative slots stay.
     */
    void reject(int[] slots, Batch batch, int column, int start, int end);

    /** The order of the cell and of a row of a column: nulls first, NaN last, bytes unsigned. */
    int compare(int slot, Column from, int position);

    /** The order of two cells, as {@link #compare(int, Column, int)}. */
    int compare(int left, int right);

    /** Makes room for slots from 0 up to this many. */
    void reserve(int slots);

    /** Gives back the memory of the slots from this one on, which are clear, as far as whole pages of them are. */
    void truncate(int slots);

    /** Makes the cell as it was when it was fresh, and gives its bytes back. */
    void clear(int slot);

    /** The most bytes that a cell ever had beside what every cell has; see {@link Widths}. */
    default long longest() {
        return 0;
    }

    /** How many such bytes this cell has. */
    default long bytes(int slot) {
        return 0;
    }

    /** As {@link #clear} for the first so many of these slots. */
    default void clearAll(int[] slots, int count) {
        for (int i = 0; i < count; i++) {
            clear(slots[i]);
        }
    }

    /** Memory held, in bytes. */
    long sizeBytes();

    /** How many rows are made room for where this many are needed: powers of two within a page, then whole pages. */
    static int capacity(int slots) {
        if (slots <= PAGE_ROWS) {
            return Math.max(16, Integer.highestOneBit(slots - 1) << 1);
        }
        if (slots > Integer.MAX_VALUE - PAGE_ROWS) {
            throw MillraceException.resources(
                    "table-too-large", "A table holds at most 2,147,479,552 rows: use a higher parallelism");
        }
        return (slots + PAGE_MASK) & -PAGE_ROWS;
    }

    /** {@link #setAll}, a row at a time. */
    static void setEach(Cells cells, int[] slots, Batch batch, Column source, int start, int end) {
        for (int i = start; i < end; i++) {
            int slot = slots[i - start];
            if (slot >= 0) {
                cells.set(slot, source, batch.position(i));
            }
        }
    }

    /** {@link #reject}, a row at a time. */
    static void rejectEach(Cells cells, int[] slots, Batch batch, Column source, int start, int end) {
        for (int i = start; i < end; i++) {
            int slot = slots[i - start];
            if (slot >= 0 && !cells.same(slot, source, batch.position(i))) {
                slots[i - start] = -1;
            }
        }
    }

    static int compareNulls(boolean leftIsNull, boolean rightIsNull) {
        return Boolean.compare(rightIsNull, leftIsNull);
    }

    static boolean sameNumber(float left, float right) {
        return left == right || (Float.isNaN(left) && Float.isNaN(right));
    }

    static boolean sameNumber(double left, double right) {
        return left == right || (Double.isNaN(left) && Double.isNaN(right));
    }

    static int compareNumbers(float left, float right) {
        return left == right ? 0 : Float.compare(left, right);
    }

    static int compareNumbers(double left, double right) {
        return left == right ? 0 : Double.compare(left, right);
    }
}
