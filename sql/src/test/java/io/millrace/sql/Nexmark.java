package io.millrace.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The Nexmark scripts under `examples`, one for each query.
final class Nexmark {
    static final int LAST_QUERY = 22;

    private Nexmark() {}

    static Path folder() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(here.resolve("examples/nexmark"))) {
            here = here.getParent();
        }
        return here.resolve("examples/nexmark");
    }

    static String script(int query) {
        try {
            return Files.readString(folder().resolve("q" + query + ".sql"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
