package io.millrace.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Int128Test {
    private static final BigInteger TWO_127 = BigInteger.ONE.shiftLeft(127);

    @Test
    void arithmeticAgreesWithBigInteger() {
        Seeds.run(
                2000,
                random -> {
                    for (int i = 0; i < 20; i++) {
                        BigInteger a = number(random);
                        BigInteger b = number(random);
                        Int128 x = words(a);
                        Int128 y = words(b);
                        Int128 result = new Int128();
                        check(a.add(b), Int128.add(x.high, x.low, y.high, y.low, result), result, a, b, "+");
                        check(a.subtract(b), Int128.subtract(x.high, x.low, y.high, y.low, result), result, a, b, "-");
                        check(a.negate(), Int128.negate(x.high, x.low, result), result, a, b, "negate");
                        check(a.multiply(b), Int128.multiply(x.high, x.low, y.high, y.low, result), result, a, b, "*");
                        assertThat(Int128.compare(x.high, x.low, y.high, y.low)).isEqualTo(a.compareTo(b));
                        assertThat(Int128.signum(x.high, x.low)).isEqualTo(a.signum());
                        assertThat(x.isLong()).isEqualTo(a.bitLength() < 64);
                        if (b.signum() == 0) {
                            assertThat(Int128.divideTruncated(x.high, x.low, 0, 0, result)).isFalse();
                            assertThat(Int128.remainder(x.high, x.low, 0, 0, result)).isFalse();
                            continue;
                        }
                        check(
                                a.divide(b),
                                Int128.divideTruncated(x.high, x.low, y.high, y.low, result),
                                result,
                                a,
                                b,
                                "/");
                        check(
                                a.remainder(b),
                                Int128.remainder(x.high, x.low, y.high, y.low, result),
                                result,
                                a,
                                b,
                                "%");
                        BigInteger twice =
                                a.abs().multiply(BigInteger.TWO).add(b.abs()).divide(b.abs().multiply(BigInteger.TWO));
                        BigInteger rounded = a.signum() * b.signum() < 0 ? twice.negate() : twice;
                        check(
                                rounded,
                                Int128.divideRounded(x.high, x.low, y.high, y.low, result),
                                result,
                                a,
                                b,
                                "rounded /");
                    }
                });
    }

    private static void check(
            BigInteger expected, boolean fits, Int128 result, BigInteger a, BigInteger b, String operation) {
        assertThat(fits).as("%s %s %s", a, operation, b).isEqualTo(expected.bitLength() <= 127);
        if (fits) {
            assertThat(result.toBigInteger()).as("%s %s %s", a, operation, b).isEqualTo(expected);
        }
    }

    private static Int128 words(BigInteger value) {
        Int128 words = new Int128();
        assertThat(Int128.of(value, words)).isTrue();
        assertThat(words.toBigInteger()).isEqualTo(value);
        return words;
    }

    /** Numbers of every length, many of them at an edge. */
    private static BigInteger number(Random random) {
        BigInteger value = new BigInteger(random.nextInt(128), random);
        switch (random.nextInt(6)) {
            case 0 ->
                    value =
                            BigInteger.ONE
                                    .shiftLeft(random.nextInt(127))
                                    .add(BigInteger.valueOf(random.nextInt(3) - 1));
            case 1 -> value = BigInteger.valueOf(random.nextInt(4));
            case 2 -> value = TWO_127.subtract(BigInteger.valueOf(1 + random.nextInt(3)));
            default -> {}
        }
        if (random.nextInt(20) == 0) {
            return TWO_127.negate();
        }
        return random.nextBoolean() ? value.negate() : value;
    }
}
