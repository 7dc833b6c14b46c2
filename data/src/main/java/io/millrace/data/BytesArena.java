package io.millrace.data;

import java.util.Arrays;

/**
 * The bytes behind {@link BytesCells}: chunks that are filled from front to back, with a count of the bytes in use of
 * each. A chunk that nobody uses is filled again; the owner moves what is left in sparse ones ({@link BytesCells}), so
 * that the space of values that are gone comes back. A value of more than an eighth of a chunk has one of its own.
 */
final class BytesArena {
    static final int CHUNK_BITS = 18;
    static final int CHUNK_SIZE = 1 << CHUNK_BITS;
    static final int CHUNK_MASK = CHUNK_SIZE - 1;
    private static final int LARGE = CHUNK_SIZE >>> 3;
    private static final int FIRST_SIZE = 256;
    private static final byte[] NONE = {};

    /**
     * The collector gives an array of more than half a region whole regions: their number is what it takes. This is the
     * size of a region as the launcher's collector has it by default.
     */
    private static final int REGION =
            (int) Math.clamp(Long.highestOneBit(Runtime.getRuntime().maxMemory() >> 11), 1 << 20, 1 << 25);

    private byte[][] chunks = {NONE};
    private int[] used = {0};
    private boolean[] sparse = {false};
    private int[] vacant = {};
    private int count = 1;
    private int vacantCount;
    private int current;
    private int end;
    private long heldBytes;

    /** What the collector adds to it. */
    private long roundedBytes;

    private long usedBytes;

    /** Chunks of the full size. */
    private final Spares<byte[]> spares = new Spares<>();

    byte[][] chunks() {
        return chunks;
    }

    /** Reserves room; the place is {@code chunk << CHUNK_BITS | offset}. */
    long allocate(int length) {
        if (length > LARGE) {
            int chunk = vacantChunk();
            chunks[chunk] = chunk(length);
            heldBytes += length;
            roundedBytes += rounded(length);
            use(chunk, length);
            return (long) chunk << CHUNK_BITS;
        }
        if (end + length > chunks[current].length) {
            makeRoom(length);
        }
        int offset = end;
        end += length;
        use(current, length);
        return (long) current << CHUNK_BITS | offset;
    }

    /** Gives bytes of a chunk back; those of a value that shrank too. */
    void free(int chunk, int length) {
        used[chunk] -= length;
        usedBytes -= length;
        if (used[chunk] == 0) {
            if (chunk == current) {
                end = 0;
            } else {
                vacate(chunk);
            }
        }
    }

    boolean isSparse(int chunk) {
        return sparse[chunk];
    }

    /** Whether more than half of the memory held is in use by nobody. */
    boolean isWasteful() {
        return heldBytes > 4L * CHUNK_SIZE && usedBytes < heldBytes >>> 1;
    }

    /** Marks the chunks of which less than three quarters are in use; nothing is put there any more. */
    void markSparse() {
        for (int chunk = 0; chunk < count; chunk++) {
            sparse[chunk] =
                    chunk != current
                            && used[chunk] > 0
                            && used[chunk] < chunks[chunk].length - (chunks[chunk].length >>> 2);
        }
    }

    void unmark() {
        Arrays.fill(sparse, false);
    }

    long sizeBytes() {
        return heldBytes + roundedBytes + 25L * chunks.length + (long) spares.size() * CHUNK_SIZE;
    }

    private static int rounded(int length) {
        return length <= REGION / 2 ? 0 : REGION - 1 - (length - 1) % REGION;
    }

    private void use(int chunk, int length) {
        used[chunk] += length;
        usedBytes += length;
    }

    /** The first chunk grows, so that a small table is small; later ones have their full size at once. */
    private void makeRoom(int length) {
        byte[] full = chunks[current];
        if (full.length < CHUNK_SIZE && current == 0) {
            int doubled = Math.max(FIRST_SIZE, full.length);
            while (doubled < end + length) {
                doubled <<= 1;
            }
            if (doubled <= CHUNK_SIZE) {
                heldBytes += doubled - full.length;
                chunks[current] = chunk(doubled);
                System.arraycopy(full, 0, chunks[current], 0, end);
                return;
            }
        }
        int before = current;
        current = vacantChunk();
        chunks[current] = chunk(CHUNK_SIZE);
        heldBytes += CHUNK_SIZE;
        end = 0;
        if (used[before] == 0) {
            vacate(before);
        }
    }

    private byte[] chunk(int length) {
        byte[] spare = length == CHUNK_SIZE ? spares.take() : null;
        return spare == null ? new byte[length] : spare;
    }

    private void vacate(int chunk) {
        heldBytes -= chunks[chunk].length;
        roundedBytes -= rounded(chunks[chunk].length);
        if (chunks[chunk].length == CHUNK_SIZE) {
            spares.giveBack(chunks[chunk]);
        }
        chunks[chunk] = NONE;
        sparse[chunk] = false;
        if (vacantCount == vacant.length) {
            vacant = Arrays.copyOf(vacant, Math.max(8, vacantCount * 2));
        }
        vacant[vacantCount++] = chunk;
    }

    private int vacantChunk() {
        if (vacantCount > 0) {
            return vacant[--vacantCount];
        }
        if (count == chunks.length) {
            int length = count + (count >> 1) + 1;
            chunks = Arrays.copyOf(chunks, length);
            Arrays.fill(chunks, count, length, NONE);
            used = Arrays.copyOf(used, length);
            sparse = Arrays.copyOf(sparse, length);
        }
        return count++;
    }
}
