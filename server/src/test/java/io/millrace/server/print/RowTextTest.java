package io.millrace.server.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.Batch;
import io.millrace.data.ByteSink;
import io.millrace.data.Column;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.Lease;
import io.millrace.data.Schema;
import io.millrace.server.print.RowText.Operations;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowTextTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void csvQuotesWhatNeedsIt() {
        Schema schema = Schema.of(Field.of("a,b", DataType.STRING), Field.of("n", DataType.Plain.INT));
        Batch batch =
                Batch.of(
                        5,
                        Columns.of(DataType.STRING, "plain", "with, comma", "a \"word\"", "", null),
                        Columns.of(DataType.Plain.INT, 1, 2, null, 4, 5));
        assertThat(text(new CsvText(schema, BERLIN, Operations.HIDDEN), batch))
                .isEqualTo("\"a,b\",n\nplain,1\n\"with, comma\",2\n\"a \"\"word\"\"\",\n\"\",4\n,5\n");
    }

    @Test
    void csvKeepsLineBreaksInQuotes() {
        Schema schema = Schema.of(Field.of("t", DataType.STRING));
        Batch batch = Batch.of(1, Columns.of(DataType.STRING, "two\nlines"));
        assertThat(text(new CsvText(schema, BERLIN, Operations.HIDDEN), batch)).isEqualTo("t\n\"two\nlines\"\n");
    }

    @Test
    void everyTypeIsPrinted() {
        Object[][] cells = {
            {DataType.Plain.BOOLEAN, true, "true", "true"},
            {DataType.Plain.TINYINT, (byte) -1, "-1", "-1"},
            {DataType.Plain.BIGINT, Long.MIN_VALUE, "-9223372036854775808", "-9223372036854775808"},
            {DataType.Plain.DOUBLE, 0.1, "0.1", "0.1"},
            {DataType.Plain.DOUBLE, Double.NaN, "NaN", "\"NaN\""},
            {DataType.Plain.FLOAT, Float.NEGATIVE_INFINITY, "-Infinity", "\"-Infinity\""},
            {new DataType.Decimal(5, 2), new BigDecimal("1.50"), "1.50", "1.50"},
            {
                new DataType.Decimal(30, 1),
                new BigDecimal("12345678901234567890.5"),
                "12345678901234567890.5",
                "12345678901234567890.5"
            },
            {DataType.Plain.DATE, LocalDate.of(2024, 2, 29), "2024-02-29", "\"2024-02-29\""},
            {new DataType.Time(0), LocalTime.of(1, 2, 3), "01:02:03", "\"01:02:03\""},
            {
                new DataType.Timestamp(3),
                LocalDateTime.of(2024, 1, 2, 3, 4, 5),
                "2024-01-02 03:04:05.000",
                "\"2024-01-02 03:04:05.000\""
            },
            {
                new DataType.TimestampLtz(0),
                Instant.parse("2024-07-01T10:00:00Z"),
                "2024-07-01 12:00:00",
                "\"2024-07-01 12:00:00\""
            },
            {
                DataType.STRING,
                "tab\tand \"quote\" \\",
                "\"tab\tand \"\"quote\"\" \\\"",
                "\"tab\\tand \\\"quote\\\" \\\\\""
            },
            {DataType.BYTES, new byte[] {1, (byte) 255}, "01ff", "\"01ff\""},
            {new DataType.Array(DataType.Plain.INT), List.of(1, 2), "\"[1, 2]\"", "[1,2]"},
            {new DataType.Mapping(DataType.STRING, DataType.Plain.INT), Map.of("k", 1), "{k=1}", "{\"k\":1}"},
        };
        for (Object[] cell : cells) {
            Schema schema = Schema.of(Field.of("c", (DataType) cell[0]));
            Batch batch = Batch.of(1, Columns.of((DataType) cell[0], cell[1]));
            assertThat(text(new CsvText(schema, BERLIN, Operations.HIDDEN), batch)).isEqualTo("c\n" + cell[2] + "\n");
            assertThat(text(new JsonText(schema, BERLIN, Operations.HIDDEN), batch))
                    .isEqualTo("{\"c\":" + cell[3] + "}\n");
            Batch constant = Batch.of(1, Columns.constant((DataType) cell[0], cell[1], 1));
            assertThat(text(new JsonText(schema, BERLIN, Operations.HIDDEN), constant))
                    .isEqualTo("{\"c\":" + cell[3] + "}\n");
            Batch none = Batch.of(1, Columns.of((DataType) cell[0], new Object[] {null}));
            assertThat(text(new JsonText(schema, BERLIN, Operations.HIDDEN), none)).isEqualTo("{\"c\":null}\n");
        }
    }

    @Test
    void changesHaveAnOperationAndAreRepeatedByWeight() {
        Schema schema = Schema.of(Field.of("n", DataType.Plain.INT));
        Batch batch = weighted(new int[] {2, -1}, Columns.of(DataType.Plain.INT, 7, 8));
        assertThat(text(new CsvText(schema, BERLIN, Operations.SHOWN), batch))
                .isEqualTo("op,n\nINSERT,7\nINSERT,7\nDELETE,8\n");
        assertThat(text(new JsonText(schema, BERLIN, Operations.SHOWN), batch))
                .isEqualTo("{\"op\":\"INSERT\",\"n\":7}\n{\"op\":\"INSERT\",\"n\":7}\n{\"op\":\"DELETE\",\"n\":8}\n");
    }

    @Test
    void onlySelectedRowsArePrinted() {
        Schema schema = Schema.of(Field.of("n", DataType.Plain.INT));
        Batch batch = Batch.of(3, Columns.of(DataType.Plain.INT, 1, 2, 3)).select(new int[] {2, 0}, 2, Lease.UNPOOLED);
        assertThat(text(new CsvText(schema, BERLIN, Operations.HIDDEN), batch)).isEqualTo("n\n3\n1\n");
    }

    static Batch weighted(int[] weights, Column... columns) {
        return Batch.weighted(weights.length, columns, weights, Lease.UNPOOLED);
    }

    private static String text(RowText form, Batch batch) {
        ByteSink sink = new ByteSink();
        form.header(sink);
        form.rows(batch, 0, sink);
        return sink.toString();
    }
}
