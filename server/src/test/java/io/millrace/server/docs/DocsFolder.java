package io.millrace.server.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The pages of the documentation and the sources that they tell of, in this checkout. */
final class DocsFolder {
    private static final List<String> NOT_SHIPPED = List.of("testing", "benchmarks");

    private DocsFolder() {}

    /** The topmost folder with a {@code pom.xml}. */
    static Path root() {
        Path root = Path.of("").toAbsolutePath();
        for (Path above = root; above != null; above = above.getParent()) {
            root = Files.exists(above.resolve("pom.xml")) ? above : root;
        }
        return root;
    }

    static Path page(String name) {
        return root().resolve("docs").resolve(name);
    }

    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The Java sources of everything that ships. */
    static List<Path> sources() {
        Path root = root();
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> isShipped(root.relativize(file))).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean isShipped(Path file) {
        String name = file.toString().replace('\\', '/');
        return name.endsWith(".java")
                && name.contains("src/main/java/")
                && !name.contains("/target/")
                && !NOT_SHIPPED.contains(file.getName(0).toString());
    }
}
