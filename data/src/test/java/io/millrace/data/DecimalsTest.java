package io.millrace.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalsTest {

    @Test
    void shortArithmeticAgreesWithBigDecimal() {
        Seeds.run(
                2000,
                random -> {
                    for (int i = 0; i < 20; i++) {
                        int scaleA = random.nextInt(19);
                        int scaleB = random.nextInt(19);
                        int precision = 1 + random.nextInt(18);
                        int scale = random.nextInt(precision + 1);
                        long a = unscaled(random, 18).longValue();
                        long b = unscaled(random, 18).longValue();
                        BigDecimal x = BigDecimal.valueOf(a, scaleA);
                        BigDecimal y = BigDecimal.valueOf(b, scaleB);
                        check(x.add(y), Decimals.add(a, scaleA, b, scaleB, precision, scale), precision, scale);
                        check(
                                x.subtract(y),
                                Decimals.subtract(a, scaleA, b, scaleB, precision, scale),
                                precision,
                                scale);
                        check(
                                x.multiply(y),
                                Decimals.multiply(a, scaleA, b, scaleB, precision, scale),
                                precision,
                                scale);
                        check(x, Decimals.rescale(a, scaleA, precision, scale), precision, scale);
                        assertThat(Decimals.compare(a, scaleA, b, scaleB)).isEqualTo(x.compareTo(y));
                        assertThat(Decimals.toDouble(a, scaleA)).isEqualTo(x.doubleValue());
                        assertThat(Decimals.fits(a, precision)).isEqualTo(new BigDecimal(a).precision() <= precision);
                        long quotient = Decimals.divide(a, scaleA, b, scaleB, precision, scale);
                        if (b == 0) {
                            assertThat(quotient).isEqualTo(Decimals.OVERFLOW);
                        } else {
                            check(x.divide(y, scale, RoundingMode.HALF_UP), quotient, precision, scale);
                        }
                    }
                });
    }

    private static void check(BigDecimal expected, long found, int precision, int scale) {
        BigDecimal rounded = expected.setScale(scale, RoundingMode.HALF_UP);
        if (rounded.precision() > precision) {
            assertThat(found).isEqualTo(Decimals.OVERFLOW);
        } else {
            assertThat(BigDecimal.valueOf(found, scale)).isEqualTo(rounded);
        }
    }

    @Test
    void longArithmeticAgreesWithBigDecimal() {
        Seeds.run(
                2000,
                random -> {
                    for (int i = 0; i < 20; i++) {
                        int scaleA = random.nextInt(39);
                        int scaleB = random.nextInt(39);
                        int precision = 1 + random.nextInt(38);
                        int scale = random.nextInt(precision + 1);
                        BigInteger a = unscaled(random, 38);
                        BigInteger b = unscaled(random, 38);
                        long aHigh = a.shiftRight(64).longValue();
                        long bHigh = b.shiftRight(64).longValue();
                        long aLow = a.longValue();
                        long bLow = b.longValue();
                        BigDecimal x = new BigDecimal(a, scaleA);
                        BigDecimal y = new BigDecimal(b, scaleB);
                        Int128 result = new Int128();
                        boolean fits = Decimals.add(aHigh, aLow, scaleA, bHigh, bLow, scaleB, precision, scale, result);
                        check(x.add(y), fits, result, precision, scale);
                        fits = Decimals.subtract(aHigh, aLow, scaleA, bHigh, bLow, scaleB, precision, scale, result);
                        check(x.subtract(y), fits, result, precision, scale);
                        fits = Decimals.multiply(aHigh, aLow, scaleA, bHigh, bLow, scaleB, precision, scale, result);
                        check(x.multiply(y), fits, result, precision, scale);
                        fits = Decimals.rescale(aHigh, aLow, scaleA, precision, scale, result);
                        check(x, fits, result, precision, scale);
                        assertThat(Decimals.compare(aHigh, aLow, scaleA, bHigh, bLow, scaleB))
                                .isEqualTo(x.compareTo(y));
                        assertThat(Decimals.toDouble(aHigh, aLow, scaleA)).isEqualTo(x.doubleValue());
                        fits = Decimals.divide(aHigh, aLow, scaleA, bHigh, bLow, scaleB, precision, scale, result);
                        if (b.signum() == 0) {
                            assertThat(fits).isFalse();
                        } else {
                            check(x.divide(y, scale, RoundingMode.HALF_UP), fits, result, precision, scale);
                        }
                    }
                });
    }

    private static void check(BigDecimal expected, boolean fits, Int128 result, int precision, int scale) {
        BigDecimal rounded = expected.setScale(scale, RoundingMode.HALF_UP);
        assertThat(fits)
                .as("%s in DECIMAL(%s, %s)", expected, precision, scale)
                .isEqualTo(rounded.precision() <= precision);
        if (fits) {
            assertThat(Decimals.toBigDecimal(result.high, result.low, scale)).isEqualTo(rounded);
        }
    }

    @Test
    void doublesAreTakenByTheirText() {
        Int128 result = new Int128();
        assertThat(Decimals.ofDouble(0.1, 38, 10, result)).isTrue();
        assertThat(result.low).isEqualTo(1_000_000_000L);
        assertThat(Decimals.ofDouble(Double.NaN, 38, 20, result)).isFalse();
        assertThat(Decimals.ofDouble(1e30, 38, 20, result)).isFalse();
    }

    private static BigInteger unscaled(Random random, int maxDigits) {
        int digits = random.nextInt(maxDigits + 1);
        BigInteger limit = BigInteger.TEN.pow(digits);
        BigInteger value =
                switch (random.nextInt(4)) {
                    case 0 -> limit.subtract(BigInteger.ONE);
                    case 1 -> limit.divide(BigInteger.TWO);
                    default -> new BigInteger(130, random).mod(limit);
                };
        return random.nextBoolean() ? value.negate() : value;
    }
}
