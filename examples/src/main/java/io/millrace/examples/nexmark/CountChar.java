package io.millrace.examples.nexmark;

/** The function of {@code q14.sql}: how often a character occurs in a text, which it looks at without a copy. */
public final class CountChar {
    public long eval(CharSequence text, String character) {
        char wanted = character.charAt(0);
        long count = 0;
        for (int i = 0; i < text.length(); i++) {
            count += text.charAt(i) == wanted ? 1 : 0;
        }
        return count;
    }
}
