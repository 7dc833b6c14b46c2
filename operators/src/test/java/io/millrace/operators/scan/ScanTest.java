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

    private static Scan scan(long... times) {
        List<List<Literal>> rows = new ArrayList<>();
        for (int i = 0; i < times.length; i++) {
            rows.add(List.of(new Literal(times[i], TIME), new Literal(i, Plain.INT)));
        }
        return new Scan(
                new ValuesSource(SCHEMA, rows),
                List.of(FieldPath.of(0), FieldPath.of(1)),
                List.of(),
                Calc.identity(SCHEMA),
                Optional.of(new EventTime(TIME_COLUMN, TIME_COLUMN, EventTime.NEVER_IDLE)));
    }

    @Test
    void theWatermarkIsEmittedBeforeARowThatLiesBehindIt() {
        Heard heard = new Heard();
        Drive drive = Drive.calm(scan(1, 5, 5, 3, 2, 7, 6));
        SourceOperator source = (SourceOperator) drive.operator();
        assertThat(source.poll(heard)).isEqualTo(SourceOperator.Polled.WANTS_SPLIT);
        source.assign(new Split("values", ""));
        source.noMoreSplits();
        while (source.poll(heard) != SourceOperator.Polled.END) {}
        if (Batch.MAX_ROWS > 7) {
            assertThat(heard.said).containsExactly("0", "1", "2", "w5", "3", "4", "5", "w7", "6");
        } else {
            assertThat(heard.said).containsSubsequence("1", "w5", "3", "5", "w7", "6");
        }
    }

    @Test
    void aRestoredScanGoesOnWhereItWas() {
        long[] times = new long[3 * Batch.MAX_ROWS];
        for (int i = 0; i < times.length; i++) {
            times[i] = i;
        }
        Heard heard = new Heard();
        Drive drive = new Drive(scan(times), new Random(1));
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
