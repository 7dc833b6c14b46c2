package io.millrace.benchmarks.harness;

import io.millrace.benchmarks.events.EventCursor;
import io.millrace.benchmarks.events.EventLayout;
import io.millrace.benchmarks.events.EventLog;
import io.millrace.benchmarks.events.Stripe;
import io.millrace.benchmarks.run.EventColumns;
import io.millrace.benchmarks.run.RowFile;
import io.millrace.connectors.generators.nexmark.EventKind;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The events of a log as files, a folder for each kind, made on first use. JSON lines are written here; another format
 * is made of them by Millrace's own sink.
 */
final class EventFiles {
    private EventFiles() {}

    /** The folder with {@code person}, {@code auction} and {@code bid}. */
    static Path of(Path log, String format) throws IOException {
        Path json = log.resolveSibling(log.getFileName() + ".json");
        if (!Files.exists(json)) {
            Path part = log.resolveSibling(log.getFileName() + ".json.part");
            Folders.remove(part);
            write(EventLog.read(log), part);
            Files.move(part, json);
        }
        if (format.equals("json")) {
            return json;
        }
        Path other = log.resolveSibling(log.getFileName() + "." + format);
        if (!Files.exists(other)) {
            Path part = log.resolveSibling(log.getFileName() + "." + format + ".part");
            Folders.remove(part);
            convert(json, part, format);
            Files.move(part, other);
        }
        return other;
    }

    private static void write(EventLog log, Path folder) throws IOException {
        Map<EventKind, BufferedWriter> files = new EnumMap<>(EventKind.class);
        try {
            for (EventKind kind : EventKind.values()) {
                Path of = Files.createDirectories(folder.resolve(kind.name().toLowerCase(Locale.ROOT)));
                files.put(kind, Files.newBufferedWriter(of.resolve("events.json"), StandardCharsets.UTF_8));
            }
            EventCursor cursor = new EventCursor(log, new Stripe(0, 1, log.events()));
            StringBuilder line = new StringBuilder();
            while (cursor.advance()) {
                EventKind kind = EventKind.of(cursor.kind());
                line.setLength(0);
                for (EventLayout.Column column : EventLayout.columns(kind)) {
                    line.append(line.isEmpty() ? "{\"" : ",\"").append(column.name()).append("\":");
                    append(line, column, cursor);
                }
                BufferedWriter file = files.get(kind);
                if (file != null) {
                    file.append(line.append("}\n"));
                }
            }
        } finally {
            for (BufferedWriter file : files.values()) {
                file.close();
            }
        }
    }

    private static void append(StringBuilder line, EventLayout.Column column, EventCursor cursor) {
        switch (column.type()) {
            case TEXT -> {
                int start = cursor.textStart(column.slot());
                String text = RowFile.text(cursor.bytes(), start, cursor.textEnd(column.slot()) - start);
                line.append('"').append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
            }
            case TIME -> line.append('"').append(RowFile.time(cursor.number(column.slot()))).append('"');
            case NUMBER, PERSON_ID, AUCTION_ID -> line.append(cursor.number(column.slot()));
        }
    }

    private static void convert(Path json, Path other, String format) throws IOException {
        for (String kind : List.of("person", "auction", "bid")) {
            String script =
                    table(kind, json.resolve(kind), "json")
                            + table(kind + "_made", other.resolve(kind), format)
                            + "INSERT INTO "
                            + kind
                            + "_made SELECT * FROM "
                            + kind;
            Process process =
                    new ProcessBuilder(Engines.launcher(), "run", "-e", script)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try {
                if (process.waitFor() != 0) {
                    throw new IOException("Millrace could not write the events as " + format + ": " + script);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private static String table(String name, Path path, String format) {
        return "CREATE TABLE "
                + name
                + " ("
                + EventColumns.of(name.replace("_made", ""))
                + ") WITH ('connector' = 'filesystem', 'path' = '"
                + path.toAbsolutePath()
                + "', 'format' = '"
                + format
                + "');\n";
    }
}
