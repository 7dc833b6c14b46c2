package io.millrace.connectors.generators.nexmark;

/**
 * Where filler text comes from: two arrays of random letters, made once; a random string is a random stretch of one of
 * them, so that it costs no loop and no copy.
 */
final class Letters {
    /** Number of places where a string can start. */
    private static final int STARTS = 1 << 18;

    /** The longest string that can be asked for. */
    static final int LONGEST = 1 << 15;

    private static final int SPACE_ONE_IN = 13;
    private static final int SHORTEST_WORD = 3;

    private static final byte[] SOLID = letters(1, 0);
    private static final byte[] SPACED = letters(2, SPACE_ONE_IN);

    private Letters() {}

    /** Exactly {@code length} letters. */
    static void exact(Draws draws, int length, Text into) {
        into.point(SOLID, draws.below(STARTS), length);
    }

    /** At least one and fewer than {@code bound} letters, spaces among them but neither first nor last. */
    static void words(Draws draws, int bound, Text into) {
        int start = draws.below(STARTS);
        int end = start + SHORTEST_WORD + draws.below(bound - SHORTEST_WORD);
        while (SPACED[start] == ' ') {
            start++;
        }
        while (end > start + 1 && SPACED[end - 1] == ' ') {
            end--;
        }
        into.point(SPACED, start, Math.max(1, end - start));
    }

    /** Appends a word of three letters or more, fewer than {@code bound}; returns the place after it. */
    static int word(Draws draws, int bound, byte[] into, int at) {
        int length = SHORTEST_WORD + draws.below(bound - SHORTEST_WORD);
        System.arraycopy(SOLID, draws.below(STARTS), into, at, length);
        return at + length;
    }

    /**
     * Filler such that {@code used + length} is {@code average} on average, and within a fifth of the difference; empty
     * where {@code used} is more than that already.
     */
    static void filler(Draws draws, int used, int average, Text into) {
        int room = Math.max(0, average - used);
        int delta = Math.round(room * 0.2f);
        exact(draws, room - delta + (delta == 0 ? 0 : draws.below(2 * delta)), into);
    }

    private static byte[] letters(long seed, int spaceOneIn) {
        Draws draws = new Draws();
        draws.begin(seed, 0);
        byte[] all = new byte[STARTS + LONGEST];
        for (int i = 0; i < all.length; i++) {
            boolean space = spaceOneIn > 0 && draws.below(spaceOneIn) == 0;
            all[i] = (byte) (space ? ' ' : 'a' + draws.below(26));
        }
        return all;
    }
}
