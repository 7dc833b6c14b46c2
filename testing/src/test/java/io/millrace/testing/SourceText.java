package io.millrace.testing;

import java.util.List;

/// A Java file cut into two texts of the same length: one has the code with comments and literals blanked out, the
/// other the comments with everything else blanked out. Line breaks stand in both, so that line numbers hold.
record SourceText(String path, List<String> lines, String code, String comments) {

    static SourceText of(String path, String text) {
        var cutter = new Cutter(text);
        cutter.cut();
        return new SourceText(path, text.lines().toList(), cutter.code.toString(), cutter.comments.toString());
    }

    /// The number of the line, from 1, in which this character of `code` or `comments` stands.
    int lineOf(int position) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            if (code.charAt(i) == '\n') {
                line++;
            }
        }
        return line;
    }

    boolean isTest() {
        return path.contains("/src/test/");
    }

    /// The module's folder, `connectors/files` for instance.
    String module() {
        int end = path.indexOf("/src/");
        return end < 0 ? "" : path.substring(0, end);
    }

    String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static final class Cutter {
        private final String text;
        private final StringBuilder code = new StringBuilder();
        private final StringBuilder comments = new StringBuilder();
        private int at;

        Cutter(String text) {
            this.text = text;
        }

        void cut() {
            while (at < text.length()) {
                if (text.startsWith("//", at)) {
                    int end = text.indexOf('\n', at);
                    take(end < 0 ? text.length() : end, comments);
                } else if (text.startsWith("/*", at)) {
                    int end = text.indexOf("*/", at + 2);
                    take(end < 0 ? text.length() : end + 2, comments);
                } else if (text.startsWith("\"\"\"", at)) {
                    take(closing("\"\"\"", at + 3), null);
                } else if (text.charAt(at) == '"' || text.charAt(at) == '\'') {
                    take(closing(text.substring(at, at + 1), at + 1), null);
                } else {
                    take(at + 1, code);
                }
            }
        }

        private int closing(String quote, int from) {
            int i = from;
            while (i < text.length() && !text.startsWith(quote, i)) {
                i += text.charAt(i) == '\\' ? 2 : 1;
            }
            return Math.min(text.length(), i + quote.length());
        }

        /// Moves to `end`; what is passed goes to `target`, blanks to whoever is not the target.
        private void take(int end, @org.jspecify.annotations.Nullable StringBuilder target) {
            for (; at < end; at++) {
                char c = text.charAt(at);
                code.append(c == '\n' || target == code ? c : ' ');
                comments.append(c == '\n' || target == comments ? c : ' ');
            }
        }
    }
}
