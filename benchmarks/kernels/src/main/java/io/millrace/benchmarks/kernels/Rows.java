package io.millrace.benchmarks.kernels;

import io.millrace.data.Batch;
import io.millrace.data.Column;
import io.millrace.data.Lease;
import io.millrace.data.Validity;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Batches to measure with: a key, a price, a text. */
final class Rows {
    static final int COUNT = 4096;

    private Rows() {}

    /** As many batches as visit every key a few times. */
    static Batch[] batches(int keys) {
        SplittableRandom random = new SplittableRandom(1);
        Batch[] batches = new Batch[Math.max(16, 4 * keys / COUNT)];
        for (int i = 0; i < batches.length; i++) {
            batches[i] = batch(random, keys);
        }
        return batches;
    }

    private static Batch batch(SplittableRandom random, int keys) {
        long[] key = new long[COUNT];
        long[] price = new long[COUNT];
        int[] offsets = new int[COUNT + 1];
        byte[] data = new byte[COUNT * 32];
        for (int row = 0; row < COUNT; row++) {
            key[row] = random.nextInt(keys);
            price[row] = random.nextInt(1_000_000);
            byte[] text = ("Channel-" + random.nextInt(10_000)).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(text, 0, data, offsets[row], text.length);
            offsets[row + 1] = offsets[row] + text.length;
        }
        return Batch.of(
                COUNT,
                new Column.LongColumn(COUNT, key, Validity.ALL, Lease.UNPOOLED),
                new Column.LongColumn(COUNT, price, Validity.ALL, Lease.UNPOOLED),
                new Column.BytesColumn(COUNT, offsets, data, Validity.ALL, Lease.UNPOOLED));
    }
}
