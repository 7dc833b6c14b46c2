package io.millrace.worker;

import io.millrace.data.Batch;
import io.millrace.data.BatchCodec;
import io.millrace.data.ByteSink;
import io.millrace.data.KeyGroups;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.doors.ChecksummedWriter;
import io.millrace.dataflow.doors.Executor;
import io.millrace.dataflow.doors.FileStorage;
import io.millrace.dataflow.state.Manifest;
import io.millrace.dataflow.state.Manifest.FileReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is part of a snapshot because the task had it in hand, or because a barrier overtook it in a channel. What was
 * in memory goes to one file a task and checkpoint; what a channel had spilled is in files already and is referred to.
 * A line of the manifest's body is one piece, see {@link Line}.
 */
final class InFlight {
    private InFlight() {}

    /** Where something was. */
    enum Where {
        /** Taken by the operator and not yet finished: goes on before anything else. */
        HAND,
        /** A watermark that the operator had still to hear, between batches in hand. */
        WATERMARK,
        /** In a channel, ahead of the barrier. */
        CHANNEL
    }

    /** An input of a vertex. */
    record Input(String vertex, int input) {}

    /**
     * A piece of a manifest: one batch in hand, some batches of a channel, or a watermark, whose time stands in place
     * of the offset.
     *
     * @param index of the task that had it, of so many
     * @param file where it is; empty for a watermark
     */
    private record Line(
            Input to, Where where, Task task, StoredRows.Groups groups, long offset, long length, String file) {
        record Task(int index, int parallelism) {}

        static Line of(String text) {
            String[] columns = text.split("\t", 10);
            return new Line(
                    new Input(columns[0], Integer.parseInt(columns[1])),
                    Where.valueOf(columns[2]),
                    new Task(Integer.parseInt(columns[3]), Integer.parseInt(columns[4])),
                    new StoredRows.Groups(Integer.parseInt(columns[5]), Integer.parseInt(columns[6])),
                    Long.parseLong(columns[7]),
                    Long.parseLong(columns[8]),
                    columns[9]);
        }

        String text() {
            return String.join(
                    "\t",
                    to.vertex,
                    "" + to.input,
                    where.name(),
                    "" + task.index,
                    "" + task.parallelism,
                    "" + groups.first(),
                    "" + groups.end(),
                    "" + offset,
                    "" + length,
                    file);
        }

        /** Both as one, where the other one follows in the same file. */
        @Nullable Line with(Line next) {
            boolean follows =
                    to.equals(next.to)
                            && where == next.where
                            && groups.equals(next.groups)
                            && file.equals(next.file)
                            && offset + length == next.offset;
            return follows ? new Line(to, where, task, groups, offset, length + next.length, file) : null;
        }
    }

    /** What was written, or is being written by an executor. */
    static final class Written {
        static final Written NOTHING = new Written(Manifest.EMPTY);

        private volatile @Nullable Manifest manifest;
        private volatile @Nullable MillraceException failure;

        private Written(@Nullable Manifest manifest) {
            this.manifest = manifest;
        }

        /** Throws where writing failed. */
        boolean isDurable() {
            MillraceException failed = failure;
            if (failed != null) {
                throw failed;
            }
            return manifest != null;
        }

        /** Only once it is durable. */
        Manifest manifest() {
            Manifest written = manifest;
            if (written == null) {
                throw MillraceException.internal("what is in flight has a manifest once it is durable");
            }
            return written;
        }
    }

    /**
     * Gathers what is in flight and the manifest, in memory as long as it is not much. Publishing is for an executor,
     * so that the task need not wait for the disk.
     */
    static final class Writer implements AutoCloseable {
        private static final int MAX_HELD_BYTES = 16 << 20;

        private final String name;
        private final Line.Task task;
        private final FileStorage storage;
        private final List<Line> lines = new ArrayList<>();
        private final Map<String, FileReference> referred = new LinkedHashMap<>();
        private final ByteSink bytes = new ByteSink();
        private @Nullable ChecksummedWriter file;
        private @Nullable MillraceException failure;
        private long flushed;

        Writer(String name, int index, int parallelism, FileStorage storage) {
            this.name = name;
            this.task = new Line.Task(index, parallelism);
            this.storage = storage;
        }

        /** Whatever happens to the file, every batch can be shown: the failure comes out at the end. */
        void add(Input to, Where where, Batch batch) {
            if (failure == null) {
                try {
                    write(to, where, batch);
                } catch (MillraceException e) {
                    failure = e;
                }
            }
        }

        void addWatermark(Input to, long time) {
            lines.add(new Line(to, Where.WATERMARK, task, StoredRows.Groups.ALL, time, 0, ""));
        }

