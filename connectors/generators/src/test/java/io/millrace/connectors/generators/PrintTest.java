package io.millrace.connectors.generators;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.BufferPool;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.JobRun;
import io.millrace.dataflow.Metrics;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.connector.Connectors;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.sink.SinkWriter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PrintTest {
    private static final Schema PAIR = Schema.of(Field.of("id", Plain.BIGINT), Field.of("name", DataType.STRING));

    @Test
    void changesArePrintedOnceCommitted() {
        assertThat(
                        printed(
                                1,
                                writer -> {
                                    writer.recover(List.of());
                                    write(writer, 1L, "a", 1);
                                    write(writer, 1L, "a", -1);
                                    write(writer, 2L, null, 2);
                                    List<String> tickets = writer.prepare(1);
                                    write(writer, 3L, "not yet", 1);
                                    writer.commit(tickets);
                                    writer.commit(tickets);
                                }))
                .isEqualTo("+I[1, a]\n-D[1, a]\n+I[2, null]\n+I[2, null]\n");
    }

    @Test
    void parallelWritersSayWhoTheyAre() {
        assertThat(
                        printed(
                                2,
                                writer -> {
                                    write(writer, 1L, "a", 1);
                                    writer.commit(writer.prepare(1));
                                },
                                "print-identifier",
                                "out"))
                .isEqualTo("out:1> +I[1, a]\n");
    }

    @Test
    void whatIsHeldBackIsBounded() {
        assertThat(
                        printed(
                                        1,
                                        writer -> {
                                            for (int i = 0; i < 3000; i++) {
                                                write(writer, i, "x".repeat(1000), 1);
                                            }
                                        })
                                .length())
                .isGreaterThan(1_000_000);
    }

    private static String printed(int parallelism, Consumer<SinkWriter> work, String... options) {
        PrintStream before = System.out;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        System.setOut(new PrintStream(text, true, StandardCharsets.UTF_8));
        Metrics metrics = null;
        try (SinkWriter writer =
                Connectors.sink(Generated.table(PAIR, "print", options))
                        .writer(
                                new Sink.WriterContext(
                                        JobRun.passing("job"),
                                        "vertex",
                                        0,
                                        parallelism,
                                        new Sink.Services(
                                                BufferPool.HEAP,
                                                new Generated().clock(),
                                                metrics,
                                                SessionSettings.UTC)))) {
            work.accept(writer);
        } finally {
            System.setOut(before);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static void write(SinkWriter writer, long id, String name, int weight) {
        BatchBuilder builder = new BatchBuilder(PAIR, BufferPool.HEAP);
        builder.column(0).appendValue(PAIR.type(0), id);
        if (name == null) {
            builder.column(1).appendNull();
        } else {
            builder.column(1).appendValue(PAIR.type(1), name);
        }
        builder.endRow(weight);
        Batch batch = builder.build();
        writer.write(batch, 0);
        batch.release();
    }
}
