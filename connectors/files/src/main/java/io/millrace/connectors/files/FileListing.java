package io.millrace.connectors.files;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.connector.TableOptions;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/** Finds the files that a path means: in the order of their names, without those that are hidden or being written. */
final class FileListing {
    private static final String PATTERN = "*?[{";

    private FileListing() {}

    /** The path of a table, absolute. */
    static Path root(TableOptions table) {
        String text = table.raw(FileOptions.PATH.name()).trim();
        String plain = text.startsWith("file:") ? text.substring("file:".length()).replaceFirst("^//+", "/") : text;
        if (plain.matches("[a-z][a-z0-9+]*://.*")) {
            throw MillraceException.user(
                    "bad-option",
                    "Table "
                            + table.name()
                            + ": 'path' = '"
                            + text
                            + "' is not on a local disk, and connector 'filesystem' reads no other");
        }
        return table.folder().resolve(plain).toAbsolutePath().normalize();
    }

    /** The files there are; a path without a pattern must exist. */
    static List<Path> list(Path root) {
        Path folder = root;
        boolean pattern = false;
        while (hasPattern(folder)) {
            pattern = true;
            folder = folder.getParent() == null ? Path.of("/") : folder.getParent();
        }
        if (!Files.exists(folder)) {
            throw MillraceException.user("file-missing", "There is no file or folder " + folder);
        }
        if (Files.isRegularFile(folder)) {
            return List.of(folder);
        }
        Path base = folder;
        PathMatcher matcher = pattern ? FileSystems.getDefault().getPathMatcher("glob:" + root) : path -> true;
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(path ->
                            isVisible(base, path) && isMatched(matcher, base, path) && Files.isRegularFile(path))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw MillraceException.external("list-failed", "Listing " + folder + " failed: " + e.getMessage(), e);
        }
    }

    /** A folder that matches stands for the files in it. */
    private static boolean isMatched(PathMatcher matcher, Path base, Path path) {
        for (Path at = path; at != null && at.startsWith(base); at = at.getParent()) {
            if (matcher.matches(at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isVisible(Path base, Path path) {
        for (Path part : base.relativize(path)) {
            if (part.toString().startsWith(".") || part.toString().startsWith("_")) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasPattern(Path path) {
        return path.toString().chars().anyMatch(c -> PATTERN.indexOf(c) >= 0);
    }
}
