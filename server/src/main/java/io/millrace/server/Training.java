package io.millrace.server;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Runs several commands in one process, so that the JVM can write down which classes they load and which methods they
/// warm up: the ahead-of-time cache of the launcher. Each argument is one command, its words separated by tabs. A
/// command that fails is skipped: a poorer cache is no reason to refuse to start.
public final class Training {
    private Training() {}

    public static void main(String[] commands) {
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        for (String command : List.of(commands)) {
            int status = Millrace.run(command.split("\t", -1), nowhere, System.err);
            System.err.println("trained with status " + status + ": " + command.replace('\t', ' '));
        }
        System.exit(0);
    }
}
