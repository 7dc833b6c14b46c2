package io.millrace.operators.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.Batch;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.expression.Expression.Literal;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import io.millrace.dataflow.source.SourceOperator;
import io.millrace.dataflow.source.Split;
import io.millrace.operators.Drive;
import io.millrace.operators.calc.Calc;
import io.millrace.operators.window.Lateness;
import io.millrace.operators.window.Windowing;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ScanTest {
    private static final DataType TIME = new DataType.Timestamp(3);
    private static final Schema SCHEMA = Schema.of(Field.of("t", TIME), Field.of("v", Plain.INT));
    private static final Expression TIME_COLUMN = new Expression.Input(0, TIME);

    /** What a scan says, in order: "w3" a watermark, "2" a row. */
    private static final class Heard implements SourceOperator.SourceOutput {
        private final List<String> said = new ArrayList<>();

        @Override
        public void watermark(long time) {
            said.add("w" + time);
        }

        @Override
        public void idle() {
            said.add("idle");
        }

        @Override
        public void emit(int port, Batch batch) {
            for (int row = 0; row < batch.size(); row++) {
                said.add(String.valueOf(Drive.values(SCHEMA, batch, batch.position(row)).get(1)));
            }
            batch.release();
        }

        @Override
        public boolean room() {
            return true;
        }
    }

    private static Scan scan(Optional<Lateness> lateness, long... times) {
        List<List<Literal>> rows = new ArrayList<>();
        for (int i = 0; i < times.length; i++) {
            rows.add(List.of(new Literal(times[i], TIME), new Literal(i, Plain.INT)));
        }
        return new Scan(
                new ValuesSource(SCHEMA, rows),
                List.of(FieldPath.of(0), FieldPath.of(1)),
                List.of(),
                Calc.identity(SCHEMA),
                Optional.of(new EventTime(TIME_COLUMN, TIME_COLUMN, EventTime.NEVER_IDLE, List.of(lateness))));
    }

    @Test
    void aRowIsLateByTheRowsBeforeItInItsSplit() {
        Lateness before = new Lateness.BeforeWatermark();
        assertThat(rows(scan(Optional.of(before), 1, 5, 5, 3, 2, 7, 6))).containsExactly("0", "1", "2", "5");
        Lateness ten =
                new Lateness.AfterWindows(new Windowing.Tumble(new Windowing.Time.EventTime(0, ZoneOffset.UTC), 10, 0));
        // The window of 9 is over at 10, that of 12 is not over at 19.
        assertThat(rows(scan(Optional.of(ten), 8, 10, 9, 19, 12, 20, 11, 21)))
                .containsExactly("0", "1", "3", "4", "5", "7");
        assertThat(rows(scan(Optional.empty(), 3, 2, 1))).containsExactly("0", "1", "2");
    }

    private static List<String> rows(Scan scan) {
        Heard heard = new Heard();
        SourceOperator source = (SourceOperator) Drive.calm(scan).operator();
        source.assign(new Split("values", ""));
        source.noMoreSplits();
        while (source.poll(heard) != SourceOperator.Polled.END) {}
        return heard.said.stream().filter(said -> !said.startsWith("w")).toList();
    }

    @Test
    void aSplitThatMayStillComeHoldsTheWatermarkBackAndItsRowsAreJudgedByThemselves() {
        Heard heard = new Heard();
        SourceOperator source =
                (SourceOperator) Drive.calm(scan(Optional.of(new Lateness.BeforeWatermark()), 1, 5, 4)).operator();
        source.assign(new Split("values", ""));
        while (source.poll(heard) != SourceOperator.Polled.WANTS_SPLIT) {}
        assertThat(heard.said).containsExactly("0", "1");
        source.assign(new Split("values", ""));
        source.noMoreSplits();
        while (source.poll(heard) != SourceOperator.Polled.END) {}
        assertThat(heard.said).startsWith("0", "1", "0", "1").endsWith("w5").doesNotContain("2");
    }

    @Test
    void aRestoredScanGoesOnWhereItWas() {
        long[] times = new long[3 * Batch.MAX_ROWS];
        for (int i = 0; i < times.length; i++) {
            times[i] = i;
        }
        Heard heard = new Heard();
        Drive drive = new Drive(scan(Optional.empty(), times), new Random(1));
        ((SourceOperator) drive.operator()).assign(new Split("values", ""));
        ((SourceOperator) drive.operator()).poll(heard);
        drive.restore();
        SourceOperator restored = (SourceOperator) drive.operator();
        restored.noMoreSplits();
        while (restored.poll(heard) != SourceOperator.Polled.END) {}
        List<String> rows = heard.said.stream().filter(said -> !said.startsWith("w")).toList();
        assertThat(rows).hasSize(times.length).doesNotHaveDuplicates();
        assertThat(heard.said.getLast()).isEqualTo("w" + (times.length - 1));
    }
}
