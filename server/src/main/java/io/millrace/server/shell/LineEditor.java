package io.millrace.server.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Reads statements from a person: with history, over several lines, completed by tab. One thread. */
public final class LineEditor implements AutoCloseable {
    private static final String PROMPT = "millrace> ";
    private static final String CONTINUED = "       -> ";

    private final Terminal terminal;
    private final LineReader reader;

    /** What names there are, for completion. */
    public record Names(
            Supplier<List<String>> tables, Function<String, List<String>> columns, Supplier<List<String>> keywords) {}

    /**
     * @param history the file that keeps what was typed; its folder is made
     * @param onInterrupt what Ctrl-C does while no line is read
     */
    public LineEditor(Path history, Names names, Runnable onInterrupt) {
        try {
            Path folder = history.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            terminal = TerminalBuilder.builder().system(true).build();
        } catch (IOException e) {
            throw new UncheckedIOException("no terminal", e);
        }
        terminal.handle(Terminal.Signal.INT, signal -> onInterrupt.run());
        reader =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .parser(new StatementParser())
                        .completer(new WordCompleter(names.tables(), names.columns(), names.keywords()))
                        .variable(LineReader.HISTORY_FILE, history)
                        .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUED)
                        .variable(LineReader.INDENTATION, 0)
                        .option(LineReader.Option.CASE_INSENSITIVE, true)
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                        .build();
    }

    /** The next statement, or command of the shell; empty text after Ctrl-C, nothing at the end. */
    public Optional<String> read() {
        try {
            return Optional.of(reader.readLine(PROMPT).strip());
        } catch (UserInterruptException e) {
            return Optional.of("");
        } catch (EndOfFileException e) {
            return Optional.empty();
        }
    }

    public int width() {
        return terminal.getWidth();
    }

    public int height() {
        return terminal.getHeight();
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the terminal could not be restored", e);
        }
    }
}
