package io.millrace.testing.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A text for each value that is the same for values that two databases mean to be the same: numbers without their type
 * and scale, doubles to eleven digits, since sums may be taken in another order.
 */
final class Same {
    private static final MathContext DIGITS = new MathContext(11);

    private Same() {}

    /** A row. */
    static String text(List<@Nullable Object> values) {
        return values.stream().map(Same::value).collect(Collectors.joining(" | "));
    }

    private static String value(@Nullable Object value) {
        try {
            return switch (value) {
                case null -> "NULL";
                case Double number -> floating(number);
                case Float number -> floating(number.doubleValue());
                case BigDecimal number -> exact(number);
                case BigInteger number -> exact(new BigDecimal(number));
                case Number number -> exact(BigDecimal.valueOf(number.longValue()));
                case Timestamp time -> time.toLocalDateTime().toString();
                case OffsetDateTime time -> time.toLocalDateTime().toString();
                case Instant time -> LocalDateTime.ofInstant(time, ZoneOffset.UTC).toString();
                case Date date -> date.toLocalDate().toString();
                case byte[] bytes -> HexFormat.of().formatHex(bytes);
                case Blob blob -> HexFormat.of().formatHex(blob.getBytes(1, Math.toIntExact(blob.length())));
                case Array array -> list(Arrays.asList((Object[]) array.getArray()));
                case Struct struct -> list(Arrays.asList(struct.getAttributes()));
                case List<?> list -> list(list);
                case Map<?, ?> map -> map(map);
                case Object other -> other.toString();
            };
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String list(List<?> values) {
        return values.stream().map(Same::value).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String map(Map<?, ?> map) {
        Map<String, String> texts = new TreeMap<>();
        map.forEach((key, item) -> texts.put(value(key), value(item)));
        return texts.toString();
    }

    private static String floating(double value) {
        return Double.isFinite(value) ? exact(new BigDecimal(value).round(DIGITS)) : Double.toString(value);
    }

    private static String exact(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** How lists of rows differ; empty where they are equal. */
    static Optional<String> difference(List<String> ours, List<String> theirs) {
        if (ours.equals(theirs)) {
            return Optional.empty();
        }
        List<String> extra = new ArrayList<>(ours);
        theirs.forEach(extra::remove);
        List<String> missing = new ArrayList<>(theirs);
        ours.forEach(missing::remove);
        return Optional.of(
                "differs from the other database:"
                        + lines("\n    only ours:   ", extra)
                        + lines("\n    only theirs: ", missing)
                        + (extra.isEmpty() && missing.isEmpty()
                                ? " in its order: " + ours + " instead of " + theirs
                                : ""));
    }

    private static String lines(String prefix, List<String> rows) {
        StringBuilder text = new StringBuilder();
        rows.stream().limit(8).forEach(row -> text.append(prefix).append(row));
        return text + (rows.size() > 8 ? prefix + "... " + rows.size() : "");
    }
}
