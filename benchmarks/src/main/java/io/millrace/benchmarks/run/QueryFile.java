package io.millrace.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The statements of a query's file, with the sink replaced by the folding one. Tables and functions that an engine
 * brings itself (the events, the side input, the function of q14) are left out.
 */
public final class QueryFile {
    private static final Pattern COMMENT = Pattern.compile("--[^\n]*");
    private static final Pattern BROUGHT = Pattern.compile("(?is)create\\s+(function\\s.*|table\\s+side_input\\b.*)");

    private QueryFile() {}

    /** The statements of {@code folder/query.sql}, in order. */
    public static List<String> statements(Path folder, String query) throws IOException {
        String script = COMMENT.matcher(Files.readString(folder.resolve(query + ".sql"))).replaceAll("");
        List<String> statements = new ArrayList<>();
        for (String each : script.split(";")) {
            String statement = each.strip();
            if (!statement.isEmpty() && !BROUGHT.matcher(statement).matches()) {
                statements.add(statement.replace("'connector' = 'blackhole'", "'connector' = 'fold'"));
            }
        }
        return statements;
    }
}
