package io.millrace.server.print;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether the process's streams lead to a terminal, and how large it is. The launcher says so in system properties,
 * because it knows at no cost; without it, the process's open files are looked at.
 */
public final class Terminal {
    /** No terminal at all. */
    public static final Terminal NONE = new Terminal(false, false, 80, 24);

    private static final String SAID = "millrace.terminal";
    private static final int DEFAULT_WIDTH = 80;
    private static final int DEFAULT_HEIGHT = 24;

    private final boolean out;
    private final boolean err;
    private volatile int width;
    private volatile int height;

    public Terminal(boolean out, boolean err, int width, int height) {
        this.out = out;
        this.err = err;
        this.width = width;
        this.height = height;
    }

    /** The terminal of this process. */
    public static Terminal ofProcess() {
        String said = System.getProperty(SAID);
        boolean out = said == null ? isTerminal(1) : isOneOf(said, "out");
        boolean err = said == null ? isTerminal(2) : isOneOf(said, "err");
        Terminal terminal = new Terminal(out, err, DEFAULT_WIDTH, DEFAULT_HEIGHT);
        if (out || err) {
            String size = System.getProperty("millrace.terminal.size", "");
            if (!terminal.resize(size)) {
                terminal.measure();
            }
        }
        return terminal;
    }

    /** Whether a person types what this process reads. */
    public static boolean isIn() {
        String said = System.getProperty(SAID);
        return said == null ? isTerminal(0) : isOneOf(said, "in");
    }

    public boolean isOut() {
        return out;
    }

    public boolean isErr() {
        return err;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Asks how large it is now. */
    public void measure() {
        ProcessBuilder stty = new ProcessBuilder("stty", "size").redirectError(ProcessBuilder.Redirect.DISCARD);
        stty.redirectInput(Path.of("/dev/tty").toFile());
        try {
            Process process = stty.start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            resize(answer.strip());
        } catch (IOException e) {
            // Without a controlling terminal, or without stty, the size stays what it was.
        }
    }

    /** Takes "24 80", rows and columns; false where it is something else. */
    public boolean resize(String size) {
        int space = size.indexOf(' ');
        if (space < 0) {
            return false;
        }
        try {
            int rows = Integer.parseInt(size.substring(0, space));
            int columns = Integer.parseInt(size.substring(space + 1));
            if (rows > 0 && columns > 0) {
                height = rows;
                width = columns;
            }
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isOneOf(String said, String stream) {
        return ("," + said + ",").contains("," + stream + ",");
    }

    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
