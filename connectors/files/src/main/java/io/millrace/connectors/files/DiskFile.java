package io.millrace.connectors.files;

import com.github.luben.zstd.ZstdInputStream;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.connector.FileInput;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Files as they lie on disk, and those that are compressed as a whole, which is told by their names. */
final class DiskFile {
    private static final int BUFFER_BYTES = 1 << 16;

    private DiskFile() {}

    /** How a file is compressed. */
    enum Compression {
        NONE,
        GZIP,
        ZSTD;

        /** The end of the names of files that are so compressed. */
        String extension() {
            return switch (this) {
                case NONE -> "";
                case GZIP -> ".gz";
                case ZSTD -> ".zst";
            };
        }

        static Compression of(Path path) {
            String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
            if (name.endsWith(".gz") || name.endsWith(".gzip")) {
                return GZIP;
            }
            return name.endsWith(".zst") || name.endsWith(".zstd") ? ZSTD : NONE;
        }
    }

    static FileInput open(Path path) {
        try {
            Compression compression = Compression.of(path);
            return compression == Compression.NONE
                    ? new Plain(path, FileChannel.open(path, StandardOpenOption.READ))
                    : new Compressed(path, compression, Files.newInputStream(path));
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    static MillraceException failed(Path path, IOException e) {
        if (e instanceof NoSuchFileException) {
            return MillraceException.user("file-missing", "There is no file " + path);
        }
        return MillraceException.external("read-failed", "Reading file " + path + " failed: " + e.getMessage(), e);
    }

    /** A file that can be read anywhere. */
    private record Plain(Path path, FileChannel channel) implements FileInput {
        @Override
        public String name() {
            return path.toString();
        }

        @Override
        public long size() {
            try {
                return channel.size();
            } catch (IOException e) {
                throw failed(path, e);
            }
        }

        @Override
        public int read(long position, byte[] target, int offset, int length) {
            try {
                return channel.read(ByteBuffer.wrap(target, offset, length), position);
            } catch (IOException e) {
                throw failed(path, e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw failed(path, e);
            }
        }
    }

    /** A file that is read from front to back. */
    private static final class Compressed implements FileInput {
        private final Path path;
        private final Compression compression;
        private final InputStream raw;
        private InputStream stream = InputStream.nullInputStream();
        private boolean begun;
        private long at;

        Compressed(Path path, Compression compression, InputStream raw) {
            this.path = path;
            this.compression = compression;
            this.raw = raw;
        }

        @Override
        public String name() {
            return path.toString();
        }

        @Override
        public long size() {
            return UNKNOWN;
        }

        @Override
        public int read(long position, byte[] target, int offset, int length) {
            if (position < at) {
                throw MillraceException.internal(
                        path + " is read from front to back, and " + position + " is before " + at);
            }
            try {
                begin();
                stream.skipNBytes(position - at);
                at = position;
                int read = stream.read(target, offset, length);
                at += Math.max(0, read);
                return read;
            } catch (EOFException | ZipException e) {
                throw damaged(e);
            } catch (IOException e) {
                throw compression == Compression.ZSTD ? damaged(e) : failed(path, e);
            }
        }

        /** An empty file holds nothing, though it is no archive either. */
        private void begin() throws IOException {
            if (begun) {
                return;
            }
            begun = true;
            BufferedInputStream bytes = new BufferedInputStream(raw, BUFFER_BYTES);
            bytes.mark(1);
            if (bytes.read() < 0) {
                return;
            }
            bytes.reset();
            stream =
                    compression == Compression.GZIP
                            ? new GZIPInputStream(bytes, BUFFER_BYTES)
                            : new ZstdInputStream(bytes).setContinuous(false);
        }

        private MillraceException damaged(IOException e) {
            return new MillraceException(
                    "damaged-file",
                    MillraceException.Kind.USER,
                    "File " + path + " is cut short or damaged after " + at + " uncompressed bytes: " + e.getMessage(),
                    e);
        }

        @Override
        public void close() {
            try {
                stream.close();
                raw.close();
            } catch (IOException e) {
                throw failed(path, e);
            }
        }
    }
}
