package io.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.state.PaneRows.Pane;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class PaneOrderTest {
    private static final int STEPS = 20_000;

    @Test
    void panesAreInOrderWhereverTheyCome() {
        Random random = new Random(1);
        check(random, step -> random.nextInt(4_000) - 2_000);
    }

    @Test
    void panesAreInOrderWhereTheyComeAtTheEnd() {
        Random random = new Random(2);
        check(random, step -> step + random.nextInt(20));
    }

    @Test
    void panesAreInOrderWhereTheyComeAtTheBeginning() {
        Random random = new Random(3);
        check(random, step -> -step);
    }

    private static void check(Random random, LongUnaryOperator numbers) {
        PaneOrder order = new PaneOrder();
        TreeMap<Long, Pane> expected = new TreeMap<>();
        for (int step = 0; step < STEPS; step++) {
            long number = numbers.applyAsLong(step);
            // It grows first, then shrinks, then grows again.
            boolean grows = step % 10_000 < 6_000;
            if (random.nextInt(10) < (grows ? 9 : 1) && !expected.containsKey(number)) {
                Pane pane = new Pane(new int[4]);
                pane.id = number;
                order.add(pane);
                expected.put(number, pane);
            } else if (!expected.isEmpty()) {
                Long gone = random.nextBoolean() ? expected.firstKey() : expected.ceilingKey(number);
                gone = gone == null ? expected.lastKey() : gone;
                order.remove(gone);
                expected.remove(gone);
            }
            assertThat(order.first()).isEqualTo(expected.isEmpty() ? Long.MAX_VALUE : expected.firstKey());
            long asked = numbers.applyAsLong(step);
            assertThat(order.get(asked)).isSameAs(expected.getOrDefault(asked, Pane.NONE));
            Long next = expected.higherKey(asked);
            assertThat(order.next(asked)).isEqualTo(next == null ? Long.MAX_VALUE : next);
        }
        for (long number : expected.keySet()) {
            assertThat(order.get(number)).isSameAs(expected.get(number));
        }
    }
}
