package io.millrace.formats.text;

import io.millrace.data.ByteSink;
import io.millrace.data.MillraceException;
import java.io.IOException;
import java.io.OutputStream;

/** Collects text and passes it on in large pieces. */
final class TextTarget {
    private static final int PIECE_BYTES = 1 << 16;

    private final OutputStream output;
    private final ByteSink sink = new ByteSink(PIECE_BYTES + 1024);
    private long passedOn;

    TextTarget(OutputStream output) {
        this.output = output;
    }

    ByteSink sink() {
        return sink;
    }

    long sizeBytes() {
        return passedOn + sink.size();
    }

    void flushWhenLarge() {
        if (sink.size() >= PIECE_BYTES) {
            flush();
        }
    }

    void flush() {
        try {
            output.write(sink.array(), 0, sink.size());
        } catch (IOException e) {
            throw MillraceException.external("write-failed", "Writing a file failed: " + e.getMessage(), e);
        }
        passedOn += sink.size();
        sink.reset();
    }
}
