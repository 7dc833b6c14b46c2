package io.millrace.dataflow.state;

import java.util.List;

/**
 * What a snapshot of one operator instance consists of: a small text of the store's own, and the immutable files it
 * refers to, shared with earlier snapshots where nothing changed.
 *
 * @param body the store's description of tables, schemas, key groups and places in the files
 * @param files names relative to the checkpoint folder
 */
public record Manifest(String body, List<FileReference> files) {
    public static final Manifest EMPTY = new Manifest("", List.of());

    public Manifest {
        files = List.copyOf(files);
    }

    /**
     * A file.
     *
     * @param checksum CRC32C of its content
     */
    public record FileReference(String name, long sizeBytes, long checksum) {}
}
