package io.millrace.state;

/**
 * Which hashes a run may hold: a Bloom filter whose bits of one hash all lie in one word, so that a look is one access
 * to memory. About one absent hash in a hundred is taken for present.
 */
final class HashFilter {
    private static final int BITS_PER_HASH = 12;

    private final long[] words;

    HashFilter(int hashes) {
        this.words = new long[(int) ((long) hashes * BITS_PER_HASH >>> 6) + 1];
    }

    void add(int hash) {
        long mixed = mix(hash);
        words[word(mixed)] |= bits(mixed);
    }

    boolean mayHold(int hash) {
        long mixed = mix(hash);
        long bits = bits(mixed);
        return (words[word(mixed)] & bits) == bits;
    }

    long sizeBytes() {
        return 32 + 8L * words.length;
    }

    private int word(long mixed) {
        return (int) ((mixed >>> 32) * words.length >>> 32);
    }

    /** Five bits, six bits of the hash each. */
    private static long bits(long mixed) {
        return 1L << mixed | 1L << (mixed >>> 6) | 1L << (mixed >>> 12) | 1L << (mixed >>> 18) | 1L << (mixed >>> 24);
    }

    private static long mix(int hash) {
        long mixed = (hash + 0x9E3779B9L) * 0xBF58476D1CE4E5B9L;
        return (mixed ^ (mixed >>> 29)) * 0x94D049BB133111EBL;
    }
}
