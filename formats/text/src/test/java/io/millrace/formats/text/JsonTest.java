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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static final Schema NAMED = Schema.of(Field.of("id", Plain.BIGINT), Field.of("name", DataType.STRING));
    private static final Schema NESTED =
            Schema.of(
                    Field.of("id", Plain.BIGINT),
                    Field.of(
                            "bid",
                            new DataType.Row(
                                    List.of(
                                            Field.of("price", Plain.BIGINT),
                                            Field.of("tags", new DataType.Array(DataType.STRING)),
                                            Field.of("extra", new DataType.Mapping(DataType.STRING, Plain.INT))))));

    @Test
    void membersAreFoundByName() {
        Texts json = Texts.json(NAMED);
        assertThat(
                        json.read(
                                """
                                {"id":1,"name":"a"}
                                 { "name" : "b" , "other" : [1,{"id":9}], "id" : 2 }

                                {"name":null}
                                {}
                                {"i\\u0064":"5","name":6.50}\
                                """))
                .containsExactly(row(1L, "a"), row(2L, "b"), row(null, null), row(null, null), row(5L, "6.50"));
        assertThat(json.bad).isEmpty();
    }

    @Test
    void escapesAreResolved() {
        Texts json = Texts.json(NAMED);
        assertThat(json.read("{\"name\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\"}\n"))
                .containsExactly(row(null, "\"\\/\b\f\n\r\té😀"));
        assertThat(json.read("{\"name\":\"\\uD83D\"}\n{\"name\":\"\\x\"}\n{\"name\":\"\\u12\"}\n{\"name\":\"ok\"}"))
                .containsExactly(row(null, "ok"));
        assertThat(json.bad).hasSize(3).allSatisfy(bad -> assertThat(bad.reason()).contains("escape"));
    }

    @Test
    void malformedRecordCostsOnlyItsLine() {
        Texts json = Texts.json(NAMED);
        assertThat(
                        json.read(
                                """
                                {"id":1}
                                {"id":2
                                [1]
                                {"id":3}x
                                {"id":tru}
                                {"id":"x"}
                                {"name":"open}
                                {"id":1,}
                                {"id":1 "name":"b"}
                                {"id":9}
                                """))
                .containsExactly(row(1L, null), row(9L, null));
        assertThat(json.bad).hasSize(8);
        assertThat(json.bad.get(4))
                .satisfies(bad -> {
                    assertThat(bad.column()).isEqualTo("1 (id)");
                    assertThat(bad.reason()).isEqualTo("'x' is not a value of type BIGINT");
                });
    }

    @Test
    void textMustBeUtf8() {
        byte[] text = Texts.bytes("{\"name\":\"X\"}\n{\"name\":\"b\"}\n");
        text[9] = (byte) 0xC3;
        Texts json = Texts.json(NAMED);
        assertThat(json.read(text)).containsExactly(row(null, "b"));
        assertThat(json.bad).singleElement().satisfies(bad -> assertThat(bad.reason()).isEqualTo("it is not UTF-8"));
    }

    @Test
    void missingMembersMayBeErrors() {
        Texts json = Texts.json(NAMED, "json.fail-on-missing-field", "true");
        assertThat(json.read("{\"id\":1}\n{\"id\":null,\"name\":\"a\"}\n")).containsExactly(row(null, "a"));
        assertThat(json.bad)
                .singleElement()
                .satisfies(bad -> {
                    assertThat(bad.column()).isEqualTo("2 (name)");
                    assertThat(bad.reason()).isEqualTo("the field is missing");
                });
    }

    @Test
    void nestedValuesAreRead() {
        Texts json = Texts.json(NESTED);
        assertThat(
                        json.read(
                                """
                                {"id":1,"bid":{"price":5,"tags":["a","b\\n",null],"extra":{"k":1,"j":null}}}
                                {"id":2,"bid":null}
                                {"id":3,"bid":{"tags":[]}}
                                {"id":4,"bid":{"price":"x"}}
                                {"id":5,"bid":[]}
                                {"id":6,"bid":{"tags":{}}}
                                """))
                .containsExactly(
                        row(1L, row(5L, row("a", "b\n", null), maps("j", null, "k", 1))),
                        row(2L, null),
                        row(3L, row(null, List.of(), null)));
        assertThat(json.bad).hasSize(3);
    }

    @Test
    void pathsReachIntoObjects() {
        Schema wanted = Schema.of(Field.of("price", Plain.BIGINT), Field.of("id", Plain.BIGINT));
        Texts json = new Texts(Texts.json(NESTED).format(), wanted);
        List<FieldPath> paths = List.of(new FieldPath(List.of(1, 0)), FieldPath.of(0));
        byte[] text = Texts.bytes("{\"id\":1,\"bid\":{\"x\":[{}],\"price\":7}}\n{\"bid\":null,\"id\":2}\n{\"id\":3}\n");
        try (FormatReader reader = json.reader(text, Range.WHOLE, FormatReader.START, paths)) {
            json.drain(reader);
        }
        assertThat(json.rows).containsExactly(row(7L, 1L), row(null, 2L), row(null, 3L));
    }

    @Test
    void cutAnywhereEveryRecordIsReadOnce() {
        byte[] text = Texts.bytes("{\"id\":1}\n{\"id\":22,\"name\":\"b\"}\r\n\n{\"id\":333}\n{\"id\":4}");
        Texts json = Texts.json(NAMED);
        List<List<Object>> all = List.copyOf(json.read(text));
        assertThat(all).hasSize(4);
        for (int cut = 0; cut <= text.length; cut++) {
            List<List<Object>> parts = new ArrayList<>(json.read(text, new Range(0, cut)));
            parts.addAll(json.read(text, new Range(cut, Range.TO_THE_END)));
            assertThat(parts).as("cut at %s", cut).isEqualTo(all);
        }
    }

    @Test
    void everyTypeComesBack() {
        for (String standard : List.of("SQL", "ISO-8601")) {
            Texts json = Texts.json(Rows.ALL_TYPES, "json.timestamp-format.standard", standard);
            List<List<Object>> values = new Rows(new Random(11)).some(500);
            byte[] text = json.write(values);
            List<List<Object>> read = json.read(text);
            assertThat(json.bad).isEmpty();
            assertThat(Rows.comparable(read)).isEqualTo(Rows.comparable(values));
        }
    }

    @Test
    void nullsCanBeLeftOut() {
        Texts json = Texts.json(NAMED, "json.encode.ignore-null-fields", "true");
        assertThat(
                        new String(
                                json.write(List.of(row(1L, null), row(null, null), row(null, "a"))),
                                StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":1}\n{}\n{\"name\":\"a\"}\n");
    }

    @Test
    void typesAreTold() {
        Schema schema =
                Texts.json(Schema.of())
                        .format()
                        .infer(
                                new Texts.Memory(
                                        Texts.bytes(
                                                """
                                                {"a":1,"b":"x","c":{"d":[1.5,2]},"e":"2024-01-31 10:00:00","f":true}
                                                {"a":2.5,"b":"1","g":null}
                                                """)));
        assertThat(schema.toString())
                .isEqualTo("(a DOUBLE, b STRING, c ROW<`d` ARRAY<DOUBLE>>, e TIMESTAMP(3), f BOOLEAN, g STRING)");
        assertThatThrownBy(() -> Texts.json(Schema.of()).format().infer(new Texts.Memory(new byte[0])))
                .hasMessageContaining("declare them");
    }

    private static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }

    private static Map<Object, Object> maps(Object first, Object one, Object second, Object two) {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put(first, one);
        map.put(second, two);
        return map;
    }
}
