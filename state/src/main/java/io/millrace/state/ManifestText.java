package io.millrace.state;

import io.millrace.data.Field;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.state.Manifest;
import io.millrace.dataflow.state.Manifest.FileReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The body of a manifest: a line each for the number of key groups, for every table and its columns, and for every file
 * with the key groups that count in it, the oldest first. In names a line break is written as {@code \\n}, a tab as
 * {@code \\t}, a backslash twice.
 *
 * <pre>
 * millrace-state 1
 * groups 128
 * table MAP KEY_GROUP 1 1 name
 * column BIGINT⇥name
 * file 0 128 name
 * own name
 * inline name⇥TUxUUw==
 * mapped
 * map name now⇥name then⇥0,1,-1
 * </pre>
 *
 * <p>After {@code mapped} it says for the tables of a changed operator where their rows and columns are, as {@link
 * TableMapping} has it. The rows of tables that belong to the instance are whole in the file that {@code own} names.
 * Where an operator has no other tables and these are small, that file is no file, and its content follows {@code
 * inline}.
 */
record ManifestText(
        int groups,
        List<TableText> tables,
        List<FileText> files,
        String ownFile,
        Map<String, byte[]> inline,
        Optional<List<TableMapping>> mappings) {
    private static final String FIRST_LINE = "millrace-state 1";

    /** A table as it was when the snapshot was taken; columns are types as in SQL, by name, in order. */
    record TableText(
            String name,
            String kind,
            String ownership,
            int keyColumns,
            int identityColumns,
            Map<String, String> columns) {

        /** Whether it is kept when rows were changed. */
        boolean isTimed() {
            return columns.containsKey(TableShape.TIME);
        }

        /** Whether it could be: panes go by their number, and what belongs to the instance stays. */
        boolean canBeTimed() {
            boolean map = kind.equals(TableShape.Kind.MAP.name());
            return !kind.equals(TableShape.Kind.PANES.name())
                    && !(map && ownership.equals(TableShape.Ownership.INSTANCE.name()));
        }
    }

    /** A file and the key groups that count in it. */
    record FileText(String name, int firstGroup, int endGroup) {}

    static ManifestText of(int groups, List<? extends RestorableTable> tables) {
        List<TableText> texts = new ArrayList<>();
        for (RestorableTable table : tables) {
            texts.add(describe(table.rows().shape));
        }
        return new ManifestText(groups, texts, List.of(), "", Map.of(), Optional.empty());
    }

    static TableText describe(TableShape shape) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < shape.columnCount(); i++) {
            Field field = shape.schema().field(i);
            // A table may have the same name among its keys and its values.
            String name = columns.containsKey(field.name()) ? field.name() + "#" + i : field.name();
            columns.put(name, field.type().sql());
        }
        return new TableText(
                shape.name(),
                shape.kind().name(),
                shape.ownership().name(),
                shape.keyColumns(),
                shape.identityColumns(),
                columns);
    }

    /** The manifest of these files, of which {@code own} holds the rows of the instance, if it has any. */
    Manifest manifest(List<Link> links, String own) {
        StringBuilder body = new StringBuilder(FIRST_LINE).append('\n');
        body.append("groups ").append(groups).append('\n');
        for (TableText table : tables) {
            body.append("table ")
                    .append(table.kind)
                    .append(' ')
                    .append(table.ownership)
                    .append(' ')
                    .append(table.keyColumns);
            body.append(' ').append(table.identityColumns).append(' ').append(escaped(table.name)).append('\n');
            table.columns.forEach((name, type) ->
                    body.append("column ").append(escaped(type)).append('\t').append(escaped(name)).append('\n'));
        }
        Map<String, FileReference> references = new LinkedHashMap<>();
        for (Link link : links) {
            if (link.inline().isPresent()) {
                body.append("inline ").append(escaped(link.name())).append('\t');
                body.append(Base64.getEncoder().encodeToString(link.inline().get())).append('\n');
                continue;
            }
            body.append("file ").append(link.firstGroup()).append(' ').append(link.endGroup()).append(' ');
            body.append(escaped(link.name())).append('\n');
            references.put(link.name(), link.reference());
        }
        if (!own.isEmpty()) {
            body.append("own ").append(escaped(own)).append('\n');
        }
        return new Manifest(body.toString(), List.copyOf(references.values()));
    }

    static ManifestText parse(String body) {
        int groups = 0;
        List<TableText> tables = new ArrayList<>();
        List<FileText> files = new ArrayList<>();
        String own = "";
        Map<String, byte[]> inline = new HashMap<>();
        Optional<List<TableMapping>> mappings = Optional.empty();
        String[] lines = body.split("\n", -1);
        if (!lines[0].equals(FIRST_LINE)) {
            throw SnapshotIndex.corrupt("a manifest does not begin with \"" + FIRST_LINE + "\"");
        }
        try {
            for (int i = 1; i < lines.length; i++) {
                String line = lines[i];
                int blank = line.indexOf(' ');
                String rest = line.substring(blank + 1);
                switch (blank < 0 ? line : line.substring(0, blank)) {
                    case "groups" -> groups = Integer.parseInt(rest);
                    case "table" -> tables.add(parseTable(rest));
                    case "column" -> {
                        String[] parts = rest.split("\t", 2);
                        tables.getLast().columns.put(unescaped(parts[1]), unescaped(parts[0]));
                    }
                    case "file" -> {
                        String[] parts = rest.split(" ", 3);
                        files.add(
                                new FileText(
                                        unescaped(parts[2]), Integer.parseInt(parts[0]), Integer.parseInt(parts[1])));
                    }
                    case "own" -> own = unescaped(rest);
                    case "inline" -> {
                        String[] parts = rest.split("\t", 2);
                        inline.put(unescaped(parts[0]), Base64.getDecoder().decode(parts[1]));
                    }
                    case "mapped" -> mappings = Optional.of(new ArrayList<>());
                    case "map" -> mappings.orElseThrow().add(parseMapping(rest));
                    case "" -> {}
                    default ->
                            throw SnapshotIndex.corrupt(
                                    "line " + (i + 1) + " of a manifest has an unknown beginning: " + line);
                }
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NoSuchElementException e) {
            throw MillraceException.external(
                    "corrupt-checkpoint", "The checkpoint is damaged: a manifest cannot be read", e);
        }
        return new ManifestText(groups, tables, files, own, inline, mappings);
    }

    /** The body of a manifest that says where the tables of a changed operator are. */
    static String mapped(String body, List<TableMapping> mappings) {
        StringBuilder text = new StringBuilder(body);
        text.append("mapped\n");
        for (TableMapping mapping : mappings) {
            String columns = mapping.columns().stream().map(String::valueOf).collect(Collectors.joining(","));
            text.append("map ")
                    .append(escaped(mapping.table()))
                    .append('\t')
                    .append(escaped(mapping.from()))
                    .append('\t')
                    .append(columns)
                    .append('\n');
        }
        return text.toString();
    }

    private static TableMapping parseMapping(String text) {
        String[] parts = text.split("\t", 3);
        List<Integer> columns =
                parts[2].isEmpty() ? List.of() : Arrays.stream(parts[2].split(",")).map(Integer::valueOf).toList();
        return new TableMapping(unescaped(parts[0]), unescaped(parts[1]), columns);
    }

    private static TableText parseTable(String text) {
        String[] parts = text.split(" ", 5);
        return new TableText(
                unescaped(parts[4]),
                parts[0],
                parts[1],
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]),
                new LinkedHashMap<>());
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t");
    }

    private static String unescaped(String text) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                char escape = text.charAt(++i);
                result.append(escape == 'n' ? '\n' : escape == 't' ? '\t' : escape);
            } else {
                result.append(c);
            }
        }
        return result.toString();
    }
}
