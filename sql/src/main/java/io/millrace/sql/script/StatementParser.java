package io.millrace.sql.script;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.connector.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.config.CharLiteralStyle;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.flink.sql.parser.impl.FlinkSqlParserImpl;
import org.apache.flink.sql.parser.validate.FlinkSqlConformance;

/** Parses one statement, or one expression, and says where and why that was not possible. */
public final class StatementParser {
    private static final SqlParser.Config CONFIG =
            SqlParser.config()
                    .withParserFactory(FlinkSqlParserImpl.FACTORY)
                    .withConformance(FlinkSqlConformance.DEFAULT)
                    .withQuoting(Quoting.BACK_TICK)
                    .withUnquotedCasing(Casing.UNCHANGED)
                    .withQuotedCasing(Casing.UNCHANGED)
                    .withCaseSensitive(true)
                    .withCharLiteralStyles(List.of(CharLiteralStyle.STANDARD))
                    .withIdentifierMaxLength(256);

    private StatementParser() {}

    public static SqlNode statement(SourceText source) {
        try {
            return SqlParser.create(source.text(), CONFIG).parseStmt();
        } catch (SqlParseException e) {
            throw explain(source, e);
        }
    }

    public static SqlNode query(SourceText source) {
        try {
            return SqlParser.create(source.text(), CONFIG).parseQuery();
        } catch (SqlParseException e) {
            throw explain(source, e);
        }
    }

    public static SqlNode expression(SourceText source) {
        try {
            return SqlParser.create(source.text(), CONFIG).parseExpression();
        } catch (SqlParseException e) {
            throw explain(source, e);
        }
    }

    private static MillraceException explain(SourceText source, SqlParseException failure) {
        SqlParserPos position = failure.getPos();
        if (position == null) {
            return Diagnostic.whole(source, "syntax", firstLine(failure.getMessage()));
        }
        String text = source.text();
        int offset = offset(text, position);
        String found = tokenAt(text, offset);
        if (found.isEmpty() || firstLine(failure.getMessage()).contains("\"<EOF>\"")) {
            return Diagnostic.at(source, endOf(text), "syntax", "the statement ends too early" + endHint(text));
        }
        Collection<String> expected = expectedWords(failure);
        String message = firstLine(failure.getMessage());
        if (message.startsWith("Non-query expression")) {
            return Diagnostic.at(
                    source,
                    position,
                    "syntax",
                    "no statement begins with " + quoted(found) + Nearest.hint(found, STARTS));
        }
        if (message.startsWith("Lexical error") || failure.getExpectedTokenSequences() == null) {
            return Diagnostic.at(source, position, "syntax", plain(message) + unclosedHint(text));
        }
        return Diagnostic.at(
                source, position, "syntax", "unexpected " + quoted(found) + cause(text, offset, found, expected));
    }

    private static String cause(String text, int offset, String found, Collection<String> expected) {
        String before = previousWord(text, offset);
        String beforeThat = previousWord(text, Math.max(0, text.lastIndexOf(before, Math.max(0, offset - 1))));
        String upper = found.toUpperCase(Locale.ROOT);
        if (found.equals(")") || found.equals("FROM") || upper.equals("FROM")) {
            if (before.equals(",")) {
                return ": the comma before it is one too many";
            }
        }
        boolean word = Character.isLetter(found.charAt(0));
        if (word && expectsName(expected) && isReserved(upper)) {
            return ": it is a reserved word; as a name it is written in backticks, `" + found + "`";
        }
        // A word that is misspelt may be read as an alias, so that the failure shows one word later.
        var misspelt = Nearest.to(before.toUpperCase(Locale.ROOT), CLAUSES);
        if (misspelt.isPresent() && !isReserved(before.toUpperCase(Locale.ROOT))) {
            return " after "
                    + quoted(before)
                    + "; did you mean "
                    + misspelt.get()
                    + " instead of "
                    + quoted(before)
                    + "?";
        }
        var earlier = Nearest.to(beforeThat.toUpperCase(Locale.ROOT), CLAUSES);
        if (earlier.isPresent() && beforeThat.length() > 3 && !isReserved(beforeThat.toUpperCase(Locale.ROOT))) {
            return "; did you mean " + earlier.get() + " instead of " + quoted(beforeThat) + "?";
        }
        var keyword = word ? Nearest.to(upper, keywords(expected)) : Optional.<String>empty();
        if (keyword.isPresent()) {
            return "; did you mean " + keyword.get() + "?";
        }
        if (expected.contains(",")
                && !CLAUSES.contains(upper)
                && (Character.isLetterOrDigit(found.charAt(0)) || found.startsWith("'"))) {
            return "; is a comma missing before it?";
        }
        if (found.equals("\"")) {
            return ": names are quoted with backticks, strings with single quotes";
        }
        return unclosedHint(text);
    }

