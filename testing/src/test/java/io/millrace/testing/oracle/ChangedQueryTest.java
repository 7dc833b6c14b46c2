package io.millrace.testing.oracle;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.coordinator.JobOutcome;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.server.engine.CheckpointFolder;
import io.millrace.server.engine.EmbeddedEngine;
import io.millrace.server.engine.EngineSettings;
import io.millrace.server.engine.EngineSettings.Checkpoints;
import io.millrace.server.engine.EngineSettings.Consistency;
import io.millrace.server.engine.EngineSettings.Retention;
import io.millrace.server.evolution.Allowed;
import io.millrace.server.evolution.Allowed.DroppedState;
import io.millrace.server.evolution.Allowed.PartialState;
import io.millrace.server.evolution.Evolution;
import io.millrace.server.evolution.EvolutionText;
import io.millrace.sql.Answer;
import io.millrace.sql.SqlSession;
import io.millrace.sql.Statement;
import io.millrace.state.LocalFileStorage;
import io.millrace.testing.oracle.ChangedQueries.Expected;
import io.millrace.testing.oracle.ChangedQueries.Pair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pairs of scripts: the first is run over a part of the rows, a checkpoint is taken, it goes on a little and is killed;
 * the second then goes on from the checkpoint at another parallelism. Where its state is found, it must make of the
 * rest what the whole adds to the first part: the same script run from the start over all rows, less what it makes of
 * the first part alone.
 */
class ChangedQueryTest {
    private static final int FIRST = 600;
    private static final int LOST = 900;
    private static final int MORE = 1200;
    private static final int ALL = 1500;

    @TempDir Path temporary;

    @TestFactory
    Stream<DynamicTest> changedQueryFindsItsState() {
        return Stream.concat(ChangedQueries.pairs().stream(), Backfills.pairs().stream())
                .map(pair -> DynamicTest.dynamicTest(pair.name(), () -> check(pair)));
    }

    private void check(Pair pair) throws Exception {
        try (Folder folder = new Folder(temporary.resolve(pair.name().replaceAll("[^a-z]+", "-")))) {
            GatedTables.open(FIRST, ALL);
            Run first = new Run(pair.before(), 2);
            first.keep(folder);
            Run second = new Run(pair.after(), 3);
            CheckpointMetadata last = folder.latest();
            Evolution evolution =
                    Evolution.of(last, second.graph(), folder.kept().storage(), pair.expected().allowed());
            switch (pair.expected()) {
                case Expected.Found found -> {
                    report(evolution, found.report());
                    EvolutionText.refuse(evolution, found.allowed(), "DIR");
                    Map<String, Integer> changes =
                            second.goOn(folder, settled(evolution, found.allowed(), last, first, second, folder));
                    if (second.isAppend()) {
                        checkAppended(first.givenBeforeCheckpoint(), changes, whole(pair.after(), ALL));
                    } else {
                        Assertions.assertEquals(rest(pair.after()), changes);
                    }
                }
                case Expected.Like like -> {
                    Allowed all = new Allowed(PartialState.TAKEN, DroppedState.TAKEN);
                    report(evolution, like.report());
                    refused(evolution, Allowed.NOTHING, like.report());
                    EvolutionText.refuse(evolution, all, "DIR");
                    Map<String, Integer> changes =
                            second.goOn(folder, settled(evolution, all, last, first, second, folder));
                    changes.values().removeIf(weight -> weight < 0);
                    Assertions.assertEquals(whole(like.script(), ALL), changes);
                }
                case Expected.Backfilled filled -> {
                    report(evolution, filled.report());
                    EvolutionText.refuse(evolution, filled.allowed(), "DIR");
                    CheckpointMetadata begun = settled(evolution, filled.allowed(), last, first, second, folder);
                    Map<String, Integer> changes = second.goOnKilled(folder, begun);
                    Map<String, Integer> expected = rest(pair.after());
                    expected.keySet().removeIf(filled::isFilled);
                    whole(pair.after(), ALL)
                            .forEach((row, weight) -> {
                                if (filled.isFilled(row)) {
                                    expected.put(row, weight);
                                }
                            });
                    Assertions.assertEquals(expected, changes);
                }
                case Expected.Refused refused -> refused(evolution, refused.allowed(), refused.message());
            }
        }
    }

