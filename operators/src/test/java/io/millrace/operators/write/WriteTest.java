package io.millrace.operators.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.Batch;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.sink.SinkWriter;
import io.millrace.operators.Drive;
import io.millrace.operators.Flow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WriteTest {
    private static final Schema SCHEMA = Schema.of(Field.of("n", Plain.BIGINT));

    private final List<List<String>> commits = new ArrayList<>();

    /** What former runs left behind is removed then, by a task too that itself writes nothing. */
    @Test
    void theFirstBarrierIsCommittedEvenWhereNothingWasWritten() {
        Drive drive = Drive.calm(new Write(new EmptySink(), Flow.append(SCHEMA)));
        assertThat(commits).isEmpty();
        drive.commit(1);
        drive.commit(2);
        assertThat(commits).containsExactly(List.of());
    }

    private final class EmptySink implements Sink {
        @Override
        public SinkWriter writer(WriterContext context) {
            return new SinkWriter() {
                @Override
                public void recover(List<String> tickets) {}

                @Override
                public void write(Batch batch, int from) {}

                @Override
                public List<String> prepare(long barrier) {
                    return List.of();
                }

                @Override
                public void commit(List<String> tickets) {
                    commits.add(tickets);
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public Accepts accepts() {
            return Accepts.APPEND;
        }

        @Override
        public String describe() {
            return "nothing";
        }
    }
}
