package io.millrace.state;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.doors.FileStorage;
import io.millrace.dataflow.state.Manifest.FileReference;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A storage and, over it, the small files whose content stands in manifests. Belongs to one thread. */
final class InlineFiles implements FileStorage {
    private final FileStorage storage;
    private final Map<String, byte[]> contents = new HashMap<>();

    InlineFiles(FileStorage storage) {
        this.storage = storage;
    }

    void add(ManifestText text) {
        contents.putAll(text.inline());
    }

    /** One of the small files. */
    Optional<FileReference> reference(String name) {
        return Optional.ofNullable(contents.get(name)).map(content -> new FileReference(name, content.length, 0));
    }

    @Override
    public Writer create(String name) {
        return storage.create(name);
    }

    @Override
    public void read(String name, long position, byte[] target, int offset, int length) {
        byte[] content = contents.get(name);
        if (content == null) {
            storage.read(name, position, target, offset, length);
        } else if (position + length > content.length) {
            throw MillraceException.external(
                    "storage-failed",
                    name + " in a manifest has no " + length + " bytes at " + position,
                    new IOException("end of file"));
        } else {
            System.arraycopy(content, (int) position, target, offset, length);
        }
    }

    @Override
    public long size(String name) {
        byte[] content = contents.get(name);
        return content == null ? storage.size(name) : content.length;
    }

    @Override
    public List<String> list(String folder) {
        return storage.list(folder);
    }

    @Override
    public void delete(String name) {
        storage.delete(name);
    }
}
