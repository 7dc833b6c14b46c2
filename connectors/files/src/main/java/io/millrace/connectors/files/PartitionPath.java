package io.millrace.connectors.files;

import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.connector.TableOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Folders named {@code column=value}, whose columns are not in the files. */
final class PartitionPath {
    private static final String SPECIAL = "\"#%'*/:=?\\{[]^";

    private PartitionPath() {}

    /** The columns that stand in no file: those of folders, and what is known of files. */
    static Set<String> outside(TableOptions table) {
        Set<String> columns = new HashSet<>(table.keys().partition());
        columns.addAll(table.keys().metadata().keySet());
        return columns;
    }

    /** The table as its files have it. */
    static TableOptions withoutPartitions(TableOptions table) {
        Set<String> outside = outside(table);
        if (outside.isEmpty()) {
            return table;
        }
        List<Field> fields = table.schema().fields().stream().filter(field -> !outside.contains(field.name())).toList();
        return new TableOptions(table.name(), new Schema(fields), table.keys(), table.options(), table.folder());
    }

    /** The name of a folder. */
    static String folder(String column, String value) {
        return escape(column) + "=" + escape(value);
    }

    /** The value that a file's folders name for a column; an empty list where they name none. */
    static List<String> value(Path path, String column) {
        String start = escape(column) + "=";
        List<String> values = new ArrayList<>();
        for (Path part : path) {
            if (part.toString().startsWith(start)) {
                values.clear();
                values.add(unescape(part.toString().substring(start.length())));
            }
        }
        return values;
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (c < ' ' || c == 0x7F || SPECIAL.indexOf(c) >= 0) {
                escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static String unescape(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int at = 0; at < bytes.length; at++) {
            boolean hex =
                    bytes[at] == '%'
                            && at + 2 < bytes.length
                            && Character.digit(bytes[at + 1], 16) >= 0
                            && Character.digit(bytes[at + 2], 16) >= 0;
            if (hex) {
                bytes[length++] = (byte) (Character.digit(bytes[at + 1], 16) << 4 | Character.digit(bytes[at + 2], 16));
                at += 2;
            } else {
                bytes[length++] = bytes[at];
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
