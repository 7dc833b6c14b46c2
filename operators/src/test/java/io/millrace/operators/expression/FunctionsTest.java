package io.millrace.operators.expression;

import static io.millrace.operators.expression.Sql.bigint;
import static io.millrace.operators.expression.Sql.call;
import static io.millrace.operators.expression.Sql.cast;
import static io.millrace.operators.expression.Sql.integer;
import static io.millrace.operators.expression.Sql.literal;
import static io.millrace.operators.expression.Sql.text;
import static io.millrace.operators.expression.Sql.tryCast;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.expression.Expression;
import io.millrace.operators.expression.function.Functions;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What functions give for chosen values. */
final class FunctionsTest {
    private static final DataType TIMESTAMP = new DataType.Timestamp(3);
    private static final DataType MOMENT = new DataType.TimestampLtz(3);
    private static final SessionSettings BERLIN = new SessionSettings(ZoneId.of("Europe/Berlin"));

    private static @Nullable Object value(Expression expression) {
        return value(expression, SessionSettings.UTC);
    }

    private static @Nullable Object value(Expression expression, SessionSettings session) {
        Projector projector =
                Projector.compile(
                        List.of(expression), Optional.empty(), List.of(Plain.INT), session, new StoppedClock());
        Batch result = projector.project(Batch.of(1, Columns.of(Plain.INT, 1)), 0, BufferPool.HEAP).orElseThrow();
        return Columns.value(result.column(0), expression.type(), 0);
    }

    private record StoppedClock() implements io.millrace.dataflow.doors.Clock {
        @Override
        public long millis() {
            return 1_700_000_000_123L;
        }

        @Override
        public long nanos() {
            return 0;
        }
    }

    private static @Nullable Object string(String name, Expression... arguments) {
        return value(call(name, DataType.STRING, arguments));
    }

    private static @Nullable Object number(String name, Expression... arguments) {
        return value(call(name, Plain.INT, arguments));
    }

    private static Expression timestamp(String value) {
        return cast(text(value), TIMESTAMP);
    }