    private static final List<String> CLAUSES =
            List.of(
                    "SELECT",
                    "FROM",
                    "WHERE",
                    "GROUP",
                    "HAVING",
                    "ORDER",
                    "LIMIT",
                    "INSERT",
                    "INTO",
                    "CREATE",
                    "TABLE",
                    "VIEW",
                    "WITH",
                    "JOIN",
                    "LEFT",
                    "INNER",
                    "UNION",
                    "VALUES",
                    "PARTITION",
                    "INTERVAL",
                    "BETWEEN",
                    "WATERMARK");

    private static final List<String> STARTS =
            List.of(
                    "SELECT",
                    "INSERT",
                    "CREATE",
                    "DROP",
                    "SET",
                    "RESET",
                    "SHOW",
                    "DESCRIBE",
                    "EXPLAIN",
                    "EXECUTE",
                    "WITH",
                    "VALUES");

    private static boolean isReserved(String word) {
        return SqlParser.create("", CONFIG).getMetadata().isReservedWord(word);
    }

    /** The words that are no names unless they are quoted. */
    public static List<String> reservedWords() {
        SqlAbstractParserImpl.Metadata metadata = SqlParser.create("", CONFIG).getMetadata();
        return metadata.getTokens().stream().filter(metadata::isReservedWord).sorted().toList();
    }

    private static List<String> keywords(Collection<String> expected) {
        return expected.stream().filter(word -> word.length() > 1 && Character.isLetter(word.charAt(0))).toList();
    }

    private static boolean expectsName(Collection<String> expected) {
        return expected.contains("<IDENTIFIER>") || expected.contains("<BACK_QUOTED_IDENTIFIER>");
    }

    private static Collection<String> expectedWords(SqlParseException failure) {
        TreeSet<String> words = new TreeSet<>();
        int[][] sequences = failure.getExpectedTokenSequences();
        String[] images = failure.getTokenImages();
        if (sequences != null && images != null) {
            for (int[] sequence : sequences) {
                if (sequence.length > 0) {
                    words.add(images[sequence[0]].replace("\"", ""));
                }
            }
        }
        return words;
    }

    private static String unclosedHint(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '`') {
                int close = text.indexOf(c, i + 1);
                if (close < 0) {
                    return "; a quote " + c + " is never closed";
                }
                i = close;
            } else if (c == '-' && text.startsWith("--", i)) {
                int newline = text.indexOf('\n', i);
                i = newline < 0 ? text.length() : newline;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            }
        }
        if (depth > 0) {
            return "; " + depth + (depth == 1 ? " parenthesis is" : " parentheses are") + " never closed";
        }
        return depth < 0 ? "; there is one closing parenthesis too many" : "";
    }

    private static String endHint(String text) {
        String hint = unclosedHint(text);
        String last = previousWord(text, text.length());
        return hint.isEmpty() ? " after " + quoted(last) : hint;
    }

    private static String plain(String message) {
        return message.startsWith("Lexical error") ? "a character that SQL does not know" : message;
    }

    private static String quoted(String token) {
        return "`" + token + "`";
    }

    private static String firstLine(@org.jspecify.annotations.Nullable String message) {
        return message == null ? "this is not SQL" : message.lines().findFirst().orElse("this is not SQL");
    }

    private static SqlParserPos endOf(String text) {
        int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
        int column = text.length() - text.lastIndexOf('\n');
        return new SqlParserPos(line, column);
    }

    private static int offset(String text, SqlParserPos position) {
        int offset = 0;
        for (int line = 1; line < position.getLineNum(); line++) {
            offset = text.indexOf('\n', offset) + 1;
        }
        return Math.min(text.length(), offset + position.getColumnNum() - 1);
    }

    private static String tokenAt(String text, int offset) {
        int end = offset;
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
            end++;
        }
        return end > offset ? text.substring(offset, end) : text.substring(offset, Math.min(text.length(), offset + 1));
    }

    /** The word, or else the one character, that stands before an offset. */
    private static String previousWord(String text, int offset) {
        int end = offset;
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        int start = end;
        while (start > 0 && Character.isJavaIdentifierPart(text.charAt(start - 1))) {
            start--;
        }
        return start < end ? text.substring(start, end) : text.substring(Math.max(0, end - 1), end);
    }
}
