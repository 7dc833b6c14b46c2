package io.millrace.server.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.Batch;
import io.millrace.data.ByteSink;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.server.print.Presentation.Ending;
import io.millrace.server.print.RowText.Operations;
import io.millrace.server.print.TableLayout.Look;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Schema SCHEMA =
            Schema.of(Field.of("airport", DataType.STRING), Field.of("delays", DataType.Plain.BIGINT));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(out, false, StandardCharsets.UTF_8);

    @Test
    void numbersStandToTheRight() {
        TableStream table = new TableStream(layout(Look.PLAIN), SCHEMA, new Screen(stream, stream, Terminal.NONE));
        table.show(
                new Portion.Rows(
                        List.of(
                                Batch.of(
                                        2,
                                        Columns.of(DataType.STRING, "JFK", null),
                                        Columns.of(DataType.Plain.BIGINT, 5L, 12345L)))));
        table.end(Ending.COMPLETE);
        assertThat(printed())
                .isEqualTo(
                        """
                         airport │ delays
                        ─────────┼────────
                         JFK     │      5
                         NULL    │  12345
                        """);
        assertThat(table.rowCount()).isEqualTo(2);
    }

    @Test
    void anEmptyResultHasAHeader() {
        TableStream table = new TableStream(layout(Look.PLAIN), SCHEMA, new Screen(stream, stream, Terminal.NONE));
        table.end(Ending.COMPLETE);
        assertThat(printed()).isEqualTo(" airport │ delays\n─────────┼────────\n");
    }

    @Test
    void noValueMovesTheCursor() {
        TableLayout layout = layout(Look.PLAIN);
        Batch batch =
                Batch.of(
                        1, Columns.of(DataType.STRING, "a\u001b[2Jb\nc\u009bd"), Columns.of(DataType.Plain.BIGINT, 1L));
        layout.measure(batch, 0);
        ByteSink sink = new ByteSink();
        layout.row(batch, 0, sink);
        assertThat(sink.toString()).isEqualTo(" a?[2Jb\\nc?d │      1\n");
    }

    @Test
    void wideAndCombiningCharactersAreMeasuredAsTheyAreShown() {
        assertThat(width("日本")).isEqualTo(4);
        assertThat(width("e\u0301")).isEqualTo(1);
        assertThat(width("naïve")).isEqualTo(5);
        assertThat(width("🚀")).isEqualTo(2);
    }

    @Test
    void aLineFitsTheTerminal() {
        TableLayout layout = layout(new Look(false, 30));
        Batch batch = Batch.of(1, Columns.of(DataType.STRING, "x".repeat(100)), Columns.of(DataType.Plain.BIGINT, 1L));
        layout.measure(batch, 0);
        ByteSink sink = new ByteSink();
        layout.row(batch, 0, sink);
        String line = sink.toString().stripTrailing();
        assertThat(line).hasSizeLessThanOrEqualTo(30).contains("x… │      1");
    }

    @Test
    void aLiveTableShowsWhatIsThereNowWithinTheHeight() {
        Terminal terminal = new Terminal(true, true, 40, 8);
        Screen screen = new Screen(stream, stream, terminal);
        LiveTable table = new LiveTable(layout(new Look(true, 40)), SCHEMA, screen, () -> List.of("flights: 10 rows"));
        Object[] names = new Object[20];
        Object[] counts = new Object[20];
        for (int i = 0; i < names.length; i++) {
            names[i] = "A" + (char) ('a' + i);
            counts[i] = (long) i;
        }
        table.show(
                new Portion.Rows(
                        List.of(
                                Batch.of(
                                        20,
                                        Columns.of(DataType.STRING, names),
                                        Columns.of(DataType.Plain.BIGINT, counts)))));
        table.settle(System.nanoTime());
        String first = printed();
        assertThat(first.chars().filter(c -> c == 0x0a).count()).isEqualTo(7);
        assertThat(first).contains("Aa").contains("… 17 more rows").contains("flights: 10 rows").doesNotContain("Ad");

        out.reset();
        table.show(
                new Portion.Rows(
                        List.of(
                                RowTextTest.weighted(
                                        new int[] {-1, 1},
                                        Columns.of(DataType.STRING, "Aa", "Aa"),
                                        Columns.of(DataType.Plain.BIGINT, 0L, 99L)))));
        table.settle(System.nanoTime() + 1_000_000_000L);
        assertThat(printed()).contains("\u001b[7A").contains("99");

        out.reset();
        table.end(Ending.COMPLETE);
        assertThat(printed()).contains("99").contains("At").doesNotContain("more rows");
        assertThat(table.rowCount()).isEqualTo(20);
    }

    @Test
    void aLiveTableIsNotRedrawnMoreThanTenTimesASecond() {
        Screen screen = new Screen(stream, stream, new Terminal(true, true, 40, 20));
        LiveTable table = new LiveTable(layout(Look.PLAIN), SCHEMA, screen, List::of);
        long now = System.nanoTime();
        table.settle(now);
        out.reset();
        table.settle(now + 50_000_000L);
        assertThat(printed()).isEmpty();
    }

    @Test
    void messagesGoAboveLiveLines() {
        Screen screen = new Screen(stream, stream, new Terminal(true, true, 40, 20));
        ByteSink live = new ByteSink();
        live.write("live\n");
        screen.liveRows(live, 1);
        out.reset();
        screen.tell("note: hello");
        assertThat(printed()).isEqualTo("\u001b[1A\r\u001b[Jnote: hello\n\u001b[?7llive\u001b[K\n\u001b[J\u001b[?7h");
    }

    private static TableLayout layout(Look look) {
        return new TableLayout(SCHEMA, ZoneOffset.UTC, Operations.HIDDEN, look);
    }

    private static int width(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return CellText.width(bytes, 0, bytes.length);
    }

    private String printed() {
        stream.flush();
        return out.toString(StandardCharsets.UTF_8);
    }
}
