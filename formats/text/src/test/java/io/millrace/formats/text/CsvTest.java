package io.millrace.formats.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.Format.Range;
import io.millrace.dataflow.connector.FormatReader;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CsvTest {
    private static final Schema NAMED = Schema.of(Field.of("id", Plain.BIGINT), Field.of("name", DataType.STRING));

    @Test
    void fieldsMayStandInQuotes() {
        Texts csv = Texts.csv(NAMED);
        assertThat(csv.read("1,\"a,b\"\r\n2,\"he said \"\"no\"\"\"\n3,\"two\nlines\"\n4,\"\"\n5,\n6,plain"))
                .containsExactly(
                        row(1L, "a,b"),
                        row(2L, "he said \"no\""),
                        row(3L, "two\nlines"),
                        row(4L, ""),
                        row(5L, null),
                        row(6L, "plain"));
        assertThat(csv.bad).isEmpty();
    }

    @Test
    void lastLineNeedsNoEnd() {
        Texts csv = Texts.csv(NAMED);
        assertThat(csv.read("1,a\n2,b")).containsExactly(row(1L, "a"), row(2L, "b"));
        assertThat(csv.read("1,a\n2,\"b\"")).containsExactly(row(1L, "a"), row(2L, "b"));
        assertThat(csv.read("1,a\n2,")).containsExactly(row(1L, "a"), row(2L, null));
        assertThat(csv.read("1,a\r\n2,\"b\"\r\n")).containsExactly(row(1L, "a"), row(2L, "b"));
    }

    @Test
    void nothingIsNoRows() {
        assertThat(Texts.csv(NAMED).read("")).isEmpty();
        assertThat(Texts.csv(NAMED, "csv.header", "true").read("")).isEmpty();
        assertThat(Texts.csv(NAMED, "csv.header", "true").read("id,name")).isEmpty();
        assertThat(Texts.csv(NAMED).read("\n\n1,a\n\n")).containsExactly(row(1L, "a"));
    }

    @Test
    void headerNamesTheColumns() {
        Texts csv = Texts.csv(NAMED, "csv.header", "true");
        assertThat(csv.read("\uFEFFother,\"name\",Id\nx,a,1\ny,b,2\n")).containsExactly(row(1L, "a"), row(2L, "b"));
        assertThatThrownBy(() -> csv.read("id,title\n1,a\n"))
                .hasMessageContaining("'name'")
                .hasMessageContaining("id, title");
    }

    @Test
    void markBeforeTheTextIsSkipped() {
        assertThat(Texts.csv(NAMED).read("\uFEFF1,a\n")).containsExactly(row(1L, "a"));
    }

    @Test
    void dialectCanBeChosen() {
        Texts csv =
                Texts.csv(
                        NAMED,
                        "csv.field-delimiter",
                        "\\t",
                        "csv.quote-character",
                        "'",
                        "csv.null-literal",
                        "NULL",
                        "csv.allow-comments",
                        "true");
        assertThat(csv.read("# no\n1\t'it''s'\n2\tNULL\n3\t'NULL'\n4\t\n#5\n"))
                .containsExactly(row(1L, "it's"), row(2L, null), row(3L, "NULL"), row(4L, ""));
    }

    @Test
    void malformedRecordCostsOnlyItsLine() {
        Texts csv = Texts.csv(NAMED);
        assertThat(csv.read("1,a\n2,b\"c\n3,\"d\"e\n4\n5,f,g\nx,h\n6,\"never\n7,i\n"))
                .containsExactly(row(1L, "a"), row(7L, "i"));
        assertThat(csv.bad)
                .extracting(bad -> bad.reason())
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("a quote stands inside field 2"),
                        reason -> assertThat(reason).contains("after the closing quote of field 2"),
                        reason -> assertThat(reason).contains("it has 1 field where 2"),
                        reason -> assertThat(reason).contains("it has 3 fields where 2"),
                        reason -> assertThat(reason).isEqualTo("'x' is not a value of type BIGINT"),
                        reason -> assertThat(reason).contains("never closed"));
        assertThat(csv.bad.get(4).column()).isEqualTo("1 (id)");
        assertThat(new String(csv.bad.get(4).raw(), StandardCharsets.UTF_8)).isEqualTo("x,h");
        assertThat(csv.bad.get(4).position()).isEqualTo("1,a\n2,b\"c\n3,\"d\"e\n4\n5,f,g\n".length());
    }

    @Test
    void textMustBeUtf8() {
        byte[] text = Texts.bytes("1,aX\n2,b\n");
        text[3] = (byte) 0xFF;
        Texts csv = Texts.csv(NAMED);
        assertThat(csv.read(text)).containsExactly(row(2L, "b"));
        assertThat(csv.bad).singleElement().satisfies(bad -> assertThat(bad.reason()).isEqualTo("it is not UTF-8"));
    }

    @Test
    void longRecordIsABadOne() {
        Texts csv = Texts.csv(NAMED);
        csv.maxRecordBytes = 1 << 20;
        String large = "x".repeat(2 << 20);
        assertThat(csv.read("1,a\n2," + large + "\n3,c\n")).containsExactly(row(1L, "a"), row(3L, "c"));
        assertThat(csv.bad).singleElement().satisfies(bad -> assertThat(bad.reason()).contains("max-record-bytes"));
        csv.maxRecordBytes = 4 << 20;
        assertThat(csv.read("1,a\n2," + large + "\n3,c\n")).containsExactly(row(1L, "a"), row(2L, large), row(3L, "c"));
    }

    @Test
    void onlyWantedColumnsAreDecoded() {
        Texts csv = Texts.csv(NAMED);
        try (FormatReader reader = csv.reader(Texts.bytes("x,a\ny,b\n"), Range.WHOLE, FormatReader.START, List.of())) {
            int rows = 0;
            while (!reader.isEnded()) {
                rows += reader.next().map(batch -> batch.size()).orElse(0);
            }
            assertThat(rows).isEqualTo(2);
        }
        Schema name = Schema.of(Field.of("name", DataType.STRING));
        Texts narrow = new Texts(csv.format(), name);
        try (FormatReader reader =
                narrow.reader(Texts.bytes("x,a\ny,b\n"), Range.WHOLE, FormatReader.START, List.of(FieldPath.of(1)))) {
            narrow.drain(reader);
        }
        assertThat(narrow.rows).containsExactly(row("a"), row("b"));
    }

    @Test
    void cutAnywhereEveryRecordIsReadOnce() {
        byte[] text = Texts.bytes("id,name\n1,a\n22,\"b,b\"\r\n333,\n4,\"x\"\"y\"\n55,end");
        Texts csv = Texts.csv(NAMED, "csv.header", "true");
        List<List<Object>> all = List.copyOf(csv.read(text));
        assertThat(all).hasSize(5);
        for (int cut = 0; cut <= text.length; cut++) {
            for (int other = cut; other <= text.length; other++) {
                List<List<Object>> parts = new ArrayList<>(csv.read(text, new Range(0, cut)));
                parts.addAll(csv.read(text, new Range(cut, other)));
                parts.addAll(csv.read(text, new Range(other, Range.TO_THE_END)));
                assertThat(parts).as("cut at %s and %s", cut, other).isEqualTo(all);
            }
        }
    }

    @Test
    void fileWithLineEndsInQuotesIsNotCut() {
        Texts csv = Texts.csv(NAMED);
        String line = "1,\"a\"\"b\"\n";
        assertThat(csv.format().cut(new Texts.Memory(Texts.bytes(line.repeat(100))), 100)).hasSize(9);
        assertThat(csv.format().cut(new Texts.Memory(Texts.bytes(line.repeat(100) + "2,\"x\ny\"\n")), 100))
                .containsExactly(Range.WHOLE);
        Texts promised = Texts.csv(NAMED, "csv.quoted-line-ends", "false");
        assertThat(promised.format().cut(new Texts.Memory(Texts.bytes(line.repeat(100) + "2,\"x\ny\"\n")), 100))
                .hasSize(9);
    }

    @Test
    void readerGoesOnFromAnyPosition() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3 * Spans.STRIDE; i++) {
            text.append(i).append(",\"name\n").append(i).append("\"\n");
        }
        byte[] bytes = Texts.bytes(text.toString());
        Texts csv = Texts.csv(NAMED);
        List<List<Object>> all = List.copyOf(csv.read(bytes));
        for (int polls = 0; polls < 4; polls++) {
            csv.rows.clear();
            long position;
            try (FormatReader reader = csv.reader(bytes, Range.WHOLE, FormatReader.START)) {
                for (int i = 0; i < polls; i++) {
                    reader.next().ifPresent(csv::add);
                }
                position = polls == 0 ? FormatReader.START : reader.position();
            }
            try (FormatReader reader = csv.reader(bytes, Range.WHOLE, position)) {
                csv.drain(reader);
            }
            assertThat(csv.rows).isEqualTo(all);
        }
    }

    @Test
    void everyTypeComesBack() {
        Rows rows = new Rows(new Random(7));
        Texts csv = Texts.csv(Rows.ALL_TYPES, "csv.header", "true");
        List<List<Object>> values = rows.some(500);
        byte[] text = csv.write(values);
        assertThat(Rows.comparable(csv.read(text))).isEqualTo(Rows.comparable(values));
        assertThat(csv.bad).isEmpty();
    }

    @Test
    void typesAreTold() {
        Schema schema =
                Texts.csv(Schema.of(), "csv.header", "true")
                        .format()
                        .infer(
                                new Texts.Memory(
                                        Texts.bytes(
                                                "a,b,c,d,e,f,g,h\n1,2.5,x,2024-01-31,2024-01-31 10:11:12.5,true,007,\n"
                                                        + "-5,3,1,2024-02-01,2024-02-01T00:00:00,false,1,\n")));
        assertThat(schema.toString())
                .isEqualTo("(a BIGINT, b DOUBLE, c STRING, d DATE, e TIMESTAMP(3), f BOOLEAN, g STRING, h STRING)");
        assertThat(Texts.csv(Schema.of()).format().infer(new Texts.Memory(Texts.bytes("1,x\n"))).toString())
                .isEqualTo("(column1 BIGINT, column2 STRING)");
    }

    private static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }
}
