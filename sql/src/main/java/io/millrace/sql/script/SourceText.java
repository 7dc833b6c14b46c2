package io.millrace.sql.script;

/**
 * A piece of a script with its place in the file.
 *
 * @param file how the file is called in messages
 * @param script the whole script
 * @param text the piece, one statement without its semicolon
 * @param line the line of its first character, from 1
 * @param column the column of its first character, from 1
 */
public record SourceText(String file, String script, String text, int line, int column) {

    /** The line in the file of a position given relative to the piece, both from 1. */
    public int fileLine(int lineInText) {
        return line + lineInText - 1;
    }

    /** The column in the file of a position given relative to the piece, both from 1. */
    public int fileColumn(int lineInText, int columnInText) {
        return lineInText == 1 ? column + columnInText - 1 : columnInText;
    }

    /** The same place with another text, for what the parser should read instead. */
    SourceText withText(String other) {
        return new SourceText(file, script, other, line, column);
    }

    /** One line of the script, from 1; empty past its end. */
    String scriptLine(int number) {
        int start = 0;
        for (int line = 1; line < number; line++) {
            int newline = script.indexOf('\n', start);
            if (newline < 0) {
                return "";
            }
            start = newline + 1;
        }
        int end = script.indexOf('\n', start);
        return script.substring(start, end < 0 ? script.length() : end).replace('\r', ' ');
    }
}
