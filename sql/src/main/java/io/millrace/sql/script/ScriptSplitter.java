package io.millrace.sql.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a script into statements at its semicolons, and keeps the place of each.
 *
 * <p>A semicolon inside a string, a quoted name or a comment ends nothing, nor does one between BEGIN and END of a
 * statement set. Statements without any word, such as a comment at the end of a file, are left out.
 */
public final class ScriptSplitter {
    private static final int REMEMBERED_WORDS = 5;

    private final String file;
    private final String script;
    private final List<SourceText> statements = new ArrayList<>();

    private int position;
    private int line = 1;
    private int lineStart;

    /** Where the first word of the current statement is, or −1 before it. */
    private int start = -1;

    private int startLine;
    private int startColumn;
    private int end;
    private final List<String> words = new ArrayList<>();
    private int openCases;
    private boolean endOfSet;

    private ScriptSplitter(String file, String script) {
        this.file = file;
        this.script = script;
    }

    public static List<SourceText> split(String file, String script) {
        ScriptSplitter splitter = new ScriptSplitter(file, script);
        splitter.run();
        return List.copyOf(splitter.statements);
    }

    private void run() {
        while (position < script.length()) {
            char c = script.charAt(position);
            if (c == '\n') {
                position++;
                line++;
                lineStart = position;
            } else if (Character.isWhitespace(c)) {
                position++;
            } else if (script.startsWith("--", position)) {
                skipTo("\n", 0);
            } else if (script.startsWith("/*", position) && !script.startsWith("/*+", position)) {
                skipTo("*/", 2);
            } else if (c == ';') {
                semicolon();
            } else {
                token(c);
            }
        }
        finish();
    }

    private void token(char c) {
        if (start < 0) {
            start = position;
            startLine = line;
            startColumn = position - lineStart + 1;
        }
        if (c == '\'' || c == '`' || c == '"') {
            position++;
            skipTo(String.valueOf(c), 1);
        } else if (Character.isJavaIdentifierStart(c)) {
            int from = position;
            while (position < script.length() && Character.isJavaIdentifierPart(script.charAt(position))) {
                position++;
            }
            word(script.substring(from, position).toUpperCase(Locale.ROOT));
        } else {
            position++;
        }
        end = position;
    }

    private void word(String word) {
        endOfSet = false;
        if (word.equals("CASE")) {
            openCases++;
        } else if (word.equals("END")) {
            if (openCases > 0) {
                openCases--;
            } else {
                endOfSet = true;
            }
        }
        if (words.size() < REMEMBERED_WORDS) {
            words.add(word);
        }
    }

    private void semicolon() {
        position++;
        if (isSet() && !endOfSet) {
            openCases = 0;
            end = position;
        } else {
            finish();
        }
    }

    private boolean isSet() {
        int first = !words.isEmpty() && words.getFirst().equals("EXPLAIN") ? 1 : 0;
        List<String> rest = words.subList(first, words.size());
        return startsWith(rest, "EXECUTE", "STATEMENT", "SET")
                || startsWith(rest, "STATEMENT", "SET")
                || startsWith(rest, "BEGIN", "STATEMENT", "SET");
    }

    private static boolean startsWith(List<String> words, String... expected) {
        return words.size() >= expected.length && words.subList(0, expected.length).equals(List.of(expected));
    }

    private void finish() {
        if (start >= 0) {
            String text = script.substring(start, end);
            statements.add(new SourceText(file, script, normalized(text), startLine, startColumn));
        }
        start = -1;
        words.clear();
        openCases = 0;
        endOfSet = false;
    }

    /** The older form {@code BEGIN STATEMENT SET; ... END} is read as {@code EXECUTE STATEMENT SET BEGIN ... END}. */
    private String normalized(String text) {
        if (!startsWith(words, "BEGIN", "STATEMENT", "SET")) {
            return text;
        }
        int semicolon = text.indexOf(';');
        return semicolon < 0 ? text : "EXECUTE STATEMENT SET BEGIN" + text.substring(semicolon + 1);
    }

    /** Moves past the next occurrence of a mark, or to the end of the script; counts the lines on the way. */
    private void skipTo(String mark, int markLength) {
        int found = script.indexOf(mark, position + (markLength == 2 ? 2 : 0));
        int target = found < 0 ? script.length() : found + markLength;
        for (; position < target; position++) {
            if (script.charAt(position) == '\n') {
                line++;
                lineStart = position + 1;
            }
        }
    }
}
