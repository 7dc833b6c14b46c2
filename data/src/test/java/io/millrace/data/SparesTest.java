package io.millrace.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class SparesTest {
    private final Spares<int[]> spares = new Spares<>();
    private final Deque<int[]> used = new ArrayDeque<>();
    private int made;

    @Test
    void whatComesAndGoesIsMadeOnce() {
        for (int window = 0; window < 10; window++) {
            grow(100);
            shrink(0);
            assertThat(spares.size()).isEqualTo(100);
        }
        assertThat(made).isEqualTo(100);
    }

    @Test
    void whatOverlapsIsMadeOnce() {
        for (int window = 0; window < 10; window++) {
            grow(100);
            shrink(70);
        }
        assertThat(made).isEqualTo(100);
    }

    @Test
    void whatIsNotNeededAnyMoreGoes() {
        grow(1_000);
        shrink(0);
        assertThat(spares.size()).isEqualTo(1_000);
        for (int window = 0; window < 30; window++) {
            grow(100);
            shrink(0);
        }
        assertThat(spares.size()).isEqualTo(100);
        assertThat(made).isEqualTo(1_000);
    }

    @Test
    void theyAreDroppedWhenAsked() {
        grow(10);
        shrink(4);
        spares.drop();
        assertThat(spares.size()).isZero();
        grow(10);
        assertThat(made).isEqualTo(16);
    }

    private void grow(int to) {
        while (used.size() < to) {
            int[] spare = spares.take();
            if (spare == null) {
                made++;
                spare = new int[1];
            }
            used.push(spare);
        }
    }

    private void shrink(int to) {
        while (used.size() > to) {
            spares.giveBack(used.pop());
        }
    }
}
