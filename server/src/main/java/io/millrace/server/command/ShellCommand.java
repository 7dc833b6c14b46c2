package io.millrace.server.command;

import io.millrace.coordinator.JobOutcome;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.Nearest;
import io.millrace.dataflow.sink.Sink;
import io.millrace.server.command.JobRunner.Summary;
import io.millrace.server.command.RunOptions.Resumption;
import io.millrace.server.print.Format;
import io.millrace.server.print.Listings;
import io.millrace.server.print.Printing;
import io.millrace.server.print.ResultSink;
import io.millrace.server.print.Screen;
import io.millrace.server.print.Terminal;
import io.millrace.server.shell.LineEditor;
import io.millrace.sql.Answer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code millrace sql}: statements as they are typed; an error, or Ctrl-C, ends the statement and not the shell. */
final class ShellCommand {
    private static final Path HISTORY = Path.of(System.getProperty("user.home", "."), ".millrace", "history");
    private static final List<String> COMMANDS = List.of("\\q", "\\?", "\\timing", "\\format");

    private static final String HELP =
            """
            A statement ends with ; and may go over several lines. Tab completes keywords, tables and columns.
              SHOW TABLES;  DESCRIBE table;  EXPLAIN query;   what there is, and how a query would run
              \\timing                                         how long each query took: on, off
              \\format table|csv|json                          how rows are printed
              \\?                                              this help
              \\q                                              leave (so does Ctrl-D); Ctrl-C stops the running query
            """;

    private final RunOptions options;
    private final Screen screen;
    private final Terminal terminal;
    private final Language language;
    private final Interrupts interrupts = Interrupts.repeated();
    private final Set<String> checkedSettings = new HashSet<>();
    private Optional<Format> format;
    private Summary summary = Summary.SHOWN;
    private int results;

    ShellCommand(RunOptions options, Language.Maker maker, Screen screen) {
        this.options = options;
        this.screen = screen;
        this.terminal = screen.terminal();
        this.format = options.form().format();
        this.language = maker.begin(Path.of(""), schema -> result(schema));
    }

    int run() {
        SessionSettings.apply(options.settings(), language, checkedSettings, screen);
        LineEditor.Names names = new LineEditor.Names(language::tables, language::columns, language::keywords);
        screen.text("Millrace. \\? helps, \\q leaves.\n");
        try (LineEditor editor = new LineEditor(HISTORY, names, interrupts::interrupt)) {
            while (true) {
                Optional<String> typed = editor.read();
                terminal.resize(editor.height() + " " + editor.width());
                if (typed.isEmpty() || !obey(typed.get())) {
                    return Status.OK;
                }
            }
        }
    }

    /** Does what was typed; false when that is to leave. */
    boolean obey(String typed) {
        String word = typed.endsWith(";") ? typed.substring(0, typed.length() - 1).strip() : typed;
        switch (word.toLowerCase(Locale.ROOT)) {
            case "" -> {}
            case "\\q", "quit", "exit" -> {
                return false;
            }
            case "\\?", "\\h", "help" -> screen.text(HELP);
            case "\\timing" -> {
                summary = summary == Summary.SHOWN ? Summary.HIDDEN : Summary.SHOWN;
                screen.text("Timing is " + (summary == Summary.SHOWN ? "on" : "off") + ".\n");
            }
            default -> {
                if (word.startsWith("\\")) {
                    command(word);
                } else {
                    execute(typed);
                }
            }
        }
        return true;
    }

    private void command(String typed) {
        String[] words = typed.split("\\s+", 2);
        if (words[0].equals("\\format") && words.length == 2) {
            for (Format known : Format.values()) {
                if (known.name().equalsIgnoreCase(words[1])) {
                    format = Optional.of(known);
                    return;
                }
            }
            screen.tell("\\format is table, csv or json");
            return;
        }
        screen.tell("there is no command " + words[0] + Nearest.suggestion(words[0], COMMANDS) + " \\? lists them");
    }

    private void execute(String typed) {
        interrupts.reset();
        try {
            for (Language.Step statement : language.parse(typed, "<shell>")) {
                if (interrupts.isInterrupted()) {
                    return;
                }
                answer(statement.execute());
            }
        } catch (MillraceException e) {
            screen.tell(ErrorText.of(e, options.detail()));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            screen.tell(ErrorText.of(e, options.detail()));
        }
    }

    private void answer(Answer answer) {
        Printing printing = new Printing(screen, format, options.form().changelog());
        switch (answer) {
            case Answer.Done done -> {
                SessionSettings.check(language, checkedSettings, screen);
                screen.text(done.message() + "\n");
            }
            case Answer.Listing listing -> Listings.print(listing.columns(), listing.rows(), printing);
            case Answer.Text text -> screen.text(text.text().stripTrailing() + "\n");
            case Answer.Job job -> {
                JobOutcome outcome =
                        new JobRunner(printing, interrupts, summary)
                                .run(job, language.settings(), Resumption.NONE)
                                .outcome();
                if (outcome instanceof JobOutcome.Failed failed) {
                    screen.tell(ErrorText.of(failed.cause(), options.detail()));
                }
            }
        }
    }

    private Sink result(Schema schema) {
        return new ResultSink("result-" + ++results, schema);
    }
}
