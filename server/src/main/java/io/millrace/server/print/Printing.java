package io.millrace.server.print;

import io.millrace.data.Schema;
import io.millrace.server.print.Printer.Publishing;
import io.millrace.server.print.RowText.Operations;
import io.millrace.server.print.TableLayout.Look;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Chooses how a result is printed, and starts its printer. */
public record Printing(Screen screen, Optional<Format> format, Changelog changelog) {

    /** Whether an updating result is printed change by change. */
    public enum Changelog {
        /** Each change with its op. */
        EVERY_CHANGE,
        /** The rows that are there. */
        ROWS
    }

    /**
     * What is printed.
     *
     * @param name of its sink in the plan
     * @param zone in which moments are shown
     */
    public record Result(String name, Schema schema, Nature nature, ZoneId zone) {}

    /** What may happen to the rows of a result. */
    public enum Nature {
        /** They stay. */
        APPEND,
        /** They may be deleted again, until the input ends. */
        UPDATING_BOUNDED,
        /** They may be deleted again, for ever. */
        UPDATING_UNBOUNDED
    }

    /**
     * What a printer asks of the job.
     *
     * @param status the lines below a live table
     * @param onRows called after rows were shown, with how many were in all
     * @param onClosedOutput called once when nobody reads the rows any more
     */
    public record Hooks(Supplier<List<String>> status, LongConsumer onRows, Runnable onClosedOutput) {}

    /** A table for a person, text for a pipe, unless it was said. */
    public Format chosen() {
        return format.orElse(screen.terminal().isOut() ? Format.TABLE : Format.CSV);
    }

    /** Whether a result of this nature is printed as its changes although nobody asked for them. */
    public boolean mustShowChanges(Nature nature) {
        return changelog == Changelog.ROWS && nature == Nature.UPDATING_UNBOUNDED && !isLive(nature);
    }

    /** Whether the result is a live table, which shows the job's progress itself. */
    public boolean isLive(Nature nature) {
        return nature != Nature.APPEND
                && changelog == Changelog.ROWS
                && chosen() == Format.TABLE
                && screen.terminal().isOut();
    }

    /** Starts a printer. */
    public Printer start(Result result, Publishing publishing, Hooks hooks) {
        return new Printer(result.name(), presentation(result, hooks), publishing, screen, hooks);
    }

    Presentation presentation(Result result, Hooks hooks) {
        boolean changes = changelog == Changelog.EVERY_CHANGE || mustShowChanges(result.nature());
        Operations operations = changes ? Operations.SHOWN : Operations.HIDDEN;
        boolean asChanges = changes || result.nature() == Nature.APPEND;
        if (chosen() == Format.TABLE) {
            TableLayout layout = new TableLayout(result.schema(), result.zone(), operations, look());
            return asChanges
                    ? new TableStream(layout, result.schema(), screen)
                    : new LiveTable(layout, result.schema(), screen, hooks.status());
        }
        RowText form = text(result, operations);
        return asChanges ? new TextStream(form, result.schema(), screen) : new FinalRows(form, result.schema(), screen);
    }

    private RowText text(Result result, Operations operations) {
        return chosen() == Format.JSON
                ? new JsonText(result.schema(), result.zone(), operations)
                : new CsvText(result.schema(), result.zone(), operations);
    }

    private Look look() {
        return screen.terminal().isOut() ? new Look(true, screen.terminal().width()) : Look.PLAIN;
    }
}
