package io.millrace.data;

import io.millrace.data.ValueText.Outcome;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Decimals from text. */
final class DecimalParser {
    /** Numbers with more characters than this are refused, so that no text costs more than it should. */
    private static final int MAX_CHARACTERS = 1_000;

    private DecimalParser() {}

    static Outcome parse(byte[] data, int start, int end, DataType.Decimal type, ColumnBuilder builder) {
        boolean negative = data[start] == '-';
        int at = negative || data[start] == '+' ? start + 1 : start;
        long unscaled = 0;
        int digits = 0;
        int scale = 0;
        boolean point = false;
        for (; at < end; at++) {
            int digit = data[at] - '0';
            if (digit >= 0 && digit <= 9 && digits < DataType.Decimal.LONG_DIGITS) {
                unscaled = unscaled * 10 + digit;
                digits++;
                scale += point ? 1 : 0;
            } else if (data[at] == '.' && !point) {
                point = true;
            } else {
                return parseLarge(data, start, end, type, builder);
            }
        }
        if (digits == 0) {
            return Outcome.MALFORMED;
        }
        long signed = negative ? -unscaled : unscaled;
        if (builder instanceof LongBuilder longs) {
            long value = Decimals.rescale(signed, scale, type.precision(), type.scale());
            if (value == Decimals.OVERFLOW) {
                return Outcome.OUT_OF_RANGE;
            }
            longs.append(value);
            return Outcome.OK;
        }
        Int128 value = new Int128();
        if (!Decimals.rescale(signed >> 63, signed, scale, type.precision(), type.scale(), value)) {
            return Outcome.OUT_OF_RANGE;
        }
        ((Int128Builder) builder).append(value);
        return Outcome.OK;
    }

    /** Reads what has many digits or an exponent. */
    private static Outcome parseLarge(byte[] data, int start, int end, DataType.Decimal type, ColumnBuilder builder) {
        if (end - start > MAX_CHARACTERS) {
            return Outcome.MALFORMED;
        }
        BigDecimal number;
        try {
            number = new BigDecimal(new String(data, start, end - start, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException e) {
            return Outcome.MALFORMED;
        }
        if (number.signum() != 0 && (long) number.precision() - number.scale() > DataType.Decimal.MAX_DIGITS) {
            return Outcome.OUT_OF_RANGE;
        }
        boolean negligible =
                number.signum() == 0 || (long) number.precision() - number.scale() < -DataType.Decimal.MAX_DIGITS;
        Int128 value = new Int128();
        if (!Decimals.unscaled(negligible ? BigDecimal.ZERO : number, type.precision(), type.scale(), value)) {
            return Outcome.OUT_OF_RANGE;
        }
        if (builder instanceof LongBuilder longs) {
            longs.append(value.low);
        } else {
            ((Int128Builder) builder).append(value);
        }
        return Outcome.OK;
    }
}
