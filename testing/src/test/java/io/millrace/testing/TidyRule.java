package io.millrace.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// One rule of the style that plain text can check: what it is called, why it is there, and who breaks it.
record TidyRule(String name, String reason, Check check) {

    /// Returns what is wrong in a file.
    interface Check {
        List<Finding> findings(SourceText source);
    }

    /// A line that breaks a rule, and the words that break it.
    record Finding(int line, String words) {}

    /// The rule as a message for each line of this file that breaks it.
    List<String> complaints(SourceText source) {
        return check.findings(source).stream()
                .map(finding -> source.path() + ":" + finding.line() + ": " + finding.words() + " — " + reason)
                .toList();
    }

    /// Complains about each place in the code (comments and literals left out) that matches.
    static Check inCode(String regex, Predicate<SourceText> where) {
        var pattern = Pattern.compile(regex, Pattern.MULTILINE);
        return source -> where.test(source) ? matches(pattern, source, source.code()) : List.of();
    }

    /// Complains about each place in the comments that matches.
    static Check inComments(String regex, Predicate<SourceText> where) {
        var pattern = Pattern.compile(regex, Pattern.MULTILINE);
        return source -> where.test(source) ? matches(pattern, source, source.comments()) : List.of();
    }

    private static List<Finding> matches(Pattern pattern, SourceText source, String text) {
        var found = new ArrayList<Finding>();
        var matcher = pattern.matcher(text);
        while (matcher.find()) {
            int group = matcher.groupCount() > 0 ? 1 : 0;
            found.add(new Finding(source.lineOf(matcher.start(group)), matcher.group(group).strip()));
        }
        return found;
    }
}
