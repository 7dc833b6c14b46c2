package io.millrace.operators.expression;

import static io.millrace.operators.expression.Sql.call;
import static io.millrace.operators.expression.Sql.cast;
import static io.millrace.operators.expression.Sql.column;
import static io.millrace.operators.expression.Sql.integer;
import static io.millrace.operators.expression.Sql.text;
import static io.millrace.operators.expression.Sql.tryCast;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.expression.Expression;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The same expressions over the same random rows in another database, where the two agree on what they mean. */
final class DuckOracleTest {
    private static final int ROWS = 400;
    private static final DataType PRICE = new DataType.Decimal(12, 3);
    private static final DataType TIMESTAMP = new DataType.Timestamp(6);
    private static final List<DataType> TYPES =
            List.of(Plain.INT, Plain.BIGINT, Plain.DOUBLE, DataType.STRING, PRICE, TIMESTAMP, DataType.STRING);
    private static final Expression A = column(0, Plain.INT);
    private static final Expression B = column(1, Plain.BIGINT);
    private static final Expression D = column(2, Plain.DOUBLE);
    private static final Expression S = column(3, DataType.STRING);
    private static final Expression P = column(4, PRICE);
    private static final Expression T = column(5, TIMESTAMP);
    private static final Expression N = column(6, DataType.STRING);

    private record Pair(String sql, Expression ours) {}

    private static Pair pair(String sql, Expression ours) {
        return new Pair(sql, ours);
    }

    private static List<Pair> pairs() {
        DataType string = DataType.STRING;
        return List.of(
                pair("a + b", call("+", Plain.BIGINT, A, B)),
                pair("a * 3 - b", call("-", Plain.BIGINT, call("*", Plain.INT, A, integer(3)), B)),
                pair("b // nullif(a, 0)", call("/", Plain.BIGINT, B, call("NULLIF", Plain.INT, A, integer(0)))),
                pair("b % nullif(a, 0)", call("MOD", Plain.BIGINT, B, call("NULLIF", Plain.INT, A, integer(0)))),
                pair("abs(a)", call("ABS", Plain.INT, A)),
                pair(
                        "d * 2.5::double + a",
                        call("+", Plain.DOUBLE, call("*", Plain.DOUBLE, D, Sql.literal(2.5, Plain.DOUBLE)), A)),
                pair("floor(d)", call("FLOOR", Plain.DOUBLE, D)),
                pair("p + p", call("+", new DataType.Decimal(13, 3), P, P)),
                pair("p * p", call("*", new DataType.Decimal(24, 6), P, P)),
                pair("round(p, 1)", call("ROUND", new DataType.Decimal(12, 1), P, integer(1))),
                pair("p > a", call(">", Plain.BOOLEAN, P, A)),
                pair(
                        "a < 5 and b > 0",
                        call(
                                "AND",
                                Plain.BOOLEAN,
                                call("<", Plain.BOOLEAN, A, integer(5)),
                                call(">", Plain.BOOLEAN, B, integer(0)))),
                pair(
                        "a < 5 or b > 0",
                        call(
                                "OR",
                                Plain.BOOLEAN,
                                call("<", Plain.BOOLEAN, A, integer(5)),
                                call(">", Plain.BOOLEAN, B, integer(0)))),
                pair("a is distinct from b", call("IS DISTINCT FROM", Plain.BOOLEAN, A, B)),
                pair("d < a", call("<", Plain.BOOLEAN, D, A)),
                pair("upper(s)", call("UPPER", string, S)),
                pair("lower(s)", call("LOWER", string, S)),
                pair("length(s)", call("CHAR_LENGTH", Plain.INT, S)),
                pair("substring(s, 2, 3)", call("SUBSTRING", string, S, integer(2), integer(3))),
                pair("substring(s, a, 4)", call("SUBSTRING", string, S, A, integer(4))),
                pair("left(s, 2)", call("LEFT", string, S, integer(2))),
                pair("right(s, 2)", call("RIGHT", string, S, integer(2))),
                pair("reverse(s)", call("REVERSE", string, S)),
                pair("replace(s, 'b', 'xyz')", call("REPLACE", string, S, text("b"), text("xyz"))),
                pair("trim(s)", call("BTRIM", string, S)),
                pair("lpad(s, 7, 'xy')", call("LPAD", string, S, integer(7), text("xy"))),
                pair("position('b' in s)", call("POSITION", Plain.INT, text("b"), S)),
                pair("s like '%b_'", call("LIKE", Plain.BOOLEAN, S, text("%b_"))),
                pair("s like 'a%b%'", call("LIKE", Plain.BOOLEAN, S, text("a%b%"))),
                pair("s like '_b'", call("LIKE", Plain.BOOLEAN, S, text("_b"))),
                pair("s < 'b'", call("<", Plain.BOOLEAN, S, text("b"))),
                pair("concat_ws('-', s, n)", call("CONCAT_WS", string, text("-"), S, N)),
                pair("s || n", call("||", string, S, N)),
                pair("md5(s)", call("MD5", string, S)),
                pair("try_cast(n as integer)", tryCast(N, Plain.INT)),
                pair("try_cast(n as double)", tryCast(N, Plain.DOUBLE)),
                pair("cast(b as varchar)", cast(B, string)),
                pair("cast(p as varchar)", cast(P, string)),
                pair("cast(t as date)::varchar", cast(cast(T, Plain.DATE), string)),
                pair("year(t)", call("EXTRACT", Plain.BIGINT, text("YEAR"), T)),
                pair("month(t)", call("EXTRACT", Plain.BIGINT, text("MONTH"), T)),
                pair("day(t)", call("EXTRACT", Plain.BIGINT, text("DAY"), T)),
                pair("hour(t)", call("EXTRACT", Plain.BIGINT, text("HOUR"), T)),
                pair("second(t)", call("EXTRACT", Plain.BIGINT, text("SECOND"), T)),
                pair("weekofyear(t)", call("EXTRACT", Plain.BIGINT, text("WEEK"), T)),
                pair("dayofyear(t)", call("EXTRACT", Plain.BIGINT, text("DOY"), T)),
                pair(
                        "strftime(date_trunc('hour', t), '%Y-%m-%d %H:%M:%S')",
                        call(
                                "DATE_FORMAT",
                                string,
                                call("FLOOR", TIMESTAMP, T, text("HOUR")),
                                text("yyyy-MM-dd HH:mm:ss"))),
                pair(
                        "strftime(date_trunc('quarter', t), '%Y-%m-%d %H:%M:%S')",
                        call(
                                "DATE_FORMAT",
                                string,
                                call("FLOOR", TIMESTAMP, T, text("QUARTER")),
                                text("yyyy-MM-dd HH:mm:ss"))),
                pair(
                        "strftime(date_trunc('week', t), '%Y-%m-%d')",
                        call("DATE_FORMAT", string, call("FLOOR", TIMESTAMP, T, text("WEEK")), text("yyyy-MM-dd"))),
                pair(
                        "strftime(t + interval 5 month, '%Y-%m-%d %H:%M')",
                        call(
                                "DATE_FORMAT",
                                string,
                                call("TIMESTAMPADD", TIMESTAMP, text("MONTH"), integer(5), T),
                                text("yyyy-MM-dd HH:mm"))),
                pair(
                        "case when a > 5 then s when a > 0 then n end",
                        call(
                                "CASE",
                                string,
                                call(">", Plain.BOOLEAN, A, integer(5)),
                                S,
                                call(">", Plain.BOOLEAN, A, integer(0)),
                                N,
                                Sql.literal(null, string))),
                pair("coalesce(a, b, 7)", call("COALESCE", Plain.BIGINT, A, B, integer(7))),
                pair(
                        "greatest(coalesce(a, 3), coalesce(b, 3))",
                        call(
                                "GREATEST",
                                Plain.BIGINT,
                                call("COALESCE", Plain.INT, A, integer(3)),
                                call("COALESCE", Plain.BIGINT, B, integer(3)))));
    }

