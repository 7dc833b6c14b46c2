package io.millrace.connectors.files;

import com.github.luben.zstd.ZstdOutputStream;
import io.millrace.data.Batch;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.connector.Format.WriteRequest;
import io.millrace.dataflow.connector.FormatWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;

/** One file in progress. */
final class PartFile {
    private static final int BUFFER_BYTES = 1 << 16;

    private final String folder;
    private final Path committed;
    private final Path inProgress;
    private final FileChannel channel;
    private final OutputStream output;
    private final FormatWriter writer;

    PartFile(String folder, Path committed, FileSink sink, WriteRequest request) {
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
            output = compressed(new LeftOpen(Channels.newOutputStream(channel)), sink.writing().compression());
        } catch (IOException e) {
            throw failed(e);
        }
        this.writer = sink.format().writer(output, request);
    }

    private static OutputStream compressed(OutputStream file, DiskFile.Compression compression) throws IOException {
        return switch (compression) {
            case NONE -> file;
            case GZIP -> new GZIPOutputStream(file, BUFFER_BYTES);
            case ZSTD -> new ZstdOutputStream(file);
        };
    }

    /** The folder it is in, relative to the table's. */
    String folder() {
        return folder;
    }

    /** What it will be called. */
    Path committed() {
        return committed;
    }

    /** About how large the file is on disk. */
    long sizeBytes() {
        try {
            return isCompressed() ? channel.position() : writer.sizeBytes();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** How many bytes of it are held in memory. */
    long heldBytes() {
        return writer.heldBytes();
    }

    private boolean isCompressed() {
        return !(output instanceof LeftOpen);
    }

    void write(Batch batch, int from, int to) {
        writer.write(batch, from, to);
    }

    /** Makes it durable under its prepared name. */
    void finish() {
        try {
            writer.finish();
            output.close();
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
            try (channel) {
                output.close();
            }
            Files.deleteIfExists(inProgress);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private MillraceException failed(IOException e) {
        return MillraceException.external("write-failed", "Writing " + inProgress + " failed: " + e.getMessage(), e);
    }

    /** Closing what compresses ends the archive; the file is still to be synced then. */
    private static final class LeftOpen extends FilterOutputStream {
        LeftOpen(OutputStream file) {
            super(file);
        }

        @Override
        public void write(byte[] data, int from, int length) throws IOException {
            out.write(data, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
