package io.millrace.server.command;

import io.millrace.dataflow.connector.Nearest;
import io.millrace.server.command.Words.Option;
import io.millrace.server.command.Words.Takes;
import io.millrace.server.evolution.Allowed;
import io.millrace.server.evolution.Allowed.DroppedState;
import io.millrace.server.evolution.Allowed.History;
import io.millrace.server.evolution.Allowed.PartialState;
import io.millrace.server.print.Format;
import io.millrace.server.print.Printing.Changelog;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the words after {@code run}, {@code explain} and {@code sql} say. */
record RunOptions(Script script, Form form, List<Setting> settings, Resumption resumption, Detail detail) {
    private static final List<String> FORMATS = List.of("table", "csv", "json");

    static final List<Option> RUN =
            List.of(
                    new Option("-e", Takes.VALUE),
                    new Option("--parallelism", Takes.VALUE),
                    new Option("--format", Takes.VALUE),
                    new Option("--changelog", Takes.NOTHING),
                    new Option("--set", Takes.VALUE),
                    new Option("--checkpoint-dir", Takes.VALUE),
                    new Option("--restore", Takes.VALUE),
                    new Option("--fresh", Takes.NOTHING),
                    new Option("--allow-partial-state", Takes.NOTHING),
                    new Option("--allow-dropped-state", Takes.NOTHING),
                    new Option("--backfill", Takes.NOTHING),
                    new Option("--verbose", Takes.NOTHING));

    static final List<Option> EXPLAIN =
            List.of(
                    new Option("-e", Takes.VALUE),
                    new Option("--parallelism", Takes.VALUE),
                    new Option("--analyze", Takes.NOTHING),
                    new Option("--checkpoint-dir", Takes.VALUE),
                    new Option("--backfill", Takes.NOTHING),
                    new Option("--set", Takes.VALUE),
                    new Option("--verbose", Takes.NOTHING));

    static final List<Option> SHELL =
            List.of(
                    new Option("--parallelism", Takes.VALUE),
                    new Option("--format", Takes.VALUE),
                    new Option("--changelog", Takes.NOTHING),
                    new Option("--set", Takes.VALUE),
                    new Option("--verbose", Takes.NOTHING));

    /** SQL and where it comes from; relative paths in it begin at this folder. */
    record Script(String text, String file, Path folder) {
        static final Script NONE = new Script("", "", Path.of(""));
    }

    /** How rows are printed. */
    record Form(Optional<Format> format, Changelog changelog) {}

    /** {@code --set key=value}. */
    record Setting(String key, String value) {}

    /** Where checkpoints are kept, and from which one to go on. */
    record Resumption(Optional<Path> folder, Optional<Path> restore, Begin begin, Allowed allowed) {
        static final Resumption NONE =
                new Resumption(Optional.empty(), Optional.empty(), Begin.RESUME, Allowed.NOTHING);
    }

    /** What is done with checkpoints that are there already. */
    enum Begin {
        RESUME,
        /** They are removed. */
        FRESH
    }

    /** How much an error says. */
    enum Detail {
        MESSAGE,
        STACK_TRACE
    }

    /** Reads the words of a command whose script is a file or stands behind {@code -e}. */
    static RunOptions withScript(Words words) {
        return of(words, script(words));
    }

    static RunOptions withoutScript(Words words) {
        if (!words.rest().isEmpty()) {
            throw Words.wrong("what is '" + words.rest().getFirst() + "'? The shell takes options only");
        }
        return of(words, Script.NONE);
    }

    /** The same with what comes through a pipe as the script. */
    RunOptions withInput() {
        try {
            String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            return new RunOptions(new Script(text, "<input>", Path.of("")), form, settings, resumption, detail);
        } catch (IOException e) {
            throw Words.wrong("cannot read the input: " + e);
        }
    }

    private static RunOptions of(Words words, Script script) {
        List<Setting> settings = new ArrayList<>();
        for (String setting : words.values("--set")) {
            int equals = setting.indexOf('=');
            if (equals <= 0) {
                throw Words.wrong("--set needs key=value, not '" + setting + "'");
            }
            settings.add(new Setting(setting.substring(0, equals).strip(), setting.substring(equals + 1).strip()));
        }
        if (words.has("--parallelism")) {
            settings.add(new Setting(Settings.PARALLELISM, words.value("--parallelism", "")));
        }
        Changelog changelog = words.has("--changelog") ? Changelog.EVERY_CHANGE : Changelog.ROWS;
        Detail detail = words.has("--verbose") ? Detail.STACK_TRACE : Detail.MESSAGE;
        return new RunOptions(script, new Form(format(words), changelog), settings, resumption(words), detail);
    }

    /** The form of rows that is wanted, if it is said. */
    static Optional<Format> format(Words words) {
        if (!words.has("--format")) {
            return Optional.empty();
        }
        String name = words.value("--format", "");
        if (!FORMATS.contains(name)) {
            throw Words.wrong("--format is table, csv or json, not '" + name + "'" + Nearest.suggestion(name, FORMATS));
        }
        return Optional.of(Format.valueOf(name.toUpperCase(Locale.ROOT)));
    }

    private static Resumption resumption(Words words) {
        Optional<Path> folder = path(words, "--checkpoint-dir");
        Optional<Path> restore = path(words, "--restore");
        if (words.has("--fresh") && restore.isPresent()) {
            throw Words.wrong("--fresh begins anew and --restore goes on: choose one");
        }
        if (words.has("--fresh") && folder.isEmpty()) {
            throw Words.wrong("--fresh says what to do with the checkpoints in --checkpoint-dir, which is missing");
        }
        Allowed allowed =
                new Allowed(
                        words.has("--allow-partial-state") ? PartialState.TAKEN : PartialState.REFUSED,
                        words.has("--allow-dropped-state") ? DroppedState.TAKEN : DroppedState.REFUSED,
                        words.has("--backfill") ? History.BACKFILLED : History.AS_IT_IS);
        return new Resumption(folder, restore, words.has("--fresh") ? Begin.FRESH : Begin.RESUME, allowed);
    }

    private static Optional<Path> path(Words words, String option) {
        return words.has(option) ? Optional.of(Path.of(words.value(option, ""))) : Optional.empty();
    }

    private static Script script(Words words) {
        if (words.has("-e")) {
            if (!words.rest().isEmpty()) {
                throw Words.wrong("a script is given twice: -e and " + words.rest().getFirst());
            }
            return new Script(String.join(";\n", words.values("-e")), "<command line>", Path.of(""));
        }
        if (words.rest().size() != 1) {
            throw Words.wrong(
                    words.rest().isEmpty()
                            ? "which script? Name a file, or write -e \"SQL\""
                            : "one script at a time: " + words.rest());
        }
        String name = words.rest().getFirst();
        Path path = Path.of(name);
        try {
            return new Script(Files.readString(path, StandardCharsets.UTF_8), name, Path.of(""));
        } catch (NoSuchFileException e) {
            throw Words.wrong("there is no file " + name + " (in " + Path.of("").toAbsolutePath() + ")");
        } catch (MalformedInputException e) {
            throw Words.wrong(name + " is not a text in UTF-8");
        } catch (IOException e) {
            throw Words.wrong("cannot read " + name + ": " + e);
        }
    }
}
