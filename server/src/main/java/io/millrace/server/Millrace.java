package io.millrace.server;

import java.io.PrintStream;

/// The command line. `main` gives it a process; `run` is the same without one, so that it can be tested and trained.
public final class Millrace {
    private static final String USAGE =
            """
            usage: millrace run <script.sql>    run a script
                   millrace run -e '<sql>'      run one statement
                   millrace version             print the version
            """;

    private Millrace() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /// Runs one command and returns the exit status: 0, 1 for a failed job, 2 for a wrong command line.
    static int run(String[] args, PrintStream out, PrintStream err) {
        String command = args.length == 0 ? "help" : args[0];
        switch (command) {
            case "version", "--version" -> out.println("millrace " + version());
            case "help", "--help", "-h" -> out.print(USAGE);
            default -> {
                err.println("millrace: no such command: " + command);
                err.print(USAGE);
                return 2;
            }
        }
        return 0;
    }

    private static String version() {
        String version = Millrace.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
