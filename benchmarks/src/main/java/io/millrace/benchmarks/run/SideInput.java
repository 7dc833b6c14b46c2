package io.millrace.benchmarks.run;

import java.util.ArrayList;
import java.util.List;

/** The small table that q13 looks up: keys 0 to 9,999. */
public final class SideInput {
    private static final int KEYS = 10_000;

    private SideInput() {}

    /** The value of each key; the key is the index. */
    public static List<String> values() {
        List<String> values = new ArrayList<>(KEYS);
        for (int key = 0; key < KEYS; key++) {
            values.add("side-" + Integer.toHexString(key * 0x9E3779B1));
        }
        return values;
    }
}
