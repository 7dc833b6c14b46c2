package io.millrace.connectors.files;

import io.millrace.data.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** What is known of a file beside its rows. */
final class FileMetadata {
    private static final String PATH = "file.path";
    private static final String NAME = "file.name";
    private static final String SIZE = "file.size";
    private static final String MODIFIED = "file.modification-time";

    static final List<String> ALL = List.of(PATH, NAME, SIZE, MODIFIED);

    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    private FileMetadata() {}

    /** As a column of any type that fits reads it. */
    static String text(Path path, String key) {
        try {
            return switch (key) {
                case PATH -> path.toAbsolutePath().normalize().toString();
                case NAME -> String.valueOf(path.getFileName());
                case SIZE -> Long.toString(Files.size(path));
                case MODIFIED -> MILLIS.format(Files.getLastModifiedTime(path).toInstant().atOffset(ZoneOffset.UTC));
                default -> throw MillraceException.internal("no metadata " + key);
            };
        } catch (IOException e) {
            throw MillraceException.external("read-failed", "File " + path + " cannot be looked at: " + e, e);
        }
    }
}
