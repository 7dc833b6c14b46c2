package io.millrace.formats.parquet.page;

import io.millrace.data.BytesBuilder;
import io.millrace.data.Column.BytesColumn;

/** Values by their number in a dictionary. */
public final class DictionaryValues implements PageValues {
    private final Dictionary dictionary;
    private final RunLengths numbers;
    private int[] scratch = new int[0];

    /** The first byte says how many bits a number has. */
    public DictionaryValues(Dictionary dictionary, byte[] data, int start, int end) {
        this.dictionary = dictionary;
        this.numbers = new RunLengths(data, Math.min(end, start + 1), end, data[start]);
    }

    @Override
    public void ints(int[] target, int at, int count) {
        int[] values = dictionary instanceof Dictionary.Ints ints ? ints.values() : mismatched(target);
        numbers.read(target, at, count);
        for (int i = at; i < at + count; i++) {
            target[i] = values[target[i]];
        }
    }

    @Override
    public void longs(long[] target, int at, int count) {
        if (!(dictionary instanceof Dictionary.Longs(long[] values))) {
            PageValues.super.longs(target, at, count);
            return;
        }
        int[] chosen = numbers(count);
        for (int i = 0; i < count; i++) {
            target[at + i] = values[chosen[i]];
        }
    }

    @Override
    public void floats(float[] target, int at, int count) {
        if (!(dictionary instanceof Dictionary.Floats(float[] values))) {
            PageValues.super.floats(target, at, count);
            return;
        }
        int[] chosen = numbers(count);
        for (int i = 0; i < count; i++) {
            target[at + i] = values[chosen[i]];
        }
    }

    @Override
    public void doubles(double[] target, int at, int count) {
        if (!(dictionary instanceof Dictionary.Doubles(double[] values))) {
            PageValues.super.doubles(target, at, count);
            return;
        }
        int[] chosen = numbers(count);
        for (int i = 0; i < count; i++) {
            target[at + i] = values[chosen[i]];
        }
    }

    @Override
    public void bytes(BytesBuilder target, int count) {
        if (!(dictionary instanceof Dictionary.Bytes(BytesColumn values))) {
            PageValues.super.bytes(target, count);
            return;
        }
        int[] chosen = numbers(count);
        int[] starts = values.offsets();
        int size = target.size();
        int[] offsets = target.reserveOffsets(size + count);
        int position = target.position();
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += starts[chosen[i] + 1] - starts[chosen[i]];
        }
        byte[] room = target.room(Math.toIntExact(total));
        for (int i = 0; i < count; i++) {
            int from = starts[chosen[i]];
            int length = starts[chosen[i] + 1] - from;
            PlainValues.copy(values.data(), from, room, position, length);
            position += length;
            offsets[size + i + 1] = position;
        }
        target.setSize(size + count);
    }

    private int[] numbers(int count) {
        if (scratch.length < count) {
            scratch = new int[count];
        }
        numbers.read(scratch, 0, count);
        return scratch;
    }

    private int[] mismatched(int[] target) {
        PageValues.super.ints(target, 0, 0);
        return target;
    }
}
