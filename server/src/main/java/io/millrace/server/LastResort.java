package io.millrace.server;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Ends the process when a thread ends because there is no memory left, not even to say so in the usual way: all that is
 * needed is made before. Without it the others would wait for that thread for ever. Nothing is lost by it: a job with
 * checkpoints goes on from the last one.
 */
final class LastResort implements Thread.UncaughtExceptionHandler {
    private static final int FAILED = 1;

    private final FileOutputStream err = new FileOutputStream(FileDescriptor.err);
    private final byte[] message =
            ("error [out-of-memory]: the heap is used up, and the process ends at once. Give it more memory:"
                            + " MILLRACE_JAVA_OPTS=-Xmx4g\n")
                    .getBytes(StandardCharsets.UTF_8);

    @Override
    public void uncaughtException(Thread thread, Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            try {
                err.write(message);
            } catch (IOException e) {
                // Nobody reads it.
            }
            Runtime.getRuntime().halt(FAILED);
        }
        cause.printStackTrace();
    }
}
