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
        Optional<Token> doubleQuote = SyntaxCause.doubleQuote(text);
        if (doubleQuote.isPresent()) {
            return Diagnostic.at(
                    source,
                    position(text, doubleQuote.get().offset()),
                    "syntax",
                    "unexpected `\"`: strings are written in single quotes, names in backticks");
        }
        String message = firstLine(failure.getMessage());
        SyntaxCause cause =
                new SyntaxCause(
                        text, offset, expectedWords(failure), word -> isReserved(word.toUpperCase(Locale.ROOT)));
        if (message.startsWith("Non-query expression") && text.substring(0, offset).isBlank()) {
            return Diagnostic.at(
                    source,
                    position,
                    "syntax",
                    "no statement begins with " + quoted(found) + Nearest.hint(found, STARTS));
        }
        if (message.startsWith("'LIMIT start, count'")) {
            return Diagnostic.at(source, position, "syntax", "LIMIT has one number; write LIMIT count OFFSET start");
        }
        if (message.startsWith("Lexical error")) {
            return Diagnostic.at(
                    source,
                    position,
                    "syntax",
                    "a character that SQL does not know" + SyntaxCause.character(text, offset));
        }
        if (failure.getExpectedTokenSequences() == null && !message.startsWith("Non-query expression")) {
            return Diagnostic.at(source, position, "syntax", message + SyntaxCause.unclosed(text));
        }
        return Diagnostic.at(source, position, "syntax", "unexpected " + quoted(found) + cause.text());
    }

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

    private static String endHint(String text) {
        String hint = SyntaxCause.unclosed(text);
        String last = previousWord(text, text.length());
        return hint.isEmpty() ? " after " + quoted(last) : hint;
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

    private static SqlParserPos position(String text, int offset) {
        int line = (int) text.substring(0, offset).chars().filter(c -> c == '\n').count() + 1;
        return new SqlParserPos(line, offset - text.lastIndexOf('\n', offset - 1));
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
