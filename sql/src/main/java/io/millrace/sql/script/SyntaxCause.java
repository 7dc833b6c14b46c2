package io.millrace.sql.script;

import io.millrace.dataflow.connector.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Guesses what was meant where a statement cannot be parsed: the likely cause, behind what was found. */
final class SyntaxCause {
    private static final Token NONE = new Token(Token.Kind.SIGN, "", 0, 0);

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
            List.of("SELECT", "INSERT", "CREATE", "DROP", "SET", "SHOW", "DESCRIBE", "EXPLAIN", "EXECUTE");

    private static final List<String> TYPES =
            List.of("VARCHAR", "CHAR", "DECIMAL", "TIMESTAMP", "TIME", "BINARY", "VARBINARY", "ARRAY", "MAP", "ROW");

    private final String text;
    private final List<Token> tokens;
    private final int index;
    private final Token found;
    private final Collection<String> expected;
    private final Predicate<String> reserved;

    /**
     * @param offset where the parser gave up
     * @param expected what it would have taken
     * @param reserved tells the words that are no names
     */
    SyntaxCause(String text, int offset, Collection<String> expected, Predicate<String> reserved) {
        this.text = text;
        this.tokens = Token.all(text);
        this.index = Math.max(0, indexAt(tokens, offset));
        this.found = tokens.isEmpty() ? NONE : tokens.get(index);
        this.expected = expected;
        this.reserved = reserved;
    }

    private static int indexAt(List<Token> tokens, int offset) {
        for (int i = 0; i < tokens.size(); i++) {
            if (offset < tokens.get(i).end()) {
                return i;
            }
        }
        return tokens.size() - 1;
    }

    /** A double quote that stands for another kind of quote, wherever the parser gave up because of it. */
    static Optional<Token> doubleQuote(String text) {
        return Token.all(text).stream().filter(token -> token.is("\"")).findFirst();
    }

    /** The cause, beginning with the punctuation before it; empty where nothing is likely. */
    String text() {
        return quotes().or(this::options)
                .or(this::comma)
                .or(this::missingEnd)
                .or(this::dialects)
                .or(this::words)
                .or(this::names)
                .or(this::misspelt)
                .or(this::missingComma)
                .orElseGet(() -> unclosed(text));
    }

    private Token at(int distance) {
        int at = index + distance;
        return at >= 0 && at < tokens.size() ? tokens.get(at) : NONE;
    }

    private Optional<String> quotes() {
        Token before = at(-1);
        if (before.kind() == Token.Kind.STRING && before.end() == found.offset() && found.kind() == Token.Kind.WORD) {
            return Optional.of("; a single quote inside of a string is written twice: 'it''s'");
        }
        return Optional.empty();
    }

    /** In the parentheses of WITH. */
    private Optional<String> options() {
        if (!tokens.getFirst().is("CREATE") && !tokens.getFirst().is("SET")) {
            return Optional.empty();
        }
        boolean set = tokens.getFirst().is("SET");
        if (set && found.kind() != Token.Kind.SIGN) {
            return Optional.of("; write SET 'key' = 'value', both in single quotes");
        }
        int open = index - 1;
        while (open >= 0 && !(tokens.get(open).is("(") && tokens.get(open).depth() < found.depth())) {
            open--;
        }
        if (open < 1 || !tokens.get(open - 1).is("WITH")) {
            return Optional.empty();
        }
        Token before = at(-1);
        boolean begins = before.is("(") || before.is(",");
        if (begins && found.kind() != Token.Kind.STRING && !found.is(")")) {
            return Optional.of("; options are written 'name' = 'value', both in single quotes");
        }
        if (before.is("=") && found.kind() != Token.Kind.STRING) {
            return Optional.of("; the value of an option is written in single quotes: '" + found.text() + "'");
        }
        boolean two = before.kind() == Token.Kind.STRING && at(-2).kind() == Token.Kind.STRING;
        if (two || (before.kind() == Token.Kind.STRING && found.kind() == Token.Kind.STRING)) {
            return Optional.of("; is a comma missing between two options?");
        }
        return Optional.empty();
    }

    private Optional<String> comma() {
        boolean closes = found.is(")") || found.is("FROM");
        return closes && at(-1).is(",") ? Optional.of(": the comma before it is one too many") : Optional.empty();
    }

    private Optional<String> missingEnd() {
        boolean starts = STARTS.contains(found.upper()) && found.depth() == 0 && index > 0;
        boolean own =
                found.is("SET") || at(-1).is("UNION") || at(-1).is("ALL") || at(-1).is("AS") || at(-1).is("BEGIN");
        if (starts && !own) {
            return Optional.of("; is a semicolon missing before it?");
        }
        long open = tokens.subList(0, index).stream().filter(token -> token.is("CASE")).count();
        long ended = tokens.subList(0, index).stream().filter(token -> token.is("END")).count();
        if (open > ended && CLAUSES.contains(found.upper())) {
            return Optional.of("; the CASE before it has no END");
        }
        return Optional.empty();
    }

