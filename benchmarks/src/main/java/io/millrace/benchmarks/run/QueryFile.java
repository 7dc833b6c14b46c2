package io.millrace.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements of a query's file, with the sink replaced by the folding one. Tables and functions that an engine
 * brings itself (the events and their kinds, the side input, the function of q14) are left out.
 */
public final class QueryFile {
    private static final Pattern COMMENT = Pattern.compile("--[^\n]*");
    private static final Pattern BROUGHT =
            Pattern.compile(
                    "(?is)create\\s+(function\\s.*|table\\s+(nexmark|side_input)\\b.*|view\\s+(person|auction|bid)\\b.*)");

    /** A sink's name and columns, which end where a line begins with a parenthesis. */
    private static final Pattern SINK = Pattern.compile("(?is)(create\\s+table\\s+nexmark_q\\d+\\s*\\(.*?\\n\\)).*");

    private QueryFile() {}

    /** The statements of {@code folder/query.sql}, in order. */
    public static List<String> statements(Path folder, String query) throws IOException {
        String script = COMMENT.matcher(Files.readString(folder.resolve(query + ".sql"))).replaceAll("");
        List<String> statements = new ArrayList<>();
        for (String each : script.split(";")) {
            String statement = each.strip();
            if (statement.isEmpty() || BROUGHT.matcher(statement).matches()) {
                continue;
            }
            Matcher sink = SINK.matcher(statement);
            statements.add(sink.matches() ? sink.group(1) + " WITH ('connector' = 'fold')" : statement);
        }
        return statements;
    }
}