    /** Whether a row leaves before or after the checkpoint may be chance, but it leaves once. */
    private static void checkAppended(int before, Map<String, Integer> after, Map<String, Integer> whole) {
        after.forEach((row, weight) ->
                Assertions.assertTrue(weight > 0 && weight <= whole.getOrDefault(row, 0), () -> "too often: " + row));
        Assertions.assertEquals(count(whole), before + count(after));
    }

    private static int count(Map<String, Integer> rows) {
        return rows.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static void report(Evolution evolution, List<String> wanted) {
        String text = EvolutionText.of(evolution);
        wanted.forEach(part -> Assertions.assertTrue(text.contains(part), () -> "no '" + part + "' in\n" + text));
    }

    private static void refused(Evolution evolution, Allowed allowed, List<String> wanted) {
        MillraceException refusal =
                Assertions.assertThrows(MillraceException.class, () -> EvolutionText.refuse(evolution, allowed, "DIR"));
        Assertions.assertEquals("changed-query", refusal.code());
        String text = String.valueOf(refusal.getMessage());
        wanted.forEach(part -> Assertions.assertTrue(text.contains(part), () -> "no '" + part + "' in\n" + text));
    }

    /** What comes to rest first where rows are on their way. */
    private static CheckpointMetadata settled(
            Evolution evolution, Allowed allowed, CheckpointMetadata last, Run first, Run second, Folder folder) {
        if (!evolution.needsSettling()) {
            return evolution.checkpoint();
        }
        first.gather();
        GatedTables.open(FIRST, ALL);
        try (EmbeddedEngine engine = new EmbeddedEngine(folder.settings(2), (code, message) -> {})) {
            Assertions.assertInstanceOf(JobOutcome.Stopped.class, engine.settle(folder.kept(), last));
        }
        return Evolution.of(folder.latest(), second.graph(), folder.kept().storage(), allowed).checkpoint();
    }

    /** What a script makes of the rows after the first part. */
    private Map<String, Integer> rest(String script) throws Exception {
        Map<String, Integer> all = whole(script, ALL);
        try (Folder folder = new Folder(Files.createTempDirectory(temporary, "first"))) {
            GatedTables.open(FIRST, ALL);
            new Run(script, 2).keep(folder).forEach((row, weight) -> all.merge(row, -weight, Integer::sum));
        }
        all.values().removeIf(weight -> weight == 0);
        return all;
    }

    private static Map<String, Integer> whole(String script, int rows) throws Exception {
        GatedTables.open(rows, rows);
        return new Run(script, 2).whole();
    }

    /** A folder of checkpoints. */
    private record Folder(Path path, CheckpointFolder kept) implements AutoCloseable {
        Folder(Path path) {
            this(path, CheckpointFolder.open(path, new LocalFileStorage(path)));
        }

        EngineSettings settings(int parallelism) {
            return new EngineSettings(
                    parallelism,
                    Consistency.EVENTUAL,
                    new Checkpoints(Optional.of(path), 1_000_000, new Retention(5, 0)));
        }

        CheckpointMetadata latest() {
            return kept.latest(
                            warning -> {
                                throw new AssertionError(warning);
                            })
                    .orElseThrow();
        }

        @Override
        public void close() {
            kept.close();
        }
    }

    /** A script that is run once, and what comes of it. */
    private static final class Run {
        private static final List<String> OUTPUTS = List.of("", "sums", "other", "lasting");
        private static int runs;

        private final String prefix = "changed-" + ++runs + "-";
        private final int parallelism;
        private final Answer.Job job;

        Run(String script, int parallelism) {
            this.parallelism = parallelism;
            SqlSession session = new SqlSession(new GatedTables(prefix), ChangedQueryTest.class.getClassLoader());
            Answer.Job found = null;
            for (Statement statement : session.parse(ChangedQueries.TABLES + script, "script")) {
                Answer answer = session.execute(statement);
                found = answer instanceof Answer.Job planned ? planned : found;
            }
            this.job = java.util.Objects.requireNonNull(found);
            gather();
        }

        int givenBeforeCheckpoint() {
            return OUTPUTS.stream().mapToInt(output -> GatedTables.rowsBeforeBarrier(prefix + output)).sum();
        }

        boolean isAppend() {
            return graph().edges().stream().allMatch(edge -> edge.changes() == JobGraph.Changes.APPEND);
        }

        void gather() {
            OUTPUTS.forEach(output -> GatheringSink.begin(prefix + output));
        }

        JobGraph graph() {
            return job.graph();
        }

        /**
         * Runs it up to the gate, takes a checkpoint, goes on a little, and is killed; what came up to the checkpoint.
         */
        Map<String, Integer> keep(Folder folder) throws Exception {
            return keep(folder, graph(), Optional.empty(), LOST);
        }

        private Map<String, Integer> keep(
                Folder folder, JobGraph graph, Optional<CheckpointMetadata> from, int lostBefore) throws Exception {
            Map<String, Integer> changes;
            Set<String> known = new HashSet<>(folder.kept().storage().list("checkpoints"));
            try (EmbeddedEngine engine = new EmbeddedEngine(folder.settings(parallelism), (code, message) -> {});
                    ExecutorService thread = Executors.newSingleThreadExecutor()) {
                Callable<JobOutcome> work = () -> engine.run(prefix, graph, folder.kept(), from);
                Future<JobOutcome> outcome = thread.submit(work);
                GatedTables.awaitGate(graph);
                engine.checkpoint();
                for (int tries = 0; known.containsAll(folder.kept().storage().list("checkpoints")); tries++) {
                    if (tries > 12_000 || outcome.isDone()) {
                        throw new AssertionError("no checkpoint: " + (outcome.isDone() ? outcome.get() : "too slow"));
                    }
                    Thread.sleep(5);
                }
                changes = changes();
                gather();
                GatedTables.open(lostBefore, ALL);
                GatedTables.awaitGate(graph);
                engine.stop();
                engine.stop();
                outcome.get();
            }
            // What the kill did not prevent, a last checkpoint, must not be gone on from.
            List<String> stored = new ArrayList<>(folder.kept().storage().list("checkpoints"));
            stored.removeAll(known);
            stored.subList(1, stored.size()).forEach(folder.kept().storage()::delete);
            return changes;
        }

        /** Goes on a little, is killed after a checkpoint, and goes on at another parallelism; all that came. */
        Map<String, Integer> goOnKilled(Folder folder, CheckpointMetadata checkpoint) throws Exception {
            GatedTables.open(LOST, ALL);
            gather();
            Map<String, Integer> all = keep(folder, checkpoint.graph(), Optional.of(checkpoint), MORE);
            gather();
            // Planned again, as after one more change, everything is found where it is.
            Evolution again = Evolution.of(folder.latest(), graph(), folder.kept().storage(), Allowed.NOTHING);
            EvolutionText.refuse(again, Allowed.NOTHING, "DIR");
            CheckpointMetadata last = again.needsSettling() ? folder.latest() : again.checkpoint();
            GatedTables.open(ALL, ALL);
            try (EmbeddedEngine engine = new EmbeddedEngine(folder.settings(1), (code, message) -> {})) {
                changes(engine.run(prefix, last.graph(), folder.kept(), Optional.of(last)))
                        .forEach((row, weight) -> all.merge(row, weight, Integer::sum));
            }
            all.values().removeIf(weight -> weight == 0);
            return all;
        }

        Map<String, Integer> goOn(Folder folder, CheckpointMetadata checkpoint) {
            GatedTables.open(ALL, ALL);
            try (EmbeddedEngine engine = new EmbeddedEngine(folder.settings(parallelism), (code, message) -> {})) {
                return changes(engine.run(prefix, checkpoint.graph(), folder.kept(), Optional.of(checkpoint)));
            }
        }

        Map<String, Integer> whole() {
            EngineSettings settings =
                    new EngineSettings(
                            parallelism,
                            Consistency.EVENTUAL,
                            new Checkpoints(Optional.empty(), 0, new Retention(1, 0)));
            try (EmbeddedEngine engine = new EmbeddedEngine(settings, (code, message) -> {})) {
                return changes(engine.run(prefix, graph()));
            }
        }

        private Map<String, Integer> changes(JobOutcome outcome) {
            if (outcome instanceof JobOutcome.Failed failed) {
                throw new AssertionError("failed", failed.cause());
            }
            return changes();
        }

        private Map<String, Integer> changes() {
            Map<String, Integer> changes = new TreeMap<>();
            for (String output : OUTPUTS) {
                for (GatheringSink.Change change : GatheringSink.take(prefix + output)) {
                    changes.merge(output + ": " + change.row().text(), change.weight(), Integer::sum);
                }
            }
            changes.values().removeIf(weight -> weight == 0);
            return changes;
        }
    }
}
