package io.millrace.operators.expression.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RequiredTextTest {
    private static int from(String regex, String text) {
        return RequiredText.of(regex).searchFrom(Slice.of(text));
    }

    @Test
    void theLongestTextIsLookedFor() {
        assertThat(from("(&|^)channel_id=([^&]*)", "https://x/item?channel_id&y=channel_id=12")).isEqualTo(27);
        assertThat(from("(&|^)channel_id=([^&]*)", "https://x/item?channel_id&y")).isEqualTo(-1);
        assertThat(from("a+bc(de)", "xxbcdeyy")).isZero();
        assertThat(from("a+bc(de)", "xxbcyy")).isEqualTo(-1);
        assertThat(from("[ab]{2}x\\.yz", "x.yz  ax.yz")).isZero();
        assertThat(from("[ab]?x\\.yz", "......x.yz")).isEqualTo(5);
        assertThat(from("a\\bb", "ab")).isZero();
    }

    @Test
    void ofWhatIsNotKnownNothingIsConcluded() {
        for (String regex :
                new String[] {
                    "(?i)abc",
                    "a|b",
                    "\\Qabc\\E",
                    "x*",
                    "(a)\\1",
                    "(?<n>abc)",
                    "(?=abc)",
                    "[a[b]]c",
                    "[a&&b]c",
                    "c\\p{L}",
                    ""
                }) {
            assertThat(from(regex, "nothing of it")).as(regex).isZero();
        }
    }

    /** What is looked for first must not change what is found. */
    @Test
    void matchesStayTheSame() {
        Random random = new Random(5);
        String[] parts = {
            "a", "b", "ab", "ba", "(", ")", "|", "*", "+?", "?", "[ab]", "[^a]", ".", "^", "$", "\\b", "{2}", "{0}",
            "(?:"
        };
        int tried = 0;
        int narrowed = 0;
        while (tried < 20_000) {
            StringBuilder regex = new StringBuilder();
            for (int i = random.nextInt(7); i >= 0; i--) {
                regex.append(parts[random.nextInt(parts.length)]);
            }
            Pattern pattern;
            try {
                pattern = Pattern.compile(regex.toString());
            } catch (java.util.regex.PatternSyntaxException e) {
                continue;
            }
            tried++;
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(9); i > 0; i--) {
                text.append("aabbc".charAt(random.nextInt(5)));
            }
            Matcher expected = pattern.matcher(text);
            boolean found = expected.find();
            int from = from(regex.toString(), text.toString());
            narrowed += from == 0 ? 0 : 1;
            Matcher actual = pattern.matcher(text);
            assertThat(from >= 0 && actual.find(from)).as("%s in %s", regex, text).isEqualTo(found);
            if (found) {
                assertThat(actual.toMatchResult().start()).as("%s in %s", regex, text).isEqualTo(expected.start());
                assertThat(actual.end()).as("%s in %s", regex, text).isEqualTo(expected.end());
            }
        }
        assertThat(narrowed).isGreaterThan(2_000);
    }
}
