package io.millrace.state;

import io.millrace.dataflow.state.Manifest;
import java.util.Optional;

/** One file of a chain, and the key groups that count in it. */
sealed interface Link {

    String name();

    /** The content, where it stands in the manifest; from when it is durable. */
    Optional<byte[]> inline();

    /** From when it is durable. */
    long sizeBytes();

    /** From when it is durable. */
    Manifest.FileReference reference();

    int firstGroup();

    /** One past the last group. */
    int endGroup();

    boolean isDurable();

    boolean hasFailed();

    /** Written by this store. */
    record Written(SnapshotWriting writing, int firstGroup, int endGroup) implements Link {
        @Override
        public String name() {
            return writing.name();
        }

        @Override
        public Optional<byte[]> inline() {
            return writing.inline();
        }

        @Override
        public long sizeBytes() {
            return writing.sizeBytes();
        }

        @Override
        public Manifest.FileReference reference() {
            return new Manifest.FileReference(writing.name(), writing.sizeBytes(), writing.checksum());
        }

        @Override
        public boolean isDurable() {
            return writing.isDurable();
        }

        @Override
        public boolean hasFailed() {
            return writing.hasFailed();
        }
    }

    /** Restored from; a file may occur more than once, with several ranges of groups. */
    record Restored(Manifest.FileReference file, int firstGroup, int endGroup) implements Link {
        @Override
        public String name() {
            return file.name();
        }

        @Override
        public Optional<byte[]> inline() {
            return Optional.empty();
        }

        @Override
        public long sizeBytes() {
            return file.sizeBytes();
        }

        @Override
        public Manifest.FileReference reference() {
            return file;
        }

        @Override
        public boolean isDurable() {
            return true;
        }

        @Override
        public boolean hasFailed() {
            return false;
        }
    }
}
