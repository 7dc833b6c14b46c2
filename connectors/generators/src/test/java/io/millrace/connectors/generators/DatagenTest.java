package io.millrace.connectors.generators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.Source.Boundedness;
import io.millrace.dataflow.source.SplitReader;
import io.millrace.dataflow.source.SplitReader.Polled;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DatagenTest {
    private static final Schema PAIR = Schema.of(Field.of("id", Plain.BIGINT), Field.of("name", DataType.STRING));
    private static final Schema MANY =
            Schema.of(
                    Field.of("b", Plain.BOOLEAN),
                    Field.of("t", Plain.TINYINT),
                    Field.of("s", Plain.SMALLINT),
                    Field.of("i", Plain.INT),
                    Field.of("l", Plain.BIGINT),
                    Field.of("f", Plain.FLOAT),
                    Field.of("d", Plain.DOUBLE),
                    Field.of("p", new DataType.Decimal(10, 2)),
                    Field.of("q", new DataType.Decimal(38, 5)),
                    Field.of("v", new DataType.Varchar(7)),
                    Field.of("bytes", DataType.BYTES),
                    Field.of("day", Plain.DATE),
                    Field.of("time", new DataType.Time(3)),
                    Field.of("ts", new DataType.Timestamp(3)),
                    Field.of("ltz", new DataType.TimestampLtz(9)),
                    Field.of("a", new DataType.Array(Plain.INT)),
                    Field.of("m", new DataType.Mapping(DataType.STRING, Plain.INT)),
                    Field.of("r", new DataType.Row(List.of(Field.of("x", Plain.INT), Field.of("y", DataType.STRING)))));

    @Test
    void sequencesCountToTheirEnd() {
        Source source =
                Generated.source(
                        PAIR,
                        "datagen",
                        "fields.id.kind",
                        "sequence",
                        "fields.id.start",
                        "5",
                        "fields.id.end",
                        "104",
                        "fields.name.length",
                        "3");
        assertThat(source.boundedness()).isEqualTo(Boundedness.BOUNDED);
        List<List<Object>> rows = new Generated().readAll(source, 3, 1000);
        assertThat(rows).hasSize(100);
        assertThat(rows.stream().map(row -> (Long) row.getFirst()).sorted().toList()).startsWith(5L, 6L).endsWith(104L);
        assertThat(rows).allSatisfy(row -> assertThat((String) row.get(1)).hasSize(3));
    }

    @Test
    void valuesDependOnSeedAndRowAlone() {
        String[] options = {
            "number-of-rows",
            "10000",
            "fields.t.min",
            "-3",
            "fields.t.max",
            "3",
            "fields.p.min",
            "0.5",
            "fields.p.max",
            "2",
            "fields.a.length",
            "2",
            "fields.m.length",
            "2",
            "fields.v.null-rate",
            "0.5",
            "fields.r.x.kind",
            "sequence",
            "fields.r.x.start",
            "1",
            "fields.r.x.end",
            "20000",
            "seed",
            "7"
        };
        Source source = Generated.source(MANY, "datagen", options);
        List<List<Object>> rows = comparable(new Generated().readAll(source, 2, 1000));
        assertThat(rows).hasSize(10_000);
        assertThat(comparable(new Generated().readAll(source, 2, 1))).isEqualTo(rows);
        assertThat(comparable(new Generated().readAll(source, 3, 2))).containsExactlyInAnyOrderElementsOf(rows);
        assertThat(rows.stream().map(row -> row.get(1)).distinct()).hasSize(7);
        assertThat(rows.stream().filter(row -> row.get(9) == null).count()).isBetween(4500L, 5500L);
        assertThat(rows)
                .allSatisfy(row -> {
                    assertThat(new BigDecimal(row.get(7).toString()))
                            .isBetween(new BigDecimal("0.5"), new BigDecimal("2"));
                    assertThat(row.get(9) == null ? 7 : row.get(9).toString().length()).isEqualTo(7);
                });
    }

    @Test
    void rowsComeAtTheirRate() {
        Generated generated = new Generated();
        Source source = Generated.source(PAIR, "datagen", "rows-per-second", "100");
        assertThat(source.boundedness()).isEqualTo(Boundedness.UNBOUNDED);
        var split = source.enumerator(new Source.EnumeratorContext(1, "")).next(0).orElseThrow();
        try (SplitReader reader = generated.reader(source, split, "", Generated.columns(PAIR))) {
            int rows = 0;
            for (int i = 0; i < 1000; i++) {
                switch (reader.poll()) {
                    case Polled.Rows some -> rows += some.batch().size();
                    case Polled.NothingUntil later -> generated.nanos = later.timeMillis() * 1_000_000;
                    default -> throw new AssertionError();
                }
                if (generated.nanos >= 3_000_000_000L) {
                    break;
                }
            }
            assertThat(rows).isBetween(195, 205);
        }
    }

    @Test
    void wrongOptionsAreNamed() {
        assertThatThrownBy(() -> Generated.source(PAIR, "datagen", "fields.id.kind", "sequenze"))
                .hasMessageContaining("did you mean 'sequence'?");
        assertThatThrownBy(() -> Generated.source(PAIR, "datagen", "fields.id.kind", "sequence"))
                .hasMessageContaining("fields.id.start");
        assertThatThrownBy(() -> Generated.source(PAIR, "datagen", "fields.id.min", "5", "fields.id.max", "4"))
                .hasMessageContaining("fields.id.max");
        assertThatThrownBy(() -> Generated.source(PAIR, "datagen", "fields.id.minimum", "5"))
                .hasMessageContaining("no option");
    }

    private static List<List<Object>> comparable(List<List<Object>> rows) {
        List<List<Object>> texts = new ArrayList<>();
        for (List<Object> row : rows) {
            List<Object> values = new ArrayList<>();
            row.forEach(value ->
                    values.add(
                            value instanceof byte[] bytes
                                    ? HexFormat.of().formatHex(bytes)
                                    : value == null ? null : Objects.toString(value)));
            texts.add(values);
        }
        return texts;
    }
}
