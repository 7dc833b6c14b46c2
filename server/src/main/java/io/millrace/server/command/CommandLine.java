package io.millrace.server.command;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.connector.Nearest;
import io.millrace.server.command.RunOptions.Detail;
import io.millrace.server.command.Words.Option;
import io.millrace.server.command.Words.Takes;
import io.millrace.server.print.Screen;
import io.millrace.server.print.Terminal;
import java.nio.file.Path;
import java.util.List;

/** Finds the command that the first word names, and runs it. */
public final class CommandLine {
    private static final String USAGE =
            """
            usage: millrace run FILE.sql | -e "SQL"       run a script
                       --parallelism N                    tasks of each kind at once (default: the cores)
                       --format table|csv|json            how rows are printed (default: table, or csv when piped)
                       --changelog                        print every change of an updating result, with its op
                       --set key=value                    as SET 'key' = 'value' in the script
                       --checkpoint-dir DIR               keep checkpoints there, and go on from the last one
                       --restore PATH                     go on from this checkpoint
                       --fresh                            remove the checkpoints that are there, and begin anew
                       --allow-partial-state              go on where a changed script lacks state of the rows read before
                       --allow-dropped-state              forget state that a changed script does not need
                       --verbose                          show the stack trace of an error
                   millrace sql                           ask questions interactively
                   millrace explain FILE.sql | -e "SQL"   show the plans
                       --analyze                          run it, and show what each operator did
                       --checkpoint-dir DIR               show which state there a changed script finds
                   millrace checkpoints DIR               list checkpoints
                   millrace version                       print the version
            """;

    private static final List<String> COMMANDS = List.of("run", "sql", "explain", "checkpoints", "version", "help");

    private CommandLine() {}

    /** Runs one command and gives the exit status. */
    public static int run(String[] args, Screen screen, Interrupts interrupts) {
        try {
            return run(args.length == 0 ? "help" : args[0], List.of(args), screen, interrupts);
        } catch (MillraceException e) {
            if (e.code().equals(Words.WRONG_COMMAND_LINE)) {
                screen.tell("millrace: " + e.getMessage());
                return Status.WRONG_COMMAND_LINE;
            }
            screen.tell(ErrorText.of(e, detail(args)));
            return Status.FAILED;
        } catch (RuntimeException | Error e) {
            screen.tell(ErrorText.of(e, detail(args)));
            return Status.FAILED;
        }
    }

    private static int run(String command, List<String> args, Screen screen, Interrupts interrupts) {
        List<String> words = args.isEmpty() ? args : args.subList(1, args.size());
        if (words.contains("--help")) {
            screen.text(USAGE);
            return Status.OK;
        }
        return switch (command) {
            case "run" -> {
                RunOptions options = RunOptions.withScript(Words.of(command, words, RunOptions.RUN));
                yield new RunCommand(options, SqlLanguage::begin, screen, interrupts).run();
            }
            case "explain" -> {
                Words read = Words.of(command, words, RunOptions.EXPLAIN);
                ExplainCommand.Analysis analysis =
                        read.has("--analyze") ? ExplainCommand.Analysis.RUN : ExplainCommand.Analysis.PLAN;
                yield new ExplainCommand(RunOptions.withScript(read), analysis, SqlLanguage::begin, screen, interrupts)
                        .run();
            }
            case "sql" -> {
                RunOptions options = RunOptions.withoutScript(Words.of(command, words, RunOptions.SHELL));
                yield Terminal.isIn()
                        ? new ShellCommand(options, SqlLanguage::begin, screen).run()
                        : new RunCommand(options.withInput(), SqlLanguage::begin, screen, interrupts).run();
            }
            case "checkpoints" -> {
                Words read = Words.of(command, words, List.of(new Option("--verbose", Takes.NOTHING)));
                if (read.rest().size() != 1) {
                    throw Words.wrong("which folder? Name one that was a --checkpoint-dir");
                }
                yield new CheckpointsCommand(screen).run(Path.of(read.rest().getFirst()));
            }
            case "version", "--version" -> {
                screen.text("millrace " + version() + "\n");
                yield Status.OK;
            }
            case "help", "--help", "-h" -> {
                screen.text(USAGE);
                yield Status.OK;
            }
            default -> {
                screen.tell("millrace: there is no command '" + command + "'" + Nearest.suggestion(command, COMMANDS));
                screen.tell("'millrace help' lists them");
                yield Status.WRONG_COMMAND_LINE;
            }
        };
    }

    private static Detail detail(String[] args) {
        return List.of(args).contains("--verbose") ? Detail.STACK_TRACE : Detail.MESSAGE;
    }

    private static String version() {
        String version = CommandLine.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
