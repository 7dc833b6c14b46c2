package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Texts that are compared with files; with `-Dgolden.update=true` the files are written instead.
final class Golden {
    private Golden() {}

    private static Path resources() {
        return Nexmark.folder().getParent().getParent().resolve("sql/src/test/resources");
    }

    static String read(String name) {
        try {
            return Files.readString(resources().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void check(String name, String actual) {
        if (Boolean.getBoolean("golden.update")) {
            try {
                Files.writeString(resources().resolve(name), actual);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertThat(actual).as(name).isEqualTo(read(name));
    }
}
