package io.millrace.server.command;

import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.sink.Sink;
import java.nio.file.Path;
import java.util.function.Function;

/** The language that scripts are written in. */
final class SqlLanguage {
    private SqlLanguage() {}

    static Language begin(Path folder, Function<Schema, Sink> results) {
        throw MillraceException.internal("there is no SQL front end in this build");
    }
}
