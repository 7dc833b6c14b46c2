package io.millrace.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PoolTest {

    @Test
    void arraysAreHandedOutAgain() {
        RecyclingPool pool = new RecyclingPool(1 << 20);
        long[] first = pool.longs(1000);
        assertThat(first).hasSize(1024);
        assertThat(pool.lentArrays()).isEqualTo(1);
        assertThat(pool.lentBytes()).isEqualTo(8192);
        pool.free(first);
        assertThat(pool.lentArrays()).isZero();
        assertThat(pool.keptBytes()).isEqualTo(8192);
        assertThat(pool.longs(600)).isSameAs(first);
        assertThat(pool.longs(600)).isNotSameAs(first);
        assertThat(pool.keptBytes()).isZero();
    }

    @Test
    void lengthsFitWhatWasAskedFor() {
        RecyclingPool pool = new RecyclingPool(1 << 20);
        for (int length : new int[] {0, 1, 15, 16, 17, 31, 32, 33, 4096, 4097, (1 << 24), (1 << 24) + 1}) {
            byte[] array = pool.bytes(length);
            assertThat(array.length).isGreaterThanOrEqualTo(Math.max(1, length));
            pool.free(array);
        }
        assertThat(pool.lentBytes()).isZero();
        assertThatThrownBy(() -> pool.free(new short[1])).isInstanceOf(MillraceException.class);
    }

    @Test
    void noMoreIsKeptThanAllowed() {
        RecyclingPool pool = new RecyclingPool(10_000);
        List<double[]> arrays = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            arrays.add(pool.doubles(256));
        }
        arrays.forEach(pool::free);
        assertThat(pool.keptBytes()).isEqualTo(4 * 2048);
        assertThat(pool.lentArrays()).isZero();
    }

    @Test
    void noArrayIsLentToTwoThreads() throws Exception {
        RecyclingPool pool = new RecyclingPool(1 << 20);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int mark = thread;
                running.add(threads.submit(() -> borrow(pool, mark)));
            }
            for (Future<?> future : running) {
                future.get();
            }
        }
        assertThat(pool.lentArrays()).isZero();
        assertThat(pool.lentBytes()).isZero();
    }

    private static void borrow(RecyclingPool pool, int mark) {
        Random random = new Random(mark);
        ArrayDeque<int[]> held = new ArrayDeque<>();
        for (int i = 0; i < 20_000; i++) {
            int[] array = pool.ints(1 + random.nextInt(100));
            array[0] = mark;
            array[array.length - 1] = mark;
            held.add(array);
            if (held.size() > random.nextInt(8)) {
                int[] done = held.remove();
                assertThat(done[0] == mark && done[done.length - 1] == mark).isTrue();
                pool.free(done);
            }
        }
        held.forEach(pool::free);
    }

    @Test
    void poisonShowsWhatIsReadTooLate() {
        PoisoningPool pool = new PoisoningPool();
        LongBuilder builder = new LongBuilder(pool);
        builder.append(1);
        Column.LongColumn column = builder.build();
        column.retain();
        column.release();
        assertThat(column.values()[0]).isEqualTo(1);
        column.release();
        assertThat(column.values()[0]).isNotEqualTo(1);
        assertThatThrownBy(column::release).isInstanceOf(MillraceException.class);
        assertThatThrownBy(() -> pool.free(column.values())).hasMessageContaining("given back twice");
    }

    @Test
    void leaksAreFound() {
        PoisoningPool pool = new PoisoningPool(PoisoningPool.Tracing.ON);
        int[] array = pool.ints(5);
        assertThat(array.length).isGreaterThan(5);
        assertThat(array[0]).isNotZero();
        assertThat(pool.lentArrays()).isEqualTo(1);
        assertThatThrownBy(pool::assertNothingLent).hasStackTraceContaining("leaksAreFound");
        pool.free(array);
        pool.assertNothingLent();
    }
}
