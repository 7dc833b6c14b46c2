package io.millrace.sql.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A word, number, quoted text or sign of a statement that may be wrong. Signs of several characters are several tokens.
 *
 * @param offset of its first character
 * @param depth how many parentheses are open around it
 */
record Token(Kind kind, String text, int offset, int depth) {

    /** What a token is. */
    enum Kind {
        WORD,
        NUMBER,
        STRING,
        NAME,
        SIGN
    }

    /** All tokens; comments are none. */
    static List<Token> all(String text) {
        List<Token> tokens = new ArrayList<>();
        int depth = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (text.startsWith("--", at) || text.startsWith("/*", at)) {
                at = afterComment(text, at);
            } else {
                int end = end(text, at);
                depth -= c == ')' ? 1 : 0;
                tokens.add(new Token(kind(c), text.substring(at, end), at, depth));
                depth += c == '(' ? 1 : 0;
                at = end;
            }
        }
        return tokens;
    }

    private static int afterComment(String text, int at) {
        boolean line = text.charAt(at) == '-';
        int end = text.indexOf(line ? "\n" : "*/", at + 2);
        return end < 0 ? text.length() : end + (line ? 1 : 2);
    }

    private static Kind kind(char first) {
        return switch (first) {
            case '\'' -> Kind.STRING;
            case '`' -> Kind.NAME;
            default ->
                    Character.isDigit(first)
                            ? Kind.NUMBER
                            : Character.isJavaIdentifierStart(first) ? Kind.WORD : Kind.SIGN;
        };
    }

    private static int end(String text, int at) {
        return switch (kind(text.charAt(at))) {
            case STRING, NAME -> {
                int close = text.indexOf(text.charAt(at), at + 1);
                yield close < 0 ? text.length() : close + 1;
            }
            case WORD, NUMBER -> {
                int end = at;
                while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
                    end++;
                }
                yield end;
            }
            case SIGN -> at + 1;
        };
    }

    boolean is(String word) {
        return text.equalsIgnoreCase(word);
    }

    String upper() {
        return text.toUpperCase(Locale.ROOT);
    }

    int end() {
        return offset + text.length();
    }
}
