package io.millrace.connectors.files;

import io.millrace.data.Batch;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.connector.Format;
import io.millrace.dataflow.connector.Format.WriteRequest;
import io.millrace.dataflow.connector.FormatWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** One file in progress. */
final class PartFile {
    private final String folder;
    private final Path committed;
    private final Path inProgress;
    private final FileChannel channel;
    private final FormatWriter writer;

    PartFile(String folder, Path committed, Format format, WriteRequest request) {
        this.folder = folder;
        this.committed = committed;
        this.inProgress = PartNames.inProgress(committed);
        try {
            Files.createDirectories(committed.resolveSibling(""));
            channel =
                    FileChannel.open(
                            inProgress,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw failed(e);
        }
        OutputStream output = Channels.newOutputStream(channel);
        this.writer = format.writer(output, request);
    }

    /** The folder it is in, relative to the table's. */
    String folder() {
        return folder;
    }

    /** What it will be called. */
    Path committed() {
        return committed;
    }

    long sizeBytes() {
        return writer.sizeBytes();
    }

    void write(Batch batch, int from, int to) {
        writer.write(batch, from, to);
    }

    /** Makes it durable under its prepared name. */
    void finish() {
        try {
            writer.finish();
            channel.force(true);
            channel.close();
            Files.move(inProgress, PartNames.prepared(committed), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Drops it. */
    void abandon() {
        try {
            channel.close();
            Files.deleteIfExists(inProgress);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private MillraceException failed(IOException e) {
        return MillraceException.external("write-failed", "Writing " + inProgress + " failed: " + e.getMessage(), e);
    }
}
