package io.millrace.server.print;

import io.millrace.data.ByteSink;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The two streams of a command. On a terminal the last lines may be <i>live</i>: they are drawn over again, and
 * whatever is printed for good goes above them. Any thread may call.
 */
public final class Screen {
    private final PrintStream out;
    private final PrintStream err;
    private final Terminal terminal;
    private @Nullable PrintStream liveOn;
    private byte[] live = {};
    private int liveLines;
    private volatile boolean closed;

    public Screen(PrintStream out, PrintStream err, Terminal terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    public Terminal terminal() {
        return terminal;
    }

    /** Whether nobody reads the rows any more. */
    public boolean isClosed() {
        return closed;
    }

    /** Prints rows. They may stay in a buffer until {@link #flush}. */
    public synchronized void rows(ByteSink text) {
        if (terminal.isOut()) {
            erase();
        }
        out.write(text.array(), 0, text.size());
    }

    /** Prints text among the rows. */
    public void text(String text) {
        ByteSink sink = new ByteSink();
        sink.write(text);
        rows(sink);
        flush();
    }

    /** Makes visible what was printed, and notices when nobody reads it. */
    public synchronized void flush() {
        if (out.checkError()) {
            closed = true;
        }
    }

    /** Prints a line for the user, beside the rows. */
    public synchronized void tell(String line) {
        PrintStream stream = liveOn;
        byte[] lines = live;
        int count = liveLines;
        erase();
        if (terminal.isOut()) {
            out.flush();
        }
        err.println(line);
        err.flush();
        if (stream != null && count > 0) {
            draw(stream, lines, count);
        }
    }

    /** Draws the live lines below the rows. */
    public synchronized void liveRows(ByteSink lines, int count) {
        draw(out, lines.toBytes(), count);
        flush();
    }

    /** Draws the live lines where messages go. */
    public synchronized void liveStatus(String lines, int count) {
        if (terminal.isOut()) {
            out.flush();
        }
        draw(err, lines.getBytes(StandardCharsets.UTF_8), count);
    }

    /** Lets the live lines stand for good. */
    public synchronized void keepLive() {
        liveOn = null;
        liveLines = 0;
    }

    /** Wipes the live lines out. */
    public synchronized void erase() {
        PrintStream stream = liveOn;
        if (stream != null && liveLines > 0) {
            stream.print("\u001b[" + liveLines + "A\r\u001b[J");
            stream.flush();
        }
        keepLive();
    }

    /**
     * Over the old lines, each wiped from its end on; lines that are too long are not wrapped, or the count would be
     * wrong.
     */
    private void draw(PrintStream stream, byte[] lines, int count) {
        if (liveOn != null && liveOn != stream) {
            erase();
        }
        ByteSink sink = new ByteSink(lines.length + 16 * count + 32);
        sink.writeAscii("\u001b[?7l");
        if (liveLines > 0) {
            sink.writeAscii("\u001b[" + liveLines + "A\r");
        }
        for (byte b : lines) {
            if (b == '\n') {
                sink.writeAscii("\u001b[K");
            }
            sink.writeByte(b);
        }
        sink.writeAscii("\u001b[J\u001b[?7h");
        stream.write(sink.array(), 0, sink.size());
        stream.flush();
        liveOn = stream;
        live = lines;
        liveLines = count;
    }
}