    /** What other databases know. */
    private Optional<String> dialects() {
        Token before = at(-1);
        Optional<String> none = Optional.empty();
        if (found.is("=") && (before.is("=") || at(1).is("="))) {
            return Optional.of("; equality is written with one =");
        }
        if (found.is(":")) {
            return Optional.of("; a cast is written CAST(x AS type)");
        }
        if (found.is("[")) {
            return Optional.of("; an array is written ARRAY[1, 2]");
        }
        if (found.kind() == Token.Kind.NUMBER && before.is("TOP")) {
            return Optional.of("; LIMIT " + found.text() + " at the end of the query does what TOP does");
        }
        if (found.is("ON") && before.is("DISTINCT")) {
            return Optional.of(
                    ": there is no DISTINCT ON; keep the rows for which ROW_NUMBER() OVER (PARTITION BY … ORDER BY …) is 1");
        }
        if (before.is("EXCEPT") && at(-2).is("*") || before.is("(") && at(-2).is("EXCEPT") && at(-3).is("*")) {
            return Optional.of(": there is no * EXCEPT; name the columns");
        }
        if (found.is("(") && before.kind() == Token.Kind.WORD && !reserved.test(before.upper())) {
            Optional<String> type = Nearest.to(before.upper(), TYPES);
            if (tokens.getFirst().is("CREATE") && type.isPresent()) {
                return Optional.of(" after `" + before.text() + "`; did you mean " + type.get() + "?");
            }
        }
        return none;
    }

    /** Words that belong to each other. */
    private Optional<String> words() {
        Token before = at(-1);
        boolean wantsBy = before.is("GROUP") || before.is("ORDER") || before.is("PARTITION");
        if (wantsBy && !found.is("BY")) {
            return Optional.of("; " + before.upper() + " is followed by BY");
        }
        if (before.is("INSERT") && !found.is("INTO")) {
            return Optional.of("; write INSERT INTO " + found.text());
        }
        if (found.is("IN") && !at(1).is("(")) {
            return Optional.of("; the values of IN stand in parentheses: IN (1, 2)");
        }
        if (found.is("FROM") && (before.is("SELECT") || before.is("DISTINCT"))) {
            return Optional.of("; nothing is selected: name columns, or write *");
        }
        boolean joined = tokens.subList(0, index).stream().anyMatch(token -> token.is("JOIN"));
        if (found.is("ON") && !joined) {
            return Optional.of("; ON belongs to a JOIN: write a JOIN b ON …, or a condition in WHERE");
        }
        return Optional.empty();
    }

    private Optional<String> names() {
        boolean word = found.kind() == Token.Kind.WORD;
        boolean wantsName = expected.contains("<IDENTIFIER>") || expected.contains("<BACK_QUOTED_IDENTIFIER>");
        if (!word || !wantsName || !reserved.test(found.upper())) {
            return Optional.empty();
        }
        if (CLAUSES.contains(found.upper()) || found.is("ON")) {
            return Optional.of(index == 0 ? "" : "; something is missing between `" + at(-1).text() + "` and it");
        }
        boolean value = at(1).is("(") || found.is("CASE");
        if (value && expected.contains(",") && endsValue(at(-1))) {
            return Optional.of("; is a comma missing before it?");
        }
        return Optional.of(": it is a reserved word; as a name it is written in backticks, `" + found.text() + "`");
    }

    /** Whether a value may end here, so that another one cannot follow. */
    private boolean endsValue(Token token) {
        return switch (token.kind()) {
            case WORD -> !reserved.test(token.upper()) || token.is("END");
            case SIGN -> token.is(")") || token.is("*");
            default -> true;
        };
    }

    /** A word that is misspelt may be read as an alias, so that the failure shows one or two words later. */
    private Optional<String> misspelt() {
        for (int distance = 1; distance <= 2; distance++) {
            Token word = at(-distance);
            boolean own = word.kind() == Token.Kind.WORD && !reserved.test(word.upper());
            Optional<String> meant = own ? Nearest.to(word.upper(), CLAUSES) : Optional.empty();
            if (meant.isPresent() && word.text().length() > 3) {
                String after = distance == 1 ? " after `" + word.text() + "`" : "";
                return Optional.of(after + "; did you mean " + meant.get() + " instead of `" + word.text() + "`?");
            }
        }
        if (found.kind() != Token.Kind.WORD) {
            return Optional.empty();
        }
        List<String> keywords =
                expected.stream().filter(word -> word.length() > 2 && Character.isLetter(word.charAt(0))).toList();
        return Nearest.to(found.upper(), keywords).map(meant -> "; did you mean " + meant + "?");
    }

    private Optional<String> missingComma() {
        boolean value = found.kind() != Token.Kind.SIGN && !CLAUSES.contains(found.upper());
        return expected.contains(",") && value ? Optional.of("; is a comma missing before it?") : Optional.empty();
    }

    /** What a statement opens and does not close, or the other way round. */
    static String unclosed(String text) {
        int depth = 0;
        for (Token token : Token.all(text)) {
            boolean quoted = token.kind() == Token.Kind.STRING || token.kind() == Token.Kind.NAME;
            if (quoted
                    && (token.text().length() == 1
                            || token.text().charAt(token.text().length() - 1) != token.text().charAt(0))) {
                return "; a quote " + token.text().charAt(0) + " is never closed";
            }
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
        }
        if (depth > 0) {
            return "; " + depth + (depth == 1 ? " parenthesis is" : " parentheses are") + " never closed";
        }
        return depth < 0 ? "; there is one closing parenthesis too many" : "";
    }

    /** What a character means that SQL has no use for. */
    static String character(String text, int offset) {
        char c = offset < text.length() ? text.charAt(offset) : ' ';
        return switch (c) {
            case '&' -> "; write AND instead of &&";
            case '#' -> "; a comment begins with --";
            case '!' -> "; write NOT, or <> for unequal";
            case '\u2018', '\u2019', '\u201c', '\u201d' -> "; it is a typographic quote: strings have plain ones, '";
            default -> unclosed(text);
        };
    }
}
