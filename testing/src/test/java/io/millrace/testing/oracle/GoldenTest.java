package io.millrace.testing.oracle;

import io.millrace.data.MillraceException;
import io.millrace.server.engine.EngineSettings.Memory;
import io.millrace.sql.Answer.Order;
import io.millrace.testing.oracle.GoldenScript.Check;
import io.millrace.testing.oracle.GoldenScript.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every script under {@code golden}, and compares its rows with those that stand beside it and with those of
 * another database. {@code -Dgolden=write} writes the expected rows anew, {@code -Dgolden=name} runs the scripts of
 * that name.
 */
class GoldenTest {
    private static final String WANTED = System.getProperty("golden", "");
    private static final boolean WRITE = WANTED.startsWith("write");
    private static final Pattern ORDERED = Pattern.compile("(?is).*\\bORDER\\s+BY\\s+[^()]*");

    @TempDir Path temporary;

    /** How a script is run. */
    private record Way(String name, int parallelism, String runtimeMode, Memory memory) {}

    private static final List<Way> WAYS =
            List.of(
                    new Way("one task", 1, "streaming", Memory.ofHeap()),
                    new Way("three tasks, state on disk", 3, "streaming", new Memory(1)),
                    new Way("batch", 2, "batch", Memory.ofHeap()));

    @TestFactory
    Stream<DynamicTest> scriptGivesTheExpectedRows() throws IOException {
        String part = WANTED.replaceFirst("^write:?", "");
        try (Stream<Path> files = Files.list(folder())) {
            return files
                    .filter(file -> file.toString().endsWith(".sql") && file.getFileName().toString().contains(part))
                    .sorted()
                    .toList()
                    .stream()
                    .flatMap(file ->
                            WAYS.stream()
                                    .map(way ->
                                            DynamicTest.dynamicTest(
                                                    file.getFileName() + ", " + way.name(),
                                                    () -> check(GoldenScript.read(file), way))));
        }
    }

    private static Path folder() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(here.resolve("testing/src/test/resources/golden"))) {
            here = here.getParent();
        }
        return here.resolve("testing/src/test/resources/golden");
    }

    private void check(GoldenScript script, Way way) throws IOException, SQLException {
        Path out = Files.createTempDirectory(temporary, "out");
        EngineSession session = new EngineSession(folder(), way.parallelism(), way.memory());
        session.set("execution.runtime-mode", way.runtimeMode());
        List<String> complaints = new ArrayList<>();
        StringBuilder all = new StringBuilder();
        try (OtherDatabase other = new OtherDatabase(folder())) {
            for (Step step : script.steps()) {
                String place = script.file().getFileName() + ":" + step.line();
                String sql = step.sql().replace("${out}", out.toString());
                try {
                    Optional<Rows> rows = session.execute(sql, place);
                    if (step.check() instanceof Check.Fails(String code)) {
                        complaints.add(place + " should have failed with " + code);
                    }
                    if (step.check() instanceof Check.Oracle(String question)) {
                        ask(other, question.replace("${out}", out.toString()), rows, step)
                                .ifPresent(complaint -> complaints.add(place + " " + complaint));
                    }
                    rows.ifPresent(found -> all.append(block(step, found)));
                } catch (MillraceException e) {
                    if (!(step.check() instanceof Check.Fails(String code)) || !code.equals(e.code())) {
                        complaints.add(place + " fails with " + e.code() + ": " + e.getMessage());
                    }
                } catch (RuntimeException | AssertionError e) {
                    complaints.add(place + " breaks: " + trace(e));
                }
            }
        }
        compare(script, all.toString(), way).ifPresent(complaints::add);
        if (!complaints.isEmpty()) {
            throw new AssertionError(String.join("\n", complaints));
        }
    }

    private static String trace(Throwable e) {
        StringBuilder text = new StringBuilder(String.valueOf(e));
        Throwable cause = e.getCause() == null ? e : e.getCause();
        for (int i = 0; i < Math.min(12, cause.getStackTrace().length); i++) {
            text.append("\n        at ").append(cause.getStackTrace()[i]);
        }
        return text.toString();
    }

    private static String block(Step step, Rows rows) {
        return "> " + step.sql().replace("\n", "\n> ") + "\n" + rows.text() + "\n";
    }

    private static Optional<String> compare(GoldenScript script, String found, Way way) throws IOException {
        if (WRITE && way.equals(WAYS.getFirst())) {
            Files.writeString(script.expected(), found);
        }
        String expected = Files.exists(script.expected()) ? Files.readString(script.expected()) : "";
        if (expected.equals(found)) {
            return Optional.empty();
        }
        List<String> want = expected.lines().toList();
        List<String> have = found.lines().toList();
        int at = 0;
        while (at < Math.min(want.size(), have.size()) && want.get(at).equals(have.get(at))) {
            at++;
        }
        return Optional.of(
                script.expected().getFileName()
                        + ":"
                        + (at + 1)
                        + " expects\n    "
                        + (at < want.size() ? want.get(at) : "nothing more")
                        + "\nand there is\n    "
                        + (at < have.size() ? have.get(at) : "nothing more"));
    }

    private static Optional<String> ask(OtherDatabase other, String question, Optional<Rows> rows, Step step) {
        try {
            if (rows.isEmpty()) {
                if (!question.isBlank() && !question.regionMatches(true, 0, "SET ", 0, 4)) {
                    other.execute(question);
                }
                return Optional.empty();
            }
            List<String> theirs = other.query(question);
            List<String> ours = rows.get().rows().stream().map(row -> Same.text(row.values())).toList();
            boolean ordered = ORDERED.matcher(step.sql()).matches();
            if (ordered && ours.size() > 1 && rows.get().order() == Order.ANY) {
                return Optional.of("is not known to be sorted");
            }
            return ordered
                    ? Same.difference(ours, theirs)
                    : Same.difference(ours.stream().sorted().toList(), theirs.stream().sorted().toList());
        } catch (SQLException e) {
            return Optional.of("cannot be asked: " + e.getMessage());
        }
    }
}
