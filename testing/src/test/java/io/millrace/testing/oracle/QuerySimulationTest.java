package io.millrace.testing.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.source.Source;
import io.millrace.server.engine.EngineSettings.Memory;
import io.millrace.sql.Answer;
import io.millrace.sql.InstalledConnectors;
import io.millrace.sql.SqlSession;
import io.millrace.sql.Statement;
import io.millrace.sql.TableConnector;
import io.millrace.sql.catalog.CatalogObject.TableDefinition;
import io.millrace.testing.oracle.GoldenScript.Check;
import io.millrace.testing.oracle.GoldenScript.Step;
import io.millrace.testing.simulation.JobSimulation;
import io.millrace.testing.simulation.LedgerSink;
import io.millrace.testing.simulation.QuerySimulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every query and INSERT of the golden scripts, and every Nexmark query, in the simulator: crashed at points chosen by
 * seed, gone on with another parallelism, and compared with the undisturbed run. The build takes some of them, others
 * with another {@code -Dmillrace.seed}; {@code -Dquery.simulations=N} takes all of them, with N seeds each.
 */
class QuerySimulationTest {
    private static final long SEED = Long.getLong("millrace.seed", 1L);
    private static final int SEEDS = Integer.getInteger("query.simulations", 0);

    /** Of so many queries the build takes one. */
    private static final int EVERY = 8;

    private static final int LAST_QUERY = 22;

    /** Its windows are cut by the clock. */
    private static final Set<Integer> OF_THE_CLOCK = Set.of(12);

    private static final String EVENTS =
            "'connector' = 'nexmark', 'events.num' = '1200', 'first-event.rate' = '1000', 'next-event.rate' = '1000',"
                    + " 'out-of-order.group-size' = '100'";

    @TempDir Path temporary;

    @TestFactory
    Stream<DynamicTest> goldenQueryGivesTheSameAfterCrashes() throws IOException {
        try (Stream<Path> files = Files.list(root().resolve("testing/src/test/resources/golden"))) {
            return files.filter(file -> file.toString().endsWith(".sql")).sorted().toList().stream()
                    .map(file ->
                            DynamicTest.dynamicTest(
                                    file.getFileName().toString(), () -> simulate(GoldenScript.read(file), EVERY)));
        }
    }

    @TestFactory
    Stream<DynamicTest> nexmarkQueryGivesTheSameAfterCrashes() {
        return IntStream.rangeClosed(0, LAST_QUERY)
                .filter(query -> !OF_THE_CLOCK.contains(query))
                .filter(query -> SEEDS > 0 || (query + SEED) % EVERY == 0)
                .mapToObj(query -> DynamicTest.dynamicTest("q" + query, () -> nexmark(query)));
    }

    /** Rejected rows go into their table once, whatever is killed between them and the others. */
    @Test
    void rejectedRowIsKeptOnce() throws IOException {
        Path file = root().resolve("testing/src/test/resources/golden/rejects.sql");
        for (int seed = 0; seed < 10; seed++) {
            simulate(GoldenScript.read(file), 1, 1000L * seed);
        }
    }

    private void simulate(GoldenScript script, int every) throws IOException {
        simulate(script, SEEDS > 0 ? 1 : every, SEED);
    }

    private void simulate(GoldenScript script, int every, long seed) throws IOException {
        Path folder = script.file().getParent();
        Path out = Files.createTempDirectory(temporary, "out");
        EngineSession real = new EngineSession(folder, 2, Memory.ofHeap());
        Planning planning = new Planning(folder, script.file().getFileName() + "-" + out.getFileName());
        int number = 0;
        for (Step step : script.steps()) {
            if (step.check() instanceof Check.Fails) {
                continue;
            }
            String place = script.file().getFileName() + ":" + step.line();
            String sql = step.sql().replace("${out}", out.toString());
            List<JobGraph> plans;
            try {
                plans = planning.plan(sql, place);
                real.execute(sql, place); // Later statements read what it writes, its rejected rows too.
            } catch (MillraceException e) {
                // The other database would have written the file of that table.
                assertThat(e.code()).as(place).isIn("file-missing", "unknown-table");
                continue;
            }
            for (JobGraph plan : plans) {
                if ((number++ + seed) % every == 0) {
                    planning.simulate(plan, seed + number, place + "\n" + sql);
                }
            }
        }
    }

    private void nexmark(int query) throws IOException {
        String script = Files.readString(root().resolve("examples/nexmark/q" + query + ".sql"));
        String changed = script.replaceFirst("(?s)'connector' = 'nexmark'[^)]*", EVENTS);
        assertThat(changed).contains("out-of-order");
        Planning planning = new Planning(root(), "q" + query);
        for (JobGraph plan : planning.plan(changed.replace("'build/", "'" + temporary + "/"), "q" + query)) {
            planning.simulate(plan, SEED, "q" + query);
        }
    }

    /** A session whose jobs write into a ledger. */
    private static final class Planning {
        private final String ledger;
        private final SqlSession session;

        Planning(Path folder, String ledger) {
            this.ledger = ledger;
            this.session = new SqlSession(new LedgerTables(folder, ledger), QuerySimulationTest.class.getClassLoader());
        }

        List<JobGraph> plan(String sql, String place) {
            List<JobGraph> plans = new ArrayList<>();
            for (Statement statement : session.parse(sql, place)) {
                if (session.execute(statement) instanceof Answer.Job job) {
                    plans.add(job.graph());
                }
            }
            return plans;
        }

        void simulate(JobGraph plan, long first, String what) {
            for (long seed = first; seed < first + Math.max(1, SEEDS); seed++) {
                try {
                    JobSimulation.Figures figures = QuerySimulation.run(ledger, plan, seed);
                    assertThat(figures.orphans).isZero();
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError(what + "\nseed " + seed + ": " + e.getMessage(), e);
                }
            }
        }
    }

    /** Tables that are read as they are, and written into a ledger. */
    private static final class LedgerTables implements TableConnector {
        private final InstalledConnectors installed;
        private final String ledger;

        LedgerTables(Path folder, String ledger) {
            this.ledger = ledger;
            this.installed =
                    new InstalledConnectors(folder, (schema, changes) -> new LedgerSink(ledger, "results", schema));
        }

        @Override
        public void check(TableDefinition table) {
            installed.check(table);
        }

        @Override
        public Schema infer(TableDefinition table) {
            return installed.infer(table);
        }

        @Override
        public Source source(TableDefinition table) {
            return installed.source(table);
        }

        @Override
        public Sink sink(TableDefinition table) {
            installed.sink(table);
            return new LedgerSink(ledger, table.name(), table.writeSchema());
        }

        @Override
        public Sink results(Schema schema, Changes changes) {
            return installed.results(schema, changes);
        }
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(here.resolve("examples/nexmark"))) {
            here = here.getParent();
        }
        return here;
    }
}
