package io.millrace.server.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes commands of the shell, tables, the columns of tables that the statement names, and keywords. */
final class WordCompleter implements Completer {
    private static final List<String> COMMANDS = List.of("\\q", "\\?", "\\timing", "\\format");

    private final Supplier<List<String>> tables;
    private final Function<String, List<String>> columns;
    private final Supplier<List<String>> keywords;

    WordCompleter(
            Supplier<List<String>> tables, Function<String, List<String>> columns, Supplier<List<String>> keywords) {
        this.tables = tables;
        this.columns = columns;
        this.keywords = keywords;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        for (String word : words(line.line(), line.word())) {
            candidates.add(new Candidate(word));
        }
    }

    /** What a word could become, in a statement as far as it is typed. */
    List<String> words(String statement, String word) {
        if (statement.strip().startsWith("\\")) {
            return COMMANDS;
        }
        List<String> words = new ArrayList<>();
        String text = statement.toLowerCase(Locale.ROOT);
        for (String table : tables.get()) {
            words.add(table);
            if (text.contains(table.toLowerCase(Locale.ROOT))) {
                words.addAll(columns.apply(table));
            }
        }
        boolean lower = !word.isEmpty() && word.equals(word.toLowerCase(Locale.ROOT));
        for (String keyword : keywords.get()) {
            words.add(lower ? keyword.toLowerCase(Locale.ROOT) : keyword);
        }
        return words;
    }
}