    private static @Nullable Object[] row(SplittableRandom random) {
        String[] texts = {"", "a", "ab", "abab", "übel", " b ", "xyz", "bb", "😀b", "aXb"};
        String[] numbers = {"1", "-20", "42", "x", "", "0", " 7 ", "99999999999"};
        @Nullable Object[] row = {
            random.nextInt(-12, 13),
            random.nextLong(-1000, 1000),
            Math.rint(random.nextDouble(-1000, 1000) * 8) / 8,
            texts[random.nextInt(texts.length)],
            BigDecimal.valueOf(random.nextLong(-1_000_000, 1_000_000), 3),
            LocalDateTime.of(1970, 1, 1, 0, 0).plusSeconds(random.nextLong(-3_000_000_000L, 3_000_000_000L)),
            numbers[random.nextInt(numbers.length)]
        };
        for (int i = 0; i < row.length; i++) {
            if (random.nextInt(8) == 0) {
                row[i] = null;
            }
        }
        return row;
    }

    @Test
    void expressionsGiveWhatAnotherDatabaseGives() throws SQLException {
        SplittableRandom random = new SplittableRandom(11);
        Object[][] columns = new Object[TYPES.size()][ROWS];
        List<Pair> pairs = pairs();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table t (i integer, a integer, b bigint, d double, s varchar, p decimal(12, 3), t timestamp, n varchar)");
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into t values (?, ?, ?, ?, ?, ?, ?, ?)")) {
                for (int i = 0; i < ROWS; i++) {
                    @Nullable Object[] row = row(random);
                    insert.setInt(1, i);
                    for (int c = 0; c < row.length; c++) {
                        columns[c][i] = row[c];
                        insert.setObject(c + 2, row[c]);
                    }
                    insert.execute();
                }
            }
            List<Expression> ours = pairs.stream().map(Pair::ours).toList();
            int batchRows = Math.min(ROWS, Batch.MAX_ROWS);
            Projector projector = Projector.compile(ours, Optional.empty(), TYPES, SessionSettings.UTC);
            String select = String.join(", ", pairs.stream().map(Pair::sql).toList());
            try (ResultSet theirs = statement.executeQuery("select " + select + " from t order by i")) {
                for (int start = 0; start < ROWS; start += batchRows) {
                    check(projector, columns, start, Math.min(ROWS, start + batchRows), pairs, theirs);
                }
            }
        }
    }

    private static void check(
            Projector projector, Object[][] values, int start, int end, List<Pair> pairs, ResultSet theirs)
            throws SQLException {
        io.millrace.data.Column[] columns = new io.millrace.data.Column[values.length];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = Columns.of(TYPES.get(c), java.util.Arrays.copyOfRange(values[c], start, end));
        }
        Batch result = projector.project(Batch.of(end - start, columns), 0, BufferPool.HEAP).orElseThrow();
        for (int row = 0; row < end - start; row++) {
            theirs.next();
            for (int i = 0; i < pairs.size(); i++) {
                Object actual = Columns.value(result.column(i), pairs.get(i).ours().type(), row);
                Object expected = theirs.getObject(i + 1);
                assertThat(String.valueOf(plain(actual)))
                        .as("row %s, %s", start + row, pairs.get(i).sql())
                        .isEqualTo(String.valueOf(plain(expected)));
            }
        }
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof BigDecimal number
                ? number.stripTrailingZeros().toPlainString()
                : value instanceof Float || value instanceof Double ? (Object) ((Number) value).doubleValue() : value;
    }
}
