package io.millrace.sql.script;

import io.millrace.data.MillraceException;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Builds the message of an error in a script: file, line, column, what is wrong, and the line with a caret under the
 * place.
 */
public final class Diagnostic {
    private static final int LONGEST_LINE = 160;

    /** Between the number of a line and its text. */
    private static final String MARGIN = " | ";

    private Diagnostic() {}

    /** An error at a position that the parser gave relative to the statement. */
    public static MillraceException at(SourceText source, SqlParserPos position, String code, String message) {
        int line = position.getLineNum();
        int column = position.getColumnNum();
        if (line < 1) {
            return whole(source, code, message);
        }
        int width = position.getEndLineNum() == line ? position.getEndColumnNum() - column + 1 : 1;
        return MillraceException.user(
                code,
                render(source, source.fileLine(line), source.fileColumn(line, column), Math.max(1, width), message));
    }

    /** An error of a statement as a whole. */
    public static MillraceException whole(SourceText source, String code, String message) {
        return MillraceException.user(code, render(source, source.line(), source.column(), 1, message));
    }

    /** Whether an error says already where it is. */
    public static boolean isLocated(MillraceException error) {
        return String.valueOf(error.getMessage()).contains(MARGIN);
    }

    private static String render(SourceText source, int line, int column, int width, String message) {
        String text = source.scriptLine(line);
        int from = 0;
        if (text.length() > LONGEST_LINE) {
            from = Math.max(0, column - 1 - LONGEST_LINE / 2);
            text = text.substring(from, Math.min(text.length(), from + LONGEST_LINE));
        }
        int caret = Math.max(0, column - 1 - from);
        String number = Integer.toString(line);
        String gap = " ".repeat(number.length());
        // Tabs are kept before the caret, so that it stands under its place.
        StringBuilder indent = new StringBuilder();
        for (int i = 0; i < caret; i++) {
            indent.append(i < text.length() && text.charAt(i) == '\t' ? '\t' : ' ');
        }
        int carets = Math.max(1, Math.min(width, Math.max(1, text.length() - caret)));
        return source.file()
                + ":"
                + line
                + ":"
                + column
                + ": "
                + message
                + "\n"
                + "  "
                + number
                + MARGIN
                + text
                + "\n"
                + "  "
                + gap
                + MARGIN
                + indent
                + "^".repeat(carets);
    }
}