    private static void fails(String code, Expression expression) {
        assertThatThrownBy(() -> value(expression))
                .as("%s", expression)
                .isInstanceOfSatisfying(
                        MillraceException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(code);
                            assertThat(e.kind()).isEqualTo(MillraceException.Kind.USER);
                        });
    }

    @Test
    void texts() {
        assertThat(string("SUBSTRING", text("übelst"), integer(2), integer(3))).isEqualTo("bel");
        assertThat(string("SUBSTRING", text("übelst"), integer(-3))).isEqualTo("lst");
        assertThat(string("SUBSTRING", text("abc"), integer(0), integer(2))).isEqualTo("a");
        assertThat(string("TRIM", text("BOTH"), text("xy"), text("xyaxbyx"))).isEqualTo("axb");
        assertThat(string("TRIM", text("LEADING"), text(" "), text("  a "))).isEqualTo("a ");
        assertThat(string("BTRIM", text("  a "))).isEqualTo("a");
        assertThat(string("REPLACE", text("a-b-c"), text("-"), text("::"))).isEqualTo("a::b::c");
        assertThat(string("REVERSE", text("aüb"))).isEqualTo("büa");
        assertThat(string("REPEAT", text("ab"), integer(3))).isEqualTo("ababab");
        assertThat(string("LPAD", text("7"), integer(3), text("0"))).isEqualTo("007");
        assertThat(string("RPAD", text("abc"), integer(2), text("0"))).isEqualTo("ab");
        assertThat(string("LEFT", text("abc"), integer(2))).isEqualTo("ab");
        assertThat(string("RIGHT", text("abc"), integer(2))).isEqualTo("bc");
        assertThat(string("INITCAP", text("hello wORLD-x"))).isEqualTo("Hello World-X");
        assertThat(string("SPLIT_INDEX", text("a/b/c"), text("/"), integer(2))).isEqualTo("c");
        assertThat(string("SPLIT_INDEX", text("a/b/c"), text("/"), integer(3))).isNull();
        assertThat(string("SPLIT_INDEX", text(""), text("/"), integer(0))).isNull();
        assertThat(string("CONCAT_WS", text(","), text("a"), literal(null, DataType.STRING), text("b")))
                .isEqualTo("a,b");
        assertThat(string("OVERLAY", text("xxxxxtest"), text("xxxx"), integer(6))).isEqualTo("xxxxxxxxx");
        assertThat(string("MD5", text("abc"))).isEqualTo("900150983cd24fb0d6963f7d28e17f72");
        assertThat(string("SHA256", text("")))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(string("TO_BASE64", text("hello"))).isEqualTo("aGVsbG8=");
        assertThat(string("FROM_BASE64", text("aGVsbG8="))).isEqualTo("hello");
        assertThat(string("CHR", bigint(65))).isEqualTo("A");
        assertThat(string("HEX", bigint(255))).isEqualTo("FF");
        assertThat(number("ASCII", text("A"))).isEqualTo(65);
        assertThat(number("POSITION", text("b"), text("aüb"))).isEqualTo(3);
        assertThat(number("LOCATE", text("a"), text("banana"), integer(3))).isEqualTo(4);
        assertThat(number("INSTR", text("banana"), text("z"))).isEqualTo(0);
    }

    @Test
    void patterns() {
        String[][] likes = {
            {"abc", "a%", "true"}, {"abc", "%c", "true"}, {"abc", "%b%", "true"}, {"abc", "a_c", "true"},
            {"aüc", "a_c", "true"}, {"abc", "a_", "false"}, {"abc", "abc", "true"}, {"", "%", "true"},
            {"aab", "%a_", "true"}, {"abcabd", "a%b_", "true"}, {"ab", "a%b%b", "false"}, {"x", "", "false"},
            {"a%c", "a\\%c", "true"}, {"abc", "a\\%c", "false"}, {"xaxbxc", "%a%b%c", "true"}, {"😀", "_", "true"}
        };
        for (String[] like : likes) {
            assertThat(value(call("LIKE", Plain.BOOLEAN, text(like[0]), text(like[1]), text("\\"))))
                    .as("%s LIKE %s", like[0], like[1])
                    .isEqualTo(Boolean.valueOf(like[2]));
        }
        assertThat(value(call("SIMILAR TO", Plain.BOOLEAN, text("abc"), text("(a|x)%c")))).isEqualTo(true);
        assertThat(value(call("REGEXP", Plain.BOOLEAN, text("abc123"), text("\\d+")))).isEqualTo(true);
        assertThat(string("REGEXP_EXTRACT", text("channel_id=42&x"), text("channel_id=(\\d+)"), integer(1)))
                .isEqualTo("42");
        assertThat(string("REGEXP_EXTRACT", text("ü=42"), text("=(\\d+)"), integer(1))).isEqualTo("42");
        assertThat(string("REGEXP_EXTRACT", text("x"), text("y"), integer(0))).isNull();
        assertThat(string("REGEXP_REPLACE", text("a1b2"), text("(\\d)"), text("<$1>"))).isEqualTo("a<1>b<2>");
        fails("bad-argument", call("REGEXP", Plain.BOOLEAN, text("a"), text("(")));
    }

    @Test
    void numbers() {
        DataType decimal = new DataType.Decimal(5, 2);
        Expression price = literal(new BigDecimal("-12.55"), decimal);
        assertThat(value(call("ABS", decimal, price))).isEqualTo(new BigDecimal("12.55"));
        assertThat((BigDecimal) value(call("FLOOR", new DataType.Decimal(5, 0), price))).isEqualByComparingTo("-13");
        assertThat((BigDecimal) value(call("CEIL", new DataType.Decimal(5, 0), price))).isEqualByComparingTo("-12");
        assertThat((BigDecimal) value(call("ROUND", new DataType.Decimal(5, 1), price, integer(1))))
                .isEqualByComparingTo("-12.6");
        assertThat((BigDecimal) value(call("TRUNCATE", new DataType.Decimal(5, 1), price, integer(1))))
                .isEqualByComparingTo("-12.5");
        assertThat(value(call("ROUND", Plain.DOUBLE, literal(2.345, Plain.DOUBLE), integer(2)))).isEqualTo(2.35);
        assertThat(value(call("ROUND", Plain.BIGINT, bigint(-155), integer(-1)))).isEqualTo(-160L);
        assertThat(value(call("MOD", Plain.INT, bigint(17), integer(5)))).isEqualTo(2);
        assertThat(value(call("POWER", Plain.DOUBLE, integer(2), integer(10)))).isEqualTo(1024.0);
        assertThat(value(call("GREATEST", Plain.INT, integer(3), integer(9), integer(4)))).isEqualTo(9);
        assertThat(value(call("LEAST", Plain.INT, integer(3), literal(null, Plain.INT)))).isNull();
        assertThat(value(call("-", Plain.INT, integer(5)))).isEqualTo(-5);
        assertThat(value(call("/", Plain.INT, integer(-7), integer(2)))).isEqualTo(-3);
        assertThat(value(call("/", Plain.DOUBLE, literal(1.0, Plain.DOUBLE), literal(0.0, Plain.DOUBLE))))
                .isEqualTo(Double.POSITIVE_INFINITY);
        fails("overflow", call("+", Plain.INT, integer(Integer.MAX_VALUE), integer(1)));
        fails("overflow", call("*", Plain.BIGINT, bigint(Long.MAX_VALUE), bigint(2)));
        fails("overflow", call("+", Plain.TINYINT, literal(100, Plain.TINYINT), literal(100, Plain.TINYINT)));
        fails("overflow", call("-", Plain.BIGINT, bigint(Long.MIN_VALUE)));
        fails("division-by-zero", call("/", Plain.BIGINT, bigint(1), bigint(0)));
        fails("division-by-zero", call("MOD", Plain.INT, integer(1), integer(0)));
        fails("division-by-zero", call("/", decimal, price, literal(new BigDecimal("0.00"), decimal)));
        fails("overflow", call("*", new DataType.Decimal(4, 2), price, price));
        fails("unknown-function", call("FROBNICATE", Plain.INT, integer(1)));
    }

    @Test
    void casts() {
        assertThat(value(cast(text(" 42 "), Plain.INT))).isEqualTo(42);
        assertThat(value(cast(text("-9223372036854775808"), Plain.BIGINT))).isEqualTo(Long.MIN_VALUE);
        assertThat(value(tryCast(text("9223372036854775808"), Plain.BIGINT))).isNull();
        assertThat(value(tryCast(text("x"), Plain.DOUBLE))).isNull();
        assertThat(value(tryCast(text("300"), Plain.TINYINT))).isNull();
        assertThat(value(cast(text("1e3"), Plain.DOUBLE))).isEqualTo(1000.0);
        assertThat(value(cast(text("12.345"), new DataType.Decimal(5, 2)))).isEqualTo(new BigDecimal("12.35"));
        assertThat(value(cast(text("true"), Plain.BOOLEAN))).isEqualTo(true);
        assertThat(value(cast(literal(-1.9, Plain.DOUBLE), Plain.INT))).isEqualTo(-1);
        assertThat(value(cast(integer(7), new DataType.Decimal(20, 3)))).isEqualTo(new BigDecimal("7.000"));
        assertThat(value(cast(integer(7), new DataType.Decimal(4, 3)))).isEqualTo(new BigDecimal("7.000"));
        assertThat(value(cast(literal(new BigDecimal("7.99"), new DataType.Decimal(3, 2)), Plain.INT))).isEqualTo(7);
        assertThat(value(cast(literal(new BigDecimal("7.99"), new DataType.Decimal(30, 2)), Plain.INT))).isEqualTo(7);
        assertThat(value(cast(literal(true, Plain.BOOLEAN), DataType.STRING))).isEqualTo("TRUE");
        assertThat(value(cast(literal(new BigDecimal("-0.05"), new DataType.Decimal(3, 2)), DataType.STRING)))
                .isEqualTo("-0.05");
        assertThat(value(cast(text("abcdef"), new DataType.Varchar(3)))).isEqualTo("abc");
        assertThat(value(cast(text("ab"), new DataType.Char(4)))).isEqualTo("ab  ");
        assertThat(value(cast(text("2020-02-29"), Plain.DATE))).isEqualTo(LocalDate.of(2020, 2, 29));
        assertThat(value(tryCast(text("2021-02-29"), Plain.DATE))).isNull();
        assertThat(value(cast(text("12:34:56.5"), new DataType.Time(3))))
                .isEqualTo(LocalTime.of(12, 34, 56, 500_000_000));
        assertThat(value(timestamp("1969-12-31 23:59:59.1239")))
                .isEqualTo(LocalDateTime.of(1969, 12, 31, 23, 59, 59, 123_000_000));
        assertThat(value(cast(timestamp("1969-12-31T23:59:59.5"), DataType.STRING)))
                .isEqualTo("1969-12-31 23:59:59.500");
        assertThat(value(cast(timestamp("1969-12-31 23:59:59"), Plain.DATE))).isEqualTo(LocalDate.of(1969, 12, 31));
        assertThat(value(cast(timestamp("2024-07-01 12:00:00"), MOMENT), BERLIN))
                .isEqualTo(Instant.parse("2024-07-01T10:00:00Z"));
        assertThat(value(cast(cast(timestamp("2024-01-01 12:00:00"), MOMENT), DataType.STRING), BERLIN))
                .isEqualTo("2024-01-01 12:00:00.000");
        fails("bad-cast", cast(text("4x2"), Plain.INT));
        fails("bad-cast", cast(integer(300), Plain.TINYINT));
        fails("bad-cast", cast(literal(Double.NaN, Plain.DOUBLE), Plain.BIGINT));
        fails("bad-cast", cast(integer(100_000), new DataType.Decimal(4, 2)));
    }

    @Test
    void times() {
        Expression early = timestamp("1969-07-20 20:17:40.5");
        assertThat(value(call("EXTRACT", Plain.BIGINT, text("YEAR"), early))).isEqualTo(1969L);
        assertThat(value(call("EXTRACT", Plain.BIGINT, text("HOUR"), early))).isEqualTo(20L);
        assertThat(value(call("EXTRACT", Plain.BIGINT, text("SECOND"), early))).isEqualTo(40L);
        assertThat(value(call("DAYOFWEEK", Plain.BIGINT, early))).isEqualTo(1L);
        assertThat(value(call("WEEK", Plain.BIGINT, timestamp("2021-01-03 00:00:00")))).isEqualTo(53L);
        assertThat(value(call("FLOOR", TIMESTAMP, early, text("HOUR"))))
                .isEqualTo(LocalDateTime.of(1969, 7, 20, 20, 0));
        assertThat(value(call("FLOOR", TIMESTAMP, early, text("QUARTER"))))
                .isEqualTo(LocalDateTime.of(1969, 7, 1, 0, 0));
        assertThat(value(call("CEIL", TIMESTAMP, early, text("MONTH")))).isEqualTo(LocalDateTime.of(1969, 8, 1, 0, 0));
        assertThat(value(call("DATE_FORMAT", DataType.STRING, early, text("yyyy-MM-dd HH:mm"))))
                .isEqualTo("1969-07-20 20:17");
        assertThat(value(call("DATE_FORMAT", DataType.STRING, early, text("EEE d MMM")))).isEqualTo("Sun 20 Jul");
        assertThat(value(call("TO_TIMESTAMP", TIMESTAMP, text("20/07/1969 20:17"), text("dd/MM/yyyy HH:mm"))))
                .isEqualTo(LocalDateTime.of(1969, 7, 20, 20, 17));
        assertThat(value(call("TO_TIMESTAMP", TIMESTAMP, text("nonsense")))).isNull();
        assertThat(value(call("TO_DATE", Plain.DATE, text("2020-01-02")))).isEqualTo(LocalDate.of(2020, 1, 2));
        assertThat(value(call("TO_TIMESTAMP_LTZ", MOMENT, bigint(-1500), integer(3))))
                .isEqualTo(Instant.ofEpochMilli(-1500));
        assertThat(value(call("FROM_UNIXTIME", DataType.STRING, bigint(0)), BERLIN)).isEqualTo("1970-01-01 01:00:00");
        assertThat(value(call("UNIX_TIMESTAMP", Plain.BIGINT, text("1970-01-01 01:00:00")), BERLIN)).isEqualTo(0L);
        Expression month = literal(1L, new DataType.MonthInterval());
        Expression hour = literal(3_600_000_000L, new DataType.TimeInterval());
        assertThat(value(call("+", TIMESTAMP, timestamp("2024-01-31 10:00:00"), month)))
                .isEqualTo(LocalDateTime.of(2024, 2, 29, 10, 0));
        assertThat(value(call("-", TIMESTAMP, timestamp("1970-01-01 00:30:00"), hour)))
                .isEqualTo(LocalDateTime.of(1969, 12, 31, 23, 30));
        assertThat(value(call("TIMESTAMPADD", TIMESTAMP, text("DAY"), integer(-1), early)))
                .isEqualTo(LocalDateTime.of(1969, 7, 19, 20, 17, 40, 500_000_000));
        assertThat(
                        value(
                                call(
                                        "TIMESTAMPDIFF",
                                        Plain.INT,
                                        text("MONTH"),
                                        timestamp("2024-01-31 00:00:00"),
                                        timestamp("2024-02-29 00:00:00"))))
                .isEqualTo(0);
        assertThat(
                        value(
                                call(
                                        "TIMESTAMPDIFF",
                                        Plain.INT,
                                        text("HOUR"),
                                        timestamp("1970-01-01 02:00:00"),
                                        timestamp("1969-12-31 23:30:00"))))
                .isEqualTo(-2);
        assertThat(value(call("CURRENT_TIMESTAMP", MOMENT))).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
        assertThat(value(call("LOCALTIMESTAMP", TIMESTAMP), BERLIN))
                .isEqualTo(LocalDateTime.of(2023, 11, 14, 23, 13, 20, 123_000_000));
        assertThat(value(call("<", Plain.BOOLEAN, early, cast(early, new DataType.Timestamp(9))))).isEqualTo(false);
    }

    @Test
    void collections() {
        DataType array = new DataType.Array(Plain.INT);
        DataType map = new DataType.Mapping(DataType.STRING, Plain.INT);
        Expression numbers = call("ARRAY", array, integer(4), literal(null, Plain.INT), integer(6));
        Expression entries = call("MAP", map, text("a"), integer(1), text("b"), integer(2));
        assertThat(value(numbers)).isEqualTo(java.util.Arrays.asList(4, null, 6));
        assertThat(value(call("ITEM", Plain.INT, numbers, integer(3)))).isEqualTo(6);
        assertThat(value(call("ITEM", Plain.INT, numbers, integer(4)))).isNull();
        assertThat(value(call("CARDINALITY", Plain.INT, numbers))).isEqualTo(3);
        assertThat(value(call("ITEM", Plain.INT, entries, text("b")))).isEqualTo(2);
        assertThat(value(call("ITEM", Plain.INT, entries, text("z")))).isNull();
        assertThat(value(call("+", Plain.INT, call("ITEM", Plain.INT, numbers, integer(1)), integer(1)))).isEqualTo(5);
    }

    /** Methods such as users write. */
    public static final class UserFunctions {
        public static long countChar(String text, String character) {
            return text.chars().filter(c -> c == character.charAt(0)).count();
        }

        public @Nullable String eval(@Nullable Integer number) {
            return number == null ? "none" : number < 0 ? null : "n" + number;
        }

        public static BigDecimal half(BigDecimal number) {
            return number.divide(BigDecimal.TWO);
        }

        public static String twice(@Nullable CharSequence text) {
            return text == null
                    ? "none"
                    : text.length() + ":" + text.charAt(0) + text.subSequence(1, text.length()) + text;
        }

        public static int broken(int number) {
            throw new IllegalArgumentException("no " + number);
        }
    }

    private static Expression java(String method, DataType type, Expression... arguments) {
        return new Expression.Call(
                new Expression.Function.Java(UserFunctions.class.getName(), method), List.of(arguments), type);
    }

    @Test
    void usersMethodsAreCalled() {
        assertThat(value(java("countChar", Plain.BIGINT, text("banana"), text("a")))).isEqualTo(3L);
        assertThat(value(java("eval", DataType.STRING, integer(5)))).isEqualTo("n5");
        assertThat(value(java("eval", DataType.STRING, integer(-5)))).isNull();
        assertThat(value(java("eval", DataType.STRING, literal(null, Plain.INT)))).isEqualTo("none");
        assertThat(
                        value(
                                java(
                                        "half",
                                        new DataType.Decimal(10, 1),
                                        literal(new BigDecimal("5.0"), new DataType.Decimal(2, 1)))))
                .isEqualTo(new BigDecimal("2.5"));
        assertThat(value(java("twice", DataType.STRING, call("LOWER", DataType.STRING, text("ABC")))))
                .isEqualTo("3:abcabc");
        assertThat(value(java("twice", DataType.STRING, call("LOWER", DataType.STRING, text("ÄBC")))))
                .isEqualTo("3:äbcäbc");
        assertThat(value(java("twice", DataType.STRING, text("xy")))).isEqualTo("2:xyxy");
        assertThat(value(java("twice", DataType.STRING, literal(null, DataType.STRING)))).isEqualTo("none");
        fails("function-failed", java("twice", DataType.STRING, call("LOWER", DataType.STRING, text(""))));
        fails("function-failed", java("broken", Plain.INT, integer(1)));
        fails("bad-function", java("countChar", Plain.INT, integer(1)));
    }

    @Test
    void everyNameIsBound() {
        List<String> constructors = List.of("ARRAY", "MAP", "ROW");
        for (String name : Functions.names()) {
            if (constructors.contains(name)) {
                continue;
            }
            try {
                Projector.compile(List.of(call(name, Plain.INT)), Optional.empty(), List.of(), SessionSettings.UTC);
            } catch (MillraceException e) {
                assertThat(e.code()).as(name).isNotEqualTo("unknown-function");
            } catch (RuntimeException e) {
                assertThat(e).as(name).isNotInstanceOf(IllegalStateException.class);
            }
        }
    }
}
