package io.millrace.connectors.generators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.Connectors;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.Split;
import io.millrace.dataflow.source.SplitReader;
import io.millrace.dataflow.source.SplitReader.Polled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NexmarkSourceTest {
    private static final Schema ALL = Connectors.infer(Generated.table(Schema.of(), "nexmark"));

    @Test
    void eventsDoNotDependOnWhoReadsThem() {
        Source source = Generated.source(ALL, "nexmark", "events.num", "150000", "out-of-order.group-size", "100");
        List<List<Object>> rows = new Generated().readAll(source, 1, 1_000_000);
        assertThat(rows).hasSize(150_000);
        assertThat(new Generated().readAll(source, 3, 7)).isEqualTo(rows);
        assertThat(rows.stream().filter(row -> row.getFirst().equals(2)).count()).isEqualTo(150_000 / 50 * 46);
        assertThat(rows.subList(0, 200))
                .allSatisfy(row -> {
                    int kind = (int) row.getFirst();
                    for (int column = 1; column <= 3; column++) {
                        assertThat(row.get(column) != null).isEqualTo(column == kind + 1);
                    }
                });
    }

    @Test
    void pathsGiveTheSameAsWholeRows() {
        Source source = Generated.source(ALL, "nexmark", "events.num", "5000");
        List<List<Object>> whole = new Generated().readAll(source, 1, 1_000_000);
        for (int column = 1; column <= 3; column++) {
            int kind = column;
            List<Field> fields = ((DataType.Row) ALL.type(kind)).fields();
            List<FieldPath> paths =
                    IntStream.range(0, fields.size()).mapToObj(i -> new FieldPath(List.of(kind, i))).toList();
            List<List<Object>> flat = new ArrayList<>();
            Split split = source.enumerator(new Source.EnumeratorContext(1, "")).next(0).orElseThrow();
            try (SplitReader reader = new Generated().reader(source, split, "", paths)) {
                while (reader.poll() instanceof Polled.Rows some) {
                    Generated.add(some.batch(), new Schema(fields), flat);
                }
            }
            for (int row = 0; row < whole.size(); row++) {
                Object expected = whole.get(row).get(kind);
                if (expected == null) {
                    assertThat(flat.get(row)).containsOnlyNulls();
                } else {
                    assertThat(flat.get(row)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void declaredColumnsAreFoundByName() {
        Schema some =
                Schema.of(
                        Field.of(
                                "bid",
                                new DataType.Row(
                                        List.of(
                                                Field.of("price", Plain.BIGINT),
                                                Field.of("dateTime", new DataType.Timestamp(9)),
                                                Field.of("url", new DataType.Varchar(100))))),
                        Field.of("event_type", Plain.INT));
        List<List<Object>> rows =
                new Generated().readAll(Generated.source(some, "nexmark", "events.num", "60"), 1, 100);
        assertThat(rows).hasSize(60);
        assertThat(rows.get(10).toString()).contains("2015-07-15T");
        assertThatThrownBy(() ->
                        Generated.source(
                                Schema.of(Field.of("bid", new DataType.Row(List.of(Field.of("prize", Plain.BIGINT))))),
                                "nexmark"))
                .hasMessageContaining("bid.prize")
                .hasMessageContaining("did you mean 'price'?");
        assertThatThrownBy(() ->
                        Generated.source(
                                Schema.of(
                                        Field.of("bid", new DataType.Row(List.of(Field.of("price", DataType.STRING))))),
                                "nexmark"))
                .hasMessageContaining("BIGINT");
        assertThatThrownBy(() -> Generated.source(ALL, "nexmark", "bid.proportion", "-1"))
                .hasMessageContaining("bid.proportion");
        assertThatThrownBy(() -> Generated.source(ALL, "nexmark", "bid.propotion", "1"))
                .hasMessageContaining("did you mean 'bid.proportion'?");
    }
}
