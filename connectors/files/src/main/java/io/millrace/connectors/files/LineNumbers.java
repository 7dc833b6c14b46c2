package io.millrace.connectors.files;

import io.millrace.dataflow.connector.FileInput;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Tells the line of a byte by counting line ends up to there: only bad records need their lines, so good ones do not
 * pay for counting. Goes on from where it was last; positions mostly grow.
 */
final class LineNumbers {
    private final Path path;
    private byte[] block = {};
    private @Nullable FileInput file;
    private long position;
    private long line = 1;

    LineNumbers(Path path) {
        this.path = path;
    }

    /** The line, counted from 1, in which this byte of the uncompressed file is. */
    long at(long wanted) {
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
