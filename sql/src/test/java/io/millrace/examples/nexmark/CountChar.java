package io.millrace.examples.nexmark;

/// A user's function: how often a character occurs.
public final class CountChar {
    public long eval(String text, String character) {
        return text.chars().filter(c -> c == character.charAt(0)).count();
    }
}
