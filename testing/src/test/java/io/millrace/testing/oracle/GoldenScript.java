package io.millrace.testing.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A script under {@code golden}: statements that end with a semicolon at the end of a line, each with comments above it
 * that say how it is checked.
 *
 * <pre>
 * -- oracle: SELECT ...        what the other database is asked instead of the same text; several lines are one text
 * -- by hand: why              the other database is not asked; the expected rows were checked by a reader
 * -- fails: code               the statement fails with this error
 * -- include file              the statements of that file come first
 * </pre>
 *
 * {@code ${out}} stands for an empty folder. The rows of every query stand in the file {@code .expected} of the same
 * name.
 */
record GoldenScript(Path file, List<Step> steps) {
    private static final String INCLUDE = "-- include ";

    /** How a statement is checked. */
    sealed interface Check {
        /** The other database is asked this. */
        record Oracle(String sql) implements Check {}

        record ByHand() implements Check {}

        record Fails(String code) implements Check {}
    }

    record Step(String sql, int line, Check check) {
        boolean isQuery() {
            return sql.regionMatches(true, 0, "SELECT", 0, 6)
                    || sql.regionMatches(true, 0, "WITH", 0, 4)
                    || sql.startsWith("(");
        }
    }

    static GoldenScript read(Path file) throws IOException {
        List<Step> steps = new ArrayList<>();
        List<String> comments = new ArrayList<>();
        StringBuilder sql = new StringBuilder();
        int number = 0;
        int start = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.startsWith(INCLUDE)) {
                steps.addAll(read(file.resolveSibling(line.substring(INCLUDE.length()).strip())).steps());
                continue;
            }
            if (sql.isEmpty() && (line.isBlank() || line.startsWith("--"))) {
                comments.add(line);
                continue;
            }
            start = sql.isEmpty() ? number : start;
            sql.append(line).append('\n');
            if (line.stripTrailing().endsWith(";") && isWhole(sql.toString())) {
                String text = sql.toString().strip();
                text = text.substring(0, text.length() - 1);
                steps.add(new Step(text, start, check(comments, text)));
                comments.clear();
                sql.setLength(0);
            }
        }
        if (!sql.isEmpty()) {
            throw new IllegalStateException(file + ":" + start + ": no semicolon at the end");
        }
        return new GoldenScript(file, steps);
    }

    /** A statement set has semicolons within. */
    private static boolean isWhole(String sql) {
        return !sql.contains("STATEMENT SET") || sql.stripTrailing().endsWith("END;");
    }

    private static Check check(List<String> comments, String sql) {
        Optional<String> fails = directive(comments, "-- fails:");
        if (fails.isPresent()) {
            return new Check.Fails(fails.get());
        }
        if (directive(comments, "-- by hand:").isPresent()) {
            return new Check.ByHand();
        }
        return new Check.Oracle(directive(comments, "-- oracle:").orElse(sql));
    }

    private static Optional<String> directive(List<String> comments, String prefix) {
        List<String> found =
                comments.stream()
                        .filter(line -> line.startsWith(prefix))
                        .map(line -> line.substring(prefix.length()).strip())
                        .toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", found));
    }

    Path expected() {
        return file.resolveSibling(file.getFileName().toString().replace(".sql", ".expected"));
    }
}
