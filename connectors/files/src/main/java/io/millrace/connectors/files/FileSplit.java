package io.millrace.connectors.files;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.connector.FileInput;
import io.millrace.dataflow.connector.Format.Range;
import io.millrace.dataflow.source.Split;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** A range of a file, and what the file looked like when it was found. */
record FileSplit(Path path, Range range, Fingerprint fingerprint) {

    /**
     * By what a file is known again.
     *
     * @param edges a checksum of its first and last bytes
     */
    record Fingerprint(long size, long modifiedMillis, long edges) {
        private static final int EDGE_BYTES = 4096;

        /** Throws where a file is not there as it was. */
        void require(Path path) {
            if (!Files.exists(path)) {
                throw MillraceException.user(
                        "file-missing",
                        "File " + path + " is gone since the job began to read it: bring it back, or start anew");
            }
            Fingerprint now = of(path);
            if (!now.equals(this)) {
                String how = now.size < size ? "has become shorter" : "was changed";
                throw MillraceException.user(
                        "file-changed",
                        "File "
                                + path
                                + " "
                                + how
                                + " since the job began to read it: bring back the file as it was, or start anew");
            }
        }

        /** As words for a snapshot. */
        String text() {
            return size + "," + modifiedMillis + "," + edges;
        }

        static Fingerprint parse(String text) {
            String[] parts = text.split(",", -1);
            return new Fingerprint(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
        }

        static Fingerprint of(Path path) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                long size = channel.size();
                ByteBuffer edge = ByteBuffer.allocate(EDGE_BYTES);
                CRC32C sum = new CRC32C();
                channel.read(edge, 0);
                sum.update(edge.flip());
                edge.clear();
                channel.read(edge, Math.max(0, size - EDGE_BYTES));
                sum.update(edge.flip());
                return new Fingerprint(size, Files.getLastModifiedTime(path).toMillis(), sum.getValue());
            } catch (IOException e) {
                throw DiskFile.failed(path, e);
            }
        }
    }

    static FileSplit of(Split split) {
        String[] parts = split.descriptor().split(" ", -1);
        Fingerprint fingerprint =
                new Fingerprint(Long.parseLong(parts[3]), Long.parseLong(parts[4]), Long.parseLong(parts[5]));
        Range range = new Range(Long.parseLong(parts[1]), Long.parseLong(parts[2]));
        return new FileSplit(Path.of(decode(parts[0])), range, fingerprint);
    }

    Split split() {
        String descriptor =
                encode(path.toString())
                        + " "
                        + range.start()
                        + " "
                        + range.end()
                        + " "
                        + fingerprint.size()
                        + " "
                        + fingerprint.modifiedMillis()
                        + " "
                        + fingerprint.edges();
        return new Split(path + "@" + range.start(), descriptor);
    }

    /** Opens the file, which must be the one that was found. */
    FileInput open() {
        fingerprint.require(path);
        return DiskFile.open(path);
    }

    /** Text without spaces and line ends. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
