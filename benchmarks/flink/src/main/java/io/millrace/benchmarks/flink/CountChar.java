package io.millrace.benchmarks.flink;

import org.apache.flink.table.functions.ScalarFunction;

/** The user function of q14: how often a character occurs in a text. */
public final class CountChar extends ScalarFunction {
    private static final long serialVersionUID = 1;

    public long eval(String text, String character) {
        long count = 0;
        char wanted = character.charAt(0);
        for (int i = 0; i < text.length(); i++) {
            count += text.charAt(i) == wanted ? 1 : 0;
        }
        return count;
    }
}
