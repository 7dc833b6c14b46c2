package io.millrace.operators.expression.function;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A text that every match of a regular expression contains. Looking for it is much cheaper than trying the expression
 * at every place: without it nothing matches, and where it is known how much of a match may lie in front of it, no
 * match begins earlier than that.
 *
 * <p>It is found for expressions of characters, classes, groups and quantifiers. Of any other construct nothing is
 * concluded: {@link #NONE}.
 */
final class RequiredText {
    static final RequiredText NONE = new RequiredText(new byte[0], 0);

    private static final int UNBOUNDED = 1 << 20;

    private final byte[] text;
    private final int mostBefore;

    private RequiredText(byte[] text, int mostBefore) {
        this.text = text;
        this.mostBefore = mostBefore;
    }

    /** What every match of this expression contains, which has no flags. */
    static RequiredText of(String regex) {
        try {
            return longest(new Parser(regex).whole());
        } catch (Unknown e) {
            return NONE;
        }
    }

    /** Where in the text a search may begin, as an index from its start; −1 where nothing matches. */
    int searchFrom(Slice in) {
        if (text.length == 0) {
            return 0;
        }
        int found = Utf8.indexOf(in.data, in.start, in.end, text, 0, text.length);
        return found < 0 ? -1 : Math.max(0, found - in.start - mostBefore);
    }

    /** One step of a match: a character of the expression, or anything of so many characters at most. */
    private record Piece(char literal, int most) {
        private static final char ANY = 0;

        boolean isLiteral() {
            return literal != ANY;
        }
    }

    private static RequiredText longest(List<Piece> pieces) {
        RequiredText best = NONE;
        int before = 0;
        int beforeRun = 0;
        StringBuilder run = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece.isLiteral()) {
                beforeRun = run.isEmpty() ? before : beforeRun;
                run.append(piece.literal);
            } else {
                run.setLength(0);
            }
            before = Math.min(UNBOUNDED, before + piece.most);
            if (run.length() > best.text.length) {
                best =
                        new RequiredText(
                                run.toString().getBytes(StandardCharsets.US_ASCII),
                                beforeRun == UNBOUNDED ? SliceBuilder.MAX_BYTES : beforeRun);
            }
        }
        return best;
    }

    /** A construct of which nothing is concluded. */
    private static final class Unknown extends Exception {
        private static final long serialVersionUID = 1;

        private Unknown() {
            super("", null, false, false);
        }
    }

    /** Reads the constructs that are known; all else is {@link Unknown}. */
    private static final class Parser {
        private static final String ONE_CHARACTER = "dDwWsS";
        private static final String NO_CHARACTER = "bB";
        private static final int DEEPEST = 50;

        private final String regex;
        private int at;
        private int depth;

        Parser(String regex) {
            this.regex = regex;
        }

        List<Piece> whole() throws Unknown {
            List<Piece> pieces = alternatives();
            if (at < regex.length()) {
                throw new Unknown();
            }
            return pieces;
        }

        /** Several alternatives are one piece of which only the length is known. */
        private List<Piece> alternatives() throws Unknown {
            if (++depth > DEEPEST) {
                throw new Unknown();
            }
            List<Piece> first = sequence();
            int most = length(first);
            boolean single = true;
            while (at < regex.length() && regex.charAt(at) == '|') {
                at++;
                single = false;
                most = Math.max(most, length(sequence()));
            }
            depth--;
            return single ? first : List.of(new Piece(Piece.ANY, most));
        }

        private List<Piece> sequence() throws Unknown {
            List<Piece> pieces = new ArrayList<>();
            while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
                List<Piece> atom = atom();
                pieces.addAll(repeated(atom));
            }
            return pieces;
        }

        private List<Piece> atom() throws Unknown {
            char c = regex.charAt(at++);
            return switch (c) {
                case '^', '$' -> List.of();
                case '.' -> List.of(new Piece(Piece.ANY, 1));
                case '[' -> characterClass();
                case '(' -> group();
                case '\\' -> escape();
                case '*', '+', '?', '{', '}', ']' -> throw new Unknown();
                default -> literal(c);
            };
        }

        private List<Piece> literal(char c) throws Unknown {
            if (c == Piece.ANY || c > 127) {
                throw new Unknown();
            }
            return List.of(new Piece(c, 1));
        }

        private List<Piece> escape() throws Unknown {
            char c = next();
            if (ONE_CHARACTER.indexOf(c) >= 0) {
                return List.of(new Piece(Piece.ANY, 1));
            }
            if (NO_CHARACTER.indexOf(c) >= 0 && (at >= regex.length() || regex.charAt(at) != '{')) {
                return List.of();
            }
            if (c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
                throw new Unknown();
            }
            return literal(c);
        }

        /** A class without classes in it. */
        private List<Piece> characterClass() throws Unknown {
            boolean empty = true;
            for (char c = next(); c != ']' || empty; c = next()) {
                if (c == '[' || c == ']' || c == '&' && regex.startsWith("&", at)) {
                    throw new Unknown();
                }
                if (c == '\\') {
                    c = next();
                    if (c == 'Q' || c == 'E' || c > 127) {
                        throw new Unknown();
                    }
                }
                empty = empty && c == '^';
            }
            return List.of(new Piece(Piece.ANY, 1));
        }

        private List<Piece> group() throws Unknown {
            if (regex.startsWith("?", at)) {
                if (!regex.startsWith("?:", at)) {
                    throw new Unknown();
                }
                at += 2;
            }
            List<Piece> inside = alternatives();
            if (next() != ')') {
                throw new Unknown();
            }
            return inside;
        }

        /** An atom with its quantifier; repeated, only its length is known. */
        private List<Piece> repeated(List<Piece> atom) throws Unknown {
            if (at >= regex.length() || "*+?{".indexOf(regex.charAt(at)) < 0) {
                return atom;
            }
            char quantifier = regex.charAt(at++);
            if (quantifier == '{') {
                int end = regex.indexOf('}', at);
                if (end < 0) {
                    throw new Unknown();
                }
                at = end + 1;
            }
            if (at < regex.length() && (regex.charAt(at) == '?' || regex.charAt(at) == '+')) {
                at++;
            }
            return List.of(new Piece(Piece.ANY, quantifier == '?' ? length(atom) : UNBOUNDED));
        }

        private static int length(List<Piece> pieces) {
            int most = 0;
            for (Piece piece : pieces) {
                most = Math.min(UNBOUNDED, most + piece.most);
            }
            return most;
        }

        private char next() throws Unknown {
            if (at >= regex.length()) {
                throw new Unknown();
            }
            return regex.charAt(at++);
        }
    }
}
