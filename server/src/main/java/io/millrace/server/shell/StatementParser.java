package io.millrace.server.shell;

import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.impl.DefaultParser;

/**
 * Says when what was typed is whole: at a semicolon outside quotes and comments, or after a command of the shell
 * itself.
 */
final class StatementParser extends DefaultParser {
    private static final String DELIMITERS = ",()=<>.;+-*/|";

    StatementParser() {
        setQuoteChars(new char[0]);
        setEscapeChars(new char[0]);
        setEofOnUnclosedQuote(false);
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !isWhole(line)) {
            throw new EOFError(-1, -1, "the statement goes on until ;", "");
        }
        return super.parse(line, cursor, context);
    }

    @Override
    public boolean isDelimiterChar(CharSequence buffer, int position) {
        char c = buffer.charAt(position);
        return Character.isWhitespace(c) || DELIMITERS.indexOf(c) >= 0;
    }

    static boolean isWhole(String typed) {
        String text = typed.strip();
        return text.isEmpty() || text.startsWith("\\") || isWord(text) || endsStatement(text);
    }

    /** Words that leave the shell, as people type them everywhere. */
    static boolean isWord(String text) {
        String word = text.endsWith(";") ? text.substring(0, text.length() - 1).strip() : text;
        return word.equalsIgnoreCase("quit") || word.equalsIgnoreCase("exit") || word.equalsIgnoreCase("help");
    }

    /** Whether the last thing that is neither space nor comment is a semicolon, quotes being closed. */
    private static boolean endsStatement(String text) {
        boolean ended = false;
        boolean inSet = false;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"' || c == '`') {
                int close = text.indexOf(c, i + 1);
                if (close < 0) {
                    return false;
                }
                i = close + 1;
                ended = false;
            } else if (text.startsWith("--", i)) {
                int end = text.indexOf('\n', i);
                i = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", i)) {
                int end = text.indexOf("*/", i + 2);
                if (end < 0) {
                    return false;
                }
                i = end + 2;
            } else {
                if (c == ';') {
                    ended = true;
                } else if (!Character.isWhitespace(c)) {
                    ended = false;
                    inSet |= startsWord(text, i, "STATEMENT");
                }
                i++;
            }
        }
        return ended && (!inSet || endsWithEnd(text));
    }

    /** A statement set has semicolons inside and ends with END;. */
    private static boolean endsWithEnd(String text) {
        String upper = text.toUpperCase(java.util.Locale.ROOT);
        String before = upper.substring(0, upper.lastIndexOf(';')).stripTrailing();
        return !upper.contains("BEGIN") || before.endsWith("END");
    }

    private static boolean startsWord(String text, int at, String word) {
        return text.regionMatches(true, at, word, 0, word.length())
                && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)));
    }
}
