package io.millrace.connectors.files;

import io.millrace.dataflow.connector.FileInput;
import io.millrace.dataflow.connector.Format;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Tells the line of a byte by counting line ends up to there: only bad records need their lines, so good ones do not
 * pay for counting. Goes on from where it was last; positions mostly grow. Files without lines count rows, which are
 * their positions.
 */
final class LineNumbers {
    private final Path path;
    private final Format.Access access;
    private byte[] block = {};
    private @Nullable FileInput file;
    private long position;
    private long line = 1;

    LineNumbers(Path path, Format.Access access) {
        this.path = path;
        this.access = access;
    }

    /** What is counted, as a message says it. */
    String unit() {
        return access == Format.Access.FORWARD ? "line" : "row";
    }

    /** The line, counted from 1, in which this byte of the uncompressed file is; or the row at this position. */
    long at(long wanted) {
        if (access == Format.Access.RANDOM) {
            return wanted + 1;
        }
        FileInput input = file;
        if (input == null || wanted < position) {
            close();
            block = new byte[1 << 16];
            input = DiskFile.open(path);
            file = input;
            position = 0;
            line = 1;
        }
        while (position < wanted) {
            int read = input.read(position, block, 0, (int) Math.min(block.length, wanted - position));
            if (read < 0) {
                break;
            }
            for (int i = 0; i < read; i++) {
                line += block[i] == '\n' ? 1 : 0;
            }
            position += read;
        }
        return line;
    }

    void close() {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
