package io.millrace.server.engine;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.doors.ChecksummedWriter;
import io.millrace.dataflow.doors.FileStorage;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.state.Manifest.FileReference;
import io.millrace.protocol.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The descriptions of the checkpoints in a folder, a file each: a record as JSON, and in a last line {@code crc32c} and
 * the checksum of what stands before. Any thread.
 */
final class MetadataFiles {
    /** The folder that they are in. */
    static final String FOLDER = "checkpoints";

    private static final String DAMAGED = "corrupt-checkpoint";
    private static final String LAST_LINE = "\ncrc32c ";
    private static final int LAST_LINE_LENGTH = LAST_LINE.length() + 8 + 1;

    private final FileStorage storage;
    private volatile RecordCodec.@Nullable Known plan;

    MetadataFiles(FileStorage storage) {
        this.storage = storage;
    }

    static String name(long id) {
        return FOLDER + "/" + String.format("%010d", id);
    }

    /** Whether an error says that what was read is not what was written. */
    static boolean isDamage(MillraceException e) {
        return e.code().equals(DAMAGED);
    }

    /** The numbers of all, damaged ones included, in order. Files that are named otherwise are nobody's. */
    List<Long> ids() {
        return storage.list(FOLDER).stream()
                .map(name -> name.substring(FOLDER.length() + 1))
                .filter(name -> name.matches("[0-9]{10,18}"))
                .map(Long::valueOf)
                .sorted()
                .toList();
    }

    void write(CheckpointMetadata metadata) {
        byte[] json = RecordCodec.encode(metadata, plan(metadata.graph())).getBytes(StandardCharsets.UTF_8);
        byte[] end = lastLine(json, json.length).getBytes(StandardCharsets.UTF_8);
        try (FileStorage.Writer file = storage.create(name(metadata.origin().id()))) {
            file.write(json, 0, json.length);
            file.write(end, 0, end.length);
            file.publish();
        }
    }

    /** All checkpoints of a run have one plan, which is most of their text. */
    private RecordCodec.Known plan(JobGraph graph) {
        RecordCodec.Known known = plan;
        if (known == null || !known.isOf(graph)) {
            known = new RecordCodec.Known(graph);
            plan = known;
        }
        return known;
    }

    void delete(long id) {
        storage.delete(name(id));
    }

    /**
     * Reads one.
     *
     * @throws MillraceException where it is damaged, or of another version
     */
    CheckpointMetadata read(String name) {
        long size = storage.size(name);
        if (size < 0) {
            throw MillraceException.user("no-checkpoint", "there is no checkpoint " + name);
        }
        byte[] bytes = new byte[Math.toIntExact(size)];
        storage.read(name, 0, bytes, 0, bytes.length);
        int length = bytes.length - LAST_LINE_LENGTH;
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (length < 0 || !text.endsWith(lastLine(bytes, length))) {
            throw damaged(name + " does not match its checksum");
        }
        CheckpointMetadata metadata;
        try {
            metadata =
                    RecordCodec.decode(new String(bytes, 0, length, StandardCharsets.UTF_8), CheckpointMetadata.class);
        } catch (MillraceException e) {
            // What was written is there, byte for byte.
            throw otherVersion(name, "another one (" + e.getMessage() + ")");
        }
        if (metadata.version() != CheckpointMetadata.VERSION) {
            throw otherVersion(name, "version " + metadata.version() + " of the form");
        }
        return metadata;
    }

    /**
     * Reads every file that a checkpoint refers to.
     *
     * @throws MillraceException where one is not what was written, naming it
     */
    void verify(CheckpointMetadata metadata) {
        Set<FileReference> files = new HashSet<>();
        metadata.snapshots().forEach(part -> part.manifests().forEach(manifest -> files.addAll(manifest.files())));
        for (FileReference file : files) {
            long size = storage.size(file.name());
            if (size < 0) {
                throw damaged(file.name() + " is missing");
            }
            if (size != file.sizeBytes()) {
                throw damaged(file.name() + " has " + size + " bytes, but " + file.sizeBytes() + " were written");
            }
            if (ChecksummedWriter.of(storage, file.name(), size) != file.checksum()) {
                throw damaged(file.name() + " does not match its checksum");
            }
        }
    }

    private static String lastLine(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return LAST_LINE + String.format("%08x", checksum.getValue()) + "\n";
    }

    private static MillraceException damaged(String what) {
        return new MillraceException(DAMAGED, MillraceException.Kind.EXTERNAL, what);
    }

    private static MillraceException otherVersion(String name, String by) {
        return MillraceException.user(
                "checkpoint-version",
                "checkpoint "
                        + name
                        + " was written by another version of this program: "
                        + by
                        + ". Go on with the version that wrote it; --fresh begins anew, and writes every row again");
    }
}
