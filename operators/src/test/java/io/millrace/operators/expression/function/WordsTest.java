package io.millrace.operators.expression.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void bytesAreFoundWhereverTheyStand() {
        Random random = new Random(7);
        for (int round = 0; round < 3000; round++) {
            byte[] data = new byte[random.nextInt(40)];
            for (int i = 0; i < data.length; i++) {
                data[i] = new byte[] {0, 1, '/', '.', (byte) 0x80, (byte) 0xFF}[random.nextInt(6)];
            }
            int start = random.nextInt(data.length + 1);
            int end = start + random.nextInt(data.length - start + 1);
            byte wanted = new byte[] {0, 1, '/', '.', (byte) 0x80, (byte) 0xFF}[random.nextInt(6)];
            assertThat(Words.indexOf(data, start, end, wanted)).isEqualTo(expected(data, start, end, wanted, 1));
            int times = 1 + random.nextInt(10);
            assertThat(Words.indexOf(data, start, end, wanted, times))
                    .isEqualTo(expected(data, start, end, wanted, times));
        }
    }

    private static int expected(byte[] data, int start, int end, byte wanted, int times) {
        int left = times;
        for (int at = start; at < end; at++) {
            left -= data[at] == wanted ? 1 : 0;
            if (left == 0) {
                return at;
            }
        }
        return -1;
    }
}
