package io.millrace.formats.text;

import io.millrace.dataflow.connector.FileInput;
import java.util.Arrays;

/**
 * The part of a file that is in memory: from the first byte that is not yet read by its owner on. Padded for {@link
 * Swar}.
 */
final class Window {
    private static final int FIRST_BYTES = 1 << 19;

    private final FileInput file;
    byte[] data = new byte[FIRST_BYTES + Swar.PADDING];

    /** The first byte not yet read, and the byte after the last one there is. */
    int from;

    int limit;
    private long base;
    private boolean ended;

    Window(FileInput file, long position) {
        this.file = file;
        this.base = position;
    }

    /** Where in the file a byte of the window is. */
    long position(int at) {
        return base + at;
    }

    /** Where in the window a byte of the file would be, no farther than an int can say. */
    int at(long position) {
        return (int) Math.min(Integer.MAX_VALUE, position - base);
    }

    /** Whether there is nothing in the file after the window. */
    boolean isLast() {
        return ended;
    }

    int capacity() {
        return data.length - Swar.PADDING;
    }

    /** Moves what is not read yet to the front and reads on until the window is full or the file ends. */
    void fill() {
        if (from > 0) {
            System.arraycopy(data, from, data, 0, limit - from);
            base += from;
            limit -= from;
            from = 0;
        }
        while (!ended && limit < capacity()) {
            int read = file.read(base + limit, data, limit, capacity() - limit);
            if (read < 0) {
                ended = true;
            } else {
                limit += read;
            }
        }
        Arrays.fill(data, limit, limit + Swar.PADDING, (byte) 0);
    }

    /**
     * Goes to a byte of the file; where the file is read from front to back alone, one that is not behind the window.
     */
    void seek(long position) {
        while (position > base + limit && file.size() == FileInput.UNKNOWN && !ended) {
            from = limit;
            fill();
        }
        if (position >= base && position <= base + limit) {
            from = (int) (position - base);
            return;
        }
        base = position;
        from = 0;
        limit = 0;
        ended = false;
    }

    /** Goes to the byte after the next line end, or to the end of the file. */
    void skipLine() {
        while (true) {
            int found = Swar.find(data, from, limit, (byte) '\n');
            from = found < 0 ? limit : found + 1;
            if (found >= 0 || ended) {
                return;
            }
            fill();
        }
    }

    /** Makes room for twice as much, up to this many bytes. */
    void grow(int most) {
        int capacity = (int) Math.min(Math.max(most, capacity()), 2L * capacity());
        data = Arrays.copyOf(data, capacity + Swar.PADDING);
    }
}
