package io.millrace.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    @Test
    void sharesAreThoseOfTheSortedDelays() {
        Random random = new Random(7);
        LatencyHistogram histogram = new LatencyHistogram();
        long[] delays = new long[100_000];
        for (int i = 0; i < delays.length; i++) {
            delays[i] = (long) Math.exp(random.nextDouble() * 16 + 7);
            histogram.add(delays[i], 1);
        }
        Arrays.sort(delays);
        for (double share : new double[] {0.5, 0.9, 0.99, 0.999, 0.9999}) {
            double exact = delays[(int) Math.ceil(share * delays.length) - 1] / 1e6;
            assertThat(histogram.millisAt(share)).isCloseTo(exact, Percentage.withPercentage(1));
        }
        assertThat(histogram.millisAt(1)).isCloseTo(delays[delays.length - 1] / 1e6, within(1e-9));
    }

    @Test
    void manyAtOnceAreManyAndHistogramsAddUp() {
        LatencyHistogram few = new LatencyHistogram();
        few.add(1_000_000, 999);
        LatencyHistogram slow = new LatencyHistogram();
        slow.add(500_000_000, 1);
        few.add(slow);
        assertThat(few.total()).isEqualTo(1000);
        assertThat(few.millisAt(0.999)).isCloseTo(1, Percentage.withPercentage(1));
        assertThat(few.greatestMillis()).isEqualTo(500);
        assertThat(few.points()).hasSize(9);
    }
}
