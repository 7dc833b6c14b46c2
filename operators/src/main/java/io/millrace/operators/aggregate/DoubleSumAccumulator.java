package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.BytesCells;
import io.millrace.data.Cells;
import io.millrace.data.Column;
import io.millrace.data.Column.BytesColumn;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import io.millrace.data.DoubleCells;
import java.math.BigDecimal;

/**
 * Sums of doubles that do not depend on their order, because nothing is ever rounded before the result is read.
 *
 * <p>A sum is {@code head + tail + rest}. A value is added to the head; what the rounding of that addition loses is
 * itself a double, and is added to the tail; when that addition loses nothing, as nearly always (two doubles hold 106
 * bits), the row is done. Otherwise, and for infinities, NaN and overflow, the value goes whole into the rest, an
 * {@link ExactSum}. The result is the sum of the three, rounded once, so that it depends on the exact sum alone.
 */
final class DoubleSumAccumulator implements Accumulator {

    /** What of a value is added. */
    enum Adds {
        VALUE,
        SQUARE,
        /** The three cells of another sum. */
        SUM
    }

    private final DoubleCells heads;
    private final DoubleCells tails;
    private final BytesCells rests;
    private final int column;
    private final Adds adds;
    private final DoubleArgument argument;
    private final ExactSum exact = new ExactSum();
    private final byte[] bytes = new byte[ExactSum.BYTES];

    DoubleSumAccumulator(Cells[] cells, int column, Adds adds, DoubleArgument argument) {
        this.heads = (DoubleCells) cells[0];
        this.tails = (DoubleCells) cells[1];
        this.rests = (BytesCells) cells[2];
        this.column = column;
        this.adds = adds;
        this.argument = argument;
    }

    @Override
    public void begin(int[] slots, int count) {
        for (int i = 0; i < count; i++) {
            heads.set(slots[i], 0);
            tails.set(slots[i], 0);
        }
    }

    @Override
    public void add(Batch batch, RowSet rows) {
        argument.read(batch.column(column), rows);
        switch (adds) {
            case VALUE -> addValues(rows);
            case SQUARE -> addSquares(rows);
            case SUM -> {
                addValues(rows);
                argument.read(batch.column(column + 1), rows);
                addValues(rows);
                mergeRests(batch.column(column + 2), rows);
            }
        }
    }

    private void addValues(RowSet rows) {
        double[] values = argument.values;
        int[] index = argument.index;
        if (!rows.isWeighted) {
            double[][] headPages = heads.pages();
            double[][] tailPages = tails.pages();
            for (int i = 0; i < rows.count; i++) {
                add(headPages, tailPages, rows.slots[i], values[index[i]]);
            }
            return;
        }
        for (int i = 0; i < rows.count; i++) {
            addTimes(rows.slots[i], values[index[i]], rows.weights[i]);
        }
    }

    /** The square is the sum of two doubles, its rounded value and what that lost. */
    private void addSquares(RowSet rows) {
        for (int i = 0; i < rows.count; i++) {
            double value = argument.values[argument.index[i]];
            double square = value * value;
            int weight = rows.weight(i);
            addTimes(rows.slots[i], square, weight);
            if (Double.isFinite(square)) {
                addTimes(rows.slots[i], Math.fma(value, value, -square), weight);
            }
        }
    }

    private void addTimes(int slot, double value, int times) {
        if (!Double.isFinite(value)) {
            // Taking an infinity away is not adding the opposite one.
            addToRest(slot, value, times);
            return;
        }
        if (times == 1 || times == -1) {
            add(heads.pages(), tails.pages(), slot, times * value);
            return;
        }
        double product = value * times;
        if (Double.isFinite(product)) {
            add(heads.pages(), tails.pages(), slot, product);
            add(heads.pages(), tails.pages(), slot, Math.fma(value, times, -product));
        } else {
            addToRest(slot, value, times);
        }
    }

    private void add(double[][] headPages, double[][] tailPages, int slot, double value) {
        double[] headPage = headPages[slot >>> Cells.PAGE_BITS];
        int at = slot & Cells.PAGE_MASK;
        double head = headPage[at];
        double sum = head + value;
        double part = sum - head;
        double lost = (head - (sum - part)) + (value - part);
        if (lost == 0) {
            headPage[at] = sum;
            return;
        }
        double[] tailPage = tailPages[slot >>> Cells.PAGE_BITS];
        double tail = tailPage[at];
        double low = tail + lost;
        double lowPart = low - tail;
        double lowLost = (tail - (low - lowPart)) + (lost - lowPart);
        if (lowLost == 0) {
            headPage[at] = sum;
            tailPage[at] = low;
        } else {
            addToRest(slot, value, 1);
        }
    }

    private void addToRest(int slot, double value, int times) {
        load(slot);
        exact.add(value, times);
        store(slot);
    }

    private void mergeRests(Column column, RowSet rows) {
        if (column instanceof ConstantColumn constant && constant.value().isNull(0)) {
            return;
        }
        for (int i = 0; i < rows.count; i++) {
            if (!column.isNull(rows.positions[i])) {
                load(rows.slots[i]);
                merge(column, rows.positions[i], rows.weight(i));
                store(rows.slots[i]);
            }
        }
    }

    private void merge(Column column, int position, int weight) {
        switch (column) {
            case BytesColumn flat -> exact.merge(flat.data(), flat.offsets()[position], weight);
            case DictionaryColumn dictionary -> merge(dictionary.dictionary(), dictionary.indices()[position], weight);
            case ConstantColumn constant -> merge(constant.value(), 0, weight);
            case Column other -> throw new IllegalArgumentException("no bytes: " + other.getClass().getSimpleName());
        }
    }

    private void load(int slot) {
        exact.clear();
        if (!rests.isNull(slot)) {
            exact.read(rests.chunk(slot), rests.start(slot));
        }
    }

    private void store(int slot) {
        if (exact.isZero()) {
            rests.setNull(slot);
        } else {
            exact.write(bytes);
            rests.set(slot, bytes, 0, bytes.length);
        }
    }

    /** The sum, rounded once. */
    double get(int slot) {
        if (rests.isNull(slot)) {
            return heads.get(slot) + tails.get(slot) + 0.0;
        }
        loadAll(slot);
        return exact.value();
    }

    /** Whether no infinity and no NaN is in it. */
    boolean isFinite(int slot) {
        load(slot);
        return exact.isFinite();
    }

    /** The sum as it is; only where {@link #isFinite}. */
    BigDecimal exact(int slot) {
        loadAll(slot);
        return exact.exact();
    }

    private void loadAll(int slot) {
        load(slot);
        exact.add(heads.get(slot), 1);
        exact.add(tails.get(slot), 1);
    }

    @Override
    public boolean isZero(int slot) {
        if (rests.isNull(slot)) {
            return heads.get(slot) + tails.get(slot) == 0;
        }
        loadAll(slot);
        return exact.isZero();
    }
}
