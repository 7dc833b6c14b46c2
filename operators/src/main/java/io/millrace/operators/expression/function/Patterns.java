package io.millrace.operators.expression.function;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** LIKE and regular expressions. Constant patterns are compiled once; others when they change. */
public final class Patterns {
    private Patterns() {}

    public static boolean like(Slice text, LikePattern pattern) {
        return pattern.matches(text);
    }

    /** For patterns that are no constants: the last one is kept. */
    public static final class LastLike {
        private byte[] last = {};
        private LikePattern compiled = LikePattern.of("", "");
    }

    public static boolean like(Slice text, Slice pattern, Slice escape, LastLike kept) {
        if (!java.util.Arrays.equals(kept.last, 0, kept.last.length, pattern.data, pattern.start, pattern.end)) {
            kept.compiled = LikePattern.of(pattern.toString(), escape.toString());
            kept.last = pattern.copy();
        }
        return kept.compiled.matches(text);
    }

    /**
     * A regular expression in use. A text of ASCII is looked at through the same buffer each time, so that nothing is
     * decoded per row but what is no ASCII.
     */
    public static final class Regex {
        private final String function;
        private byte[] source;
        private Matcher matcher;
        private RequiredText required;
        private final AsciiText ascii = new AsciiText();
        private boolean isAscii;

        /** With this pattern at first. */
        public Regex(String function, String pattern) {
            this.function = function;
            this.source = pattern.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            this.matcher = compile(function, pattern).matcher("");
            this.required = RequiredText.of(pattern);
        }

        /** Shows the matcher a text. */
        Matcher on(Slice text) {
            isAscii = Words.isAscii(text.data, text.start, text.end);
            if (isAscii) {
                ascii.set(text);
                return matcher.reset(ascii);
            }
            return matcher.reset(text.toString());
        }

        /** Whether the pattern occurs in the text; the matcher then stands at its first match. */
        boolean find(Slice text, Slice pattern) {
            if (!java.util.Arrays.equals(source, 0, source.length, pattern.data, pattern.start, pattern.end)) {
                matcher = compile(function, pattern.toString()).matcher("");
                required = RequiredText.of(pattern.toString());
                source = pattern.copy();
            }
            int from = required.searchFrom(text);
            if (from < 0) {
                return false;
            }
            Matcher on = on(text);
            return isAscii ? on.find(from) : on.find();
        }
    }

    /** Compiles, and says what is wrong with a pattern. */
    public static Pattern compile(String function, String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw Errors.badArgument(
                    function,
                    "'"
                            + pattern
                            + "' is no regular expression: "
                            + e.getDescription()
                            + " near index "
                            + e.getIndex());
        }
    }

    /** Whether some part of the text matches. */
    public static boolean regexp(Slice text, Slice pattern, Regex regex) {
        return regex.find(text, pattern);
    }

    /** Whether the whole text matches. */
    public static boolean similar(Slice text, Regex regex) {
        return regex.on(text).matches();
    }

    /** One group of the first match; missing where nothing matches or the group took no part. */
    public static boolean regexpExtract(Slice text, Slice pattern, int group, Regex regex, SliceBuilder result) {
        if (!regex.find(text, pattern)) {
            return false;
        }
        Matcher matcher = regex.matcher;
        if (group < 0 || group > matcher.groupCount() || matcher.start(group) < 0) {
            return false;
        }
        if (regex.isAscii) {
            result.set(text.data, text.start + matcher.start(group), text.start + matcher.end(group));
        } else {
            result.clear();
            result.append(matcher.group(group));
        }
        return true;
    }

    /** All matches replaced; {@code $1} stands for a group. */
    public static void regexpReplace(Slice text, Slice pattern, Slice by, Regex regex, SliceBuilder result) {
        if (!regex.find(text, pattern)) {
            result.set(text.data, text.start, text.end);
            return;
        }
        result.clear();
        try {
            result.append(regex.matcher.replaceAll(by.toString()));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw Errors.badArgument("REGEXP_REPLACE", "the replacement '" + by + "' is wrong: " + e.getMessage());
        }
    }

    /** The regular expression of a SIMILAR TO pattern. */
    public static String ofSimilar(String pattern, String escape) {
        int escapeChar = escape.isEmpty() ? -1 : escape.charAt(0);
        StringBuilder regex = new StringBuilder();
        boolean inClass = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == escapeChar && i + 1 < pattern.length()) {
                regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
            } else if (inClass) {
                inClass = c != ']';
                regex.append(c);
            } else if (c == '%') {
                regex.append("(?s:.*)");
            } else if (c == '_') {
                regex.append("(?s:.)");
            } else if (c == '[') {
                inClass = true;
                regex.append(c);
            } else if (".^$\\".indexOf(c) >= 0) {
                regex.append('\\').append(c);
            } else {
                regex.append(c);
            }
        }
        return regex.toString();
    }
}
