package io.millrace.server;

import io.millrace.server.command.CommandLine;
import io.millrace.server.command.Interrupts;
import io.millrace.server.print.Screen;
import io.millrace.server.print.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The command line. `main` gives it a process; `run` is the same without one, so that it can be tested and trained.
public final class Millrace {
    private static final int OUT_BUFFER_BYTES = 1 << 16;

    private Millrace() {}

    public static void main(String[] args) {
        Thread.setDefaultUncaughtExceptionHandler(new LastResort());
        // Not System.out: rows come in blocks, are flushed when there are no more, and are UTF-8 whatever the locale.
        var rows = new java.io.BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUT_BUFFER_BYTES);
        var out = new PrintStream(rows, false, StandardCharsets.UTF_8);
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int status = CommandLine.run(args, new Screen(out, err, Terminal.ofProcess()), Interrupts.ofProcess());
        out.flush();
        System.exit(status);
    }

    /// Runs one command and returns the exit status: 0, 1 for a failed job, 2 for a wrong command line, 130 when
    /// interrupted.
    static int run(String[] args, PrintStream out, PrintStream err) {
        int status = CommandLine.run(args, new Screen(out, err, Terminal.NONE), Interrupts.none());
        out.flush();
        return status;
    }
}
