package io.millrace.server.command;

import io.millrace.data.MillraceException;
import io.millrace.data.MillraceException.Kind;
import io.millrace.server.command.RunOptions.Detail;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What a user is told about an error. */
final class ErrorText {
    private ErrorText() {}

    /**
     * One message; for what is our own mistake a request to report it, and the stack trace where that was asked for.
     */
    static String of(Throwable error, Detail detail) {
        StringBuilder text = new StringBuilder();
        if (error instanceof MillraceException known && known.kind() != Kind.INTERNAL) {
            text.append("error [").append(known.code()).append("]: ").append(known.getMessage());
        } else {
            text.append("error [internal]: ")
                    .append(error instanceof MillraceException ? error.getMessage() : error.toString())
                    .append(
                            "\nThis is a mistake in Millrace, not in your script. Please report it with the output of --verbose.");
        }
        if (detail == Detail.STACK_TRACE) {
            StringWriter trace = new StringWriter();
            error.printStackTrace(new PrintWriter(trace));
            text.append('\n').append(trace.toString().stripTrailing());
        }
        return text.toString();
    }
}
