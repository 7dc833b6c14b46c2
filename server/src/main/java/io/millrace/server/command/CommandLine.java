package io.millrace.server.command;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.connector.Nearest;
import io.millrace.server.command.RunOptions.Detail;
import io.millrace.server.command.Words.Option;
import io.millrace.server.command.Words.Takes;
import io.millrace.server.print.Printing;
import io.millrace.server.print.Screen;
import io.millrace.server.print.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
                       --backfill                         build anew what a changed script has no history of
                       --allow-dropped-state              forget state that a changed script does not need
                       --verbose                          show the stack trace of an error
                   millrace sql                           ask questions interactively
                   millrace explain FILE.sql | -e "SQL"   show the plans
                       --analyze                          run it, and show what each operator did
                       --checkpoint-dir DIR               show which state there a changed script finds
                       --backfill                         and what would be built anew
                   millrace checkpoints DIR               list checkpoints and savepoints
                       --operators                        what each operator has in them
                   millrace savepoint DIR                 copy the last checkpoint, or take one of a running job
                       --to PATH                          where it goes (default: DIR/savepoints/TIME)
                   millrace inspect PATH                  show the operators of a checkpoint or savepoint
                   millrace inspect PATH OPERATOR [TABLE] show its tables, or the rows of one
                       --limit N                          how many rows (default: 20)
                       --format table|csv|json            as above
                   millrace version                       print the version
            """;

    private static final List<String> COMMANDS =
            List.of("run", "sql", "explain", "checkpoints", "savepoint", "inspect", "version", "help");

    private static final Option VERBOSE = new Option("--verbose", Takes.NOTHING);
    private static final List<Option> CHECKPOINTS = List.of(new Option("--operators", Takes.NOTHING), VERBOSE);
    private static final List<Option> SAVEPOINT = List.of(new Option("--to", Takes.VALUE), VERBOSE);
    private static final List<Option> INSPECT =
            List.of(new Option("--limit", Takes.VALUE), new Option("--format", Takes.VALUE), VERBOSE);

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
                Words read = Words.of(command, words, CHECKPOINTS);
                CheckpointsCommand.Detail wanted =
                        read.has("--operators")
                                ? CheckpointsCommand.Detail.BY_OPERATOR
                                : CheckpointsCommand.Detail.WHOLE;
                yield new CheckpointsCommand(screen, wanted).run(folder(read));
            }
            case "savepoint" -> {
                Words read = Words.of(command, words, SAVEPOINT);
                Optional<Path> to = read.has("--to") ? Optional.of(Path.of(read.value("--to", ""))) : Optional.empty();
                yield new SavepointCommand(screen, interrupts).run(folder(read), to);
            }
            case "inspect" -> inspect(Words.of(command, words, INSPECT), screen);
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

    private static Path folder(Words words) {
        if (words.rest().size() != 1) {
            throw Words.wrong("which folder? Name one that was a --checkpoint-dir");
        }
        return Path.of(words.rest().getFirst());
    }

    private static int inspect(Words words, Screen screen) {
        List<String> rest = words.rest();
        if (rest.isEmpty() || rest.size() > 3) {
            throw Words.wrong("inspect what? Name a folder of checkpoints, a checkpoint in it, or a savepoint");
        }
        Printing printing = new Printing(screen, RunOptions.format(words), Printing.Changelog.ROWS);
        InspectCommand inspection = new InspectCommand(Path.of(rest.getFirst()), printing);
        return switch (rest.size()) {
            case 1 -> inspection.operators();
            case 2 -> inspection.tables(rest.get(1));
            default -> inspection.rows(rest.get(1), rest.get(2), limit(words));
        };
    }

    private static long limit(Words words) {
        String text = words.value("--limit", "20");
        if (!text.matches("[0-9]{1,9}")) {
            throw Words.wrong("--limit is a number of rows, not '" + text + "'");
        }
        return Long.parseLong(text);
    }

    private static Detail detail(String[] args) {
        return List.of(args).contains("--verbose") ? Detail.STACK_TRACE : Detail.MESSAGE;
    }

    private static String version() {
        String version = CommandLine.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