        /** What a channel had in files. */
        void addStored(Input to, StoredRows rows) {
            FileReference reference = rows.file();
            referred.put(reference.name(), reference);
            Line line =
                    new Line(to, Where.CHANNEL, task, rows.groups(), rows.offset(), rows.length(), reference.name());
            Line both = lines.isEmpty() ? null : lines.getLast().with(line);
            if (both == null) {
                lines.add(line);
            } else {
                lines.set(lines.size() - 1, both);
            }
        }

        private void write(Input to, Where where, Batch batch) {
            int before = bytes.size();
            BatchCodec.encode(batch, bytes);
            int length = bytes.size() - before;
            lines.add(new Line(to, where, task, StoredRows.Groups.ALL, flushed + before, length, name));
            if (bytes.size() > MAX_HELD_BYTES) {
                flush();
            }
        }

        private void flush() {
            ChecksummedWriter target = file == null ? new ChecksummedWriter(storage.create(name)) : file;
            file = target;
            target.write(bytes.array(), 0, bytes.size());
            flushed += bytes.size();
            bytes.reset();
        }

        /** Has the file written to its end and synced; this object is not to be used any more. */
        Written publish(Executor executor) {
            if (failure != null) {
                throw failure;
            }
            if (file == null && bytes.size() == 0) {
                return new Written(manifest());
            }
            Written written = new Written(null);
            executor.execute(() -> {
                try (this) {
                    flush();
                    Objects.requireNonNull(file).publish();
                    referred.put(name, new FileReference(name, flushed, file.checksum()));
                    written.manifest = manifest();
                } catch (MillraceException e) {
                    written.failure = e;
                } catch (RuntimeException e) {
                    written.failure = MillraceException.internal("what is in flight could not be written: " + e);
                }
            });
            return written;
        }

        /** Watermarks alone are worth no manifest: they will be said again. */
        private Manifest manifest() {
            if (referred.isEmpty()) {
                return Manifest.EMPTY;
            }
            StringBuilder body = new StringBuilder();
            lines.forEach(line -> body.append(line.text()).append('\n'));
            return new Manifest(body.toString(), List.copyOf(referred.values()));
        }

        @Override
        public void close() {
            if (file != null) {
                file.close();
            }
        }
    }

    /**
     * Which part of it an instance takes, where the parallelism has changed: the rows of its key groups, what one
     * former instance had of rows that every instance gets, or every so many-th piece.
     */
    record Part(StoredReader.Form form, boolean toAll, int index, int parallelism) {
        StoredRows.Groups groups() {
            return new StoredRows.Groups(
                    KeyGroups.firstGroup(index, form.keyGroups(), parallelism),
                    KeyGroups.endGroup(index, form.keyGroups(), parallelism));
        }
    }

    /** Something that was in flight. */
    sealed interface Found {
        record Rows(Where where, StoredRows rows) implements Found {}

        record Watermark(long time) implements Found {}
    }

    /** What is for one input of one vertex, cut down to what this instance owns, in order. */
    static List<Found> read(Manifest manifest, Input to, Part part) {
        Map<String, FileReference> files = new HashMap<>();
        manifest.files().forEach(file -> files.put(file.name(), file));
        List<Found> found = new ArrayList<>();
        int number = 0;
        for (String text : manifest.body().lines().toList()) {
            Line line = Line.of(text);
            if (!line.to().equals(to)) {
                continue;
            }
            boolean whole = line.task().parallelism() == part.parallelism();
            if (line.where() == Where.WATERMARK) {
                if (whole && line.task().index() == part.index()) {
                    found.add(new Found.Watermark(line.offset()));
                }
                continue;
            }
            FileReference file = files.get(line.file());
            if (file == null) {
                throw new MillraceException(
                        "corrupt-checkpoint",
                        MillraceException.Kind.EXTERNAL,
                        "the checkpoint is damaged: it speaks of " + line.file() + " but does not list it");
            }
            boolean byKey = !whole && !part.toAll() && !part.form().keys().isEmpty();
            StoredRows.Groups groups = byKey ? line.groups().and(part.groups()) : line.groups();
            if (isOwn(line, number++, part) && !groups.isEmpty()) {
                found.add(new Found.Rows(line.where(), new StoredRows(file, line.offset(), line.length(), groups)));
            }
        }
        return found;
    }

    /** Whether an instance may own rows of a piece. */
    private static boolean isOwn(Line line, int number, Part part) {
        if (line.task().parallelism() == part.parallelism()) {
            return line.task().index() == part.index();
        }
        if (part.toAll()) {
            return line.task().index() == part.index() % line.task().parallelism();
        }
        return !part.form().keys().isEmpty() || number % part.parallelism() == part.index();
    }
}
