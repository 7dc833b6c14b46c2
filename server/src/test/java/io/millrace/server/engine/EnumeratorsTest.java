package io.millrace.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Spread;
import io.millrace.dataflow.graph.JobGraph.Vertex;
import io.millrace.dataflow.source.ReaderContext;
import io.millrace.dataflow.source.ReaderContext.FieldPath;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.Source.Boundedness;
import io.millrace.dataflow.source.Split;
import io.millrace.dataflow.source.SplitEnumerator;
import io.millrace.dataflow.source.SplitReader;
import io.millrace.operators.calc.Calc;
import io.millrace.operators.scan.Scan;
import io.millrace.protocol.TaskCommand;
import io.millrace.protocol.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EnumeratorsTest {
    private static final Schema SCHEMA = Schema.of(Field.of("n", DataType.Plain.BIGINT));
    private static final TaskId EAGER = new TaskId(0, 0);
    private static final TaskId LATE = new TaskId(0, 1);

    private final List<String> dealt = new ArrayList<>();

    @Test
    void ofAnUnboundedSourceEachTaskHasASplitBeforeAnyHasTwo() {
        try (Enumerators enumerators = of(Boundedness.UNBOUNDED)) {
            enumerators.request(EAGER, 0);
            enumerators.request(EAGER, 0);
            enumerators.discover();
            assertThat(dealt).containsExactly("a to 0");
            enumerators.request(LATE, 0);
            assertThat(dealt).containsExactlyInAnyOrder("a to 0", "b to 1", "c to 0");
        }
    }

    @Test
    void ofABoundedSourceWhoeverHasReadASplitHasTheNextOne() {
        try (Enumerators enumerators = of(Boundedness.BOUNDED)) {
            enumerators.request(EAGER, 0);
            enumerators.request(EAGER, 0);
            assertThat(dealt).containsExactly("a to 0", "b to 0");
        }
    }

    private Enumerators of(Boundedness boundedness) {
        Scan scan =
                new Scan(
                        new ThreeSplits(boundedness),
                        List.of(FieldPath.of(0)),
                        List.of(),
                        Calc.identity(SCHEMA),
                        Optional.empty());
        List<Vertex> vertices = List.of(new Vertex("scan", scan, Spread.PARALLEL));
        JobGraph graph = new JobGraph("job", vertices, List.of(), SessionSettings.UTC);
        return new Enumerators(
                graph,
                2,
                Map.of(),
                (task, command) -> {
                    if (command instanceof TaskCommand.AssignSplit assign) {
                        dealt.add(assign.split().id() + " to " + task.index());
                    }
                });
    }

    private record ThreeSplits(Boundedness boundedness) implements Source {
        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public SplitEnumerator enumerator(EnumeratorContext context) {
            return Source.fixed(List.of(new Split("a", ""), new Split("b", ""), new Split("c", "")), context);
        }

        @Override
        public SplitReader reader(ReaderContext context) {
            throw new AssertionError("nothing is read");
        }

        @Override
        public String describe() {
            return "three splits";
        }
    }
}
