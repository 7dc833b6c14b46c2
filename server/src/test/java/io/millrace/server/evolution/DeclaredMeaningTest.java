package io.millrace.server.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.lineage.StateMeaning;
import io.millrace.dataflow.lineage.StateMeaning.Kind;
import io.millrace.dataflow.lineage.TableMeaning;
import io.millrace.server.evolution.PlanMeaning.Depth;
import io.millrace.server.print.ResultSink;
import io.millrace.sql.Answer;
import io.millrace.sql.InstalledConnectors;
import io.millrace.sql.SqlSession;
import io.millrace.sql.Statement;
import io.millrace.state.LocalFileStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an operator says of its tables, by which a changed query finds them, against the tables that it declares when it
 * is opened: over the operators of all golden scripts and of Nexmark.
 */
class DeclaredMeaningTest {
    /** The end of a statement in a golden script. */
    private static final Pattern END = Pattern.compile("(?m);[ \t]*$");

    /** Operators that keep something only between two barriers. */
    private static final Pattern KEEPS_NOTHING = Pattern.compile("Local.*|.*LOCAL.*");

    @TempDir Path temporary;

    @TestFactory
    Stream<DynamicTest> tablesMeanWhatIsDeclared() throws IOException {
        return scripts().stream()
                .map(script ->
                        DynamicTest.dynamicTest(
                                script.getFileName().toString(), () -> graphs(script).forEach(this::check)));
    }

    /** The comparison is over many operators of every kind. */
    @Test
    void everyKindOfOperatorWithStateIsMet() throws IOException {
        Map<String, Integer> kinds = new TreeMap<>();
        for (Path script : scripts()) {
            for (JobGraph graph : graphs(script)) {
                List<StateMeaning> states = states(graph);
                for (int vertex = 0; vertex < states.size(); vertex++) {
                    if (states.get(vertex).kind() == Kind.STATE) {
                        kinds.merge(graph.vertices().get(vertex).spec().getClass().getSimpleName(), 1, Integer::sum);
                    }
                }
            }
        }
        assertThat(kinds)
                .containsKeys(
                        "Aggregate",
                        "WindowAggregate",
                        "SessionAggregate",
                        "StreamJoin",
                        "BuildProbeJoin",
                        "IntervalJoin",
                        "WindowJoin",
                        "TopN",
                        "WindowTopN",
                        "Over",
                        "Sort",
                        "Limit");
        assertThat(kinds.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(300);
    }

    private static List<Path> scripts() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve("examples/nexmark"))) {
            root = root.getParent();
        }
        try (Stream<Path> golden = Files.list(root.resolve("testing/src/test/resources/golden"));
                Stream<Path> nexmark = Files.list(root.resolve("examples/nexmark"))) {
            return Stream.concat(golden, nexmark).filter(path -> path.toString().endsWith(".sql")).sorted().toList();
        }
    }

    /**
     * What is planned of a script; statements that are there to fail, or read what none wrote here, are passed over.
     */
    private List<JobGraph> graphs(Path script) throws IOException {
        SqlSession session =
                new SqlSession(
                        new InstalledConnectors(
                                script.getFileName().toString().matches("q\\d+.sql")
                                        ? script.getParent().getParent().getParent()
                                        : script.getParent(),
                                (schema, changes) -> new ResultSink("results", schema)),
                        DeclaredMeaningTest.class.getClassLoader());
        List<JobGraph> graphs = new ArrayList<>();
        for (String sql : statements(script)) {
            try {
                for (Statement statement : session.parse(sql, script.getFileName().toString())) {
                    if (session.execute(statement) instanceof Answer.Job job) {
                        graphs.add(job.graph());
                    }
                }
            } catch (MillraceException e) {
                assertThat(e.kind()).as(sql).isEqualTo(MillraceException.Kind.USER);
            }
        }
        return graphs;
    }

    private List<String> statements(Path script) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : Files.readAllLines(script)) {
            if (line.startsWith("-- include ")) {
                text.append(Files.readString(script.resolveSibling(line.substring("-- include ".length()).strip())));
            }
            text.append(line).append('\n');
        }
        String whole = text.toString().replace("${out}", temporary.toString());
        List<String> statements = new ArrayList<>();
        String begun = "";
        for (String part : END.split(whole)) {
            String statement = begun + part;
            boolean inSet = statement.contains("STATEMENT SET") && !statement.stripTrailing().endsWith("END");
            begun = inSet ? statement + ";\n" : "";
            if (!inSet && !statement.isBlank()) {
                statements.add(statement);
            }
        }
        return statements;
    }

    private static List<StateMeaning> states(JobGraph graph) {
        return PlanMeaning.of(graph, SourceNames.of(graph, graph).after(), Depth.ALL).stream()
                .map(meaning -> meaning.state())
                .toList();
    }

    private void check(JobGraph graph) {
        List<StateMeaning> states = states(graph);
        for (int vertex = 0; vertex < states.size(); vertex++) {
            StateMeaning state = states.get(vertex);
            if (state.kind() == Kind.SOURCE || state.kind() == Kind.SINK) {
                continue;
            }
            JobGraph.Vertex each = graph.vertices().get(vertex);
            Map<String, List<DataType>> declared =
                    DeclaredTables.of(each.spec(), graph.session(), new LocalFileStorage(temporary));
            if (state.kind() == Kind.NONE) {
                if (!KEEPS_NOTHING.matcher(each.spec().describe()).matches()) {
                    assertThat(declared).as(each.spec().describe()).isEmpty();
                }
            } else if (state.tables().isPresent()) {
                check(each, state.tables().get(), declared);
            } else {
                assertThat(declared).as("%s says nothing of its tables", each.spec().describe()).isNotEmpty();
            }
        }
    }

    private static void check(JobGraph.Vertex vertex, List<TableMeaning> meant, Map<String, List<DataType>> declared) {
        String what = vertex.spec().describe();
        assertThat(meant.stream().map(TableMeaning::name).toList())
                .as("names of the tables of %s", what)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(declared.keySet());
        assertThat(meant.stream().map(TableMeaning::meaning).toList()).as(what).doesNotHaveDuplicates();
        for (TableMeaning table : meant) {
            List<DataType> types = declared.getOrDefault(table.name(), List.of());
            int more = types.size() - table.columns().size();
            assertThat(more).as("columns of %s of %s: %s, declared %s", table.name(), what, table, types).isIn(0, 1);
            if (more == 1) {
                assertThat(types.getLast()).as("the weight of %s of %s", table.name(), what).isEqualTo(Plain.INT);
            }
            List<String> columns = table.columns().stream().map(TableMeaning.Column::meaning).toList();
            IntStream.range(0, columns.size())
                    .filter(column -> columns.get(column).equals("$row"))
                    .forEach(column -> assertThat(types.get(column)).as(what).isEqualTo(Plain.BIGINT));
        }
    }
}
