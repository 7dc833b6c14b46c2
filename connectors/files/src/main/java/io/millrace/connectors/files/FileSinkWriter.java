package io.millrace.connectors.files;

import io.millrace.data.Batch;
import io.millrace.data.ByteSink;
import io.millrace.data.Column;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.data.ValueText;
import io.millrace.dataflow.JobRun;
import io.millrace.dataflow.Metrics;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.connector.Format.WriteRequest;
import io.millrace.dataflow.sink.Sink.WriterContext;
import io.millrace.dataflow.sink.SinkWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes files that nobody sees until they are committed.
 *
 * <p>Closing, syncing and renaming is {@link DiskWork}: rows go on meanwhile.
 *
 * <p>A file is in progress, then prepared (complete, synced and renamed), then committed (renamed to its final name).
 * Recovery removes former files in progress, which no ticket can stand for; it leaves prepared ones, which may be
 * another instance's tickets, until the first commit after it: by then a newer barrier has passed every instance, so
 * all of them have recovered, and what is still prepared from before was never committed.
 *
 * <p>Where the job went back to an older checkpoint, recovery hides what was committed after it: the rows come again.
 * The first commit removes those files; until then the job may turn out not to run, and they can be brought back.
 */
final class FileSinkWriter implements SinkWriter {
    /** So many files are open at once; beyond that the one opened first is ended. */
    private static final int MAX_OPEN_FILES = 64;

    /** So many bytes of open files are held in memory; beyond that the file that holds most is ended. */
    private static final long MAX_HELD_BYTES = Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 16);

    /** So many files may wait for the disk; beyond that writing waits, too. */
    private static final int MAX_ENDING_FILES = 8;

    private static final int MAX_NAMED_FILES = 10;

    private final FileSink sink;
    private final PartNames names;
    private final Metrics metrics;
    private final WriteRequest request;

    /** The partition columns, and the columns that stand in the files. */
    private final int[] partitionColumns;

    private final int[] fileColumns;
    private final Map<String, PartFile> open = new LinkedHashMap<>();
    private final List<String> ended = new ArrayList<>();
    private final ByteSink text = new ByteSink();
    private final boolean isTransient;
    private final DiskWork disk;
    private Optional<WriterLock> lock = Optional.empty();
    private boolean cleaned;

    FileSinkWriter(FileSink sink, PartNames names, WriterContext context) {
        this.sink = sink;
        this.names = names;
        this.metrics = context.services().metrics();
        this.disk = new DiskWork(context.services().executor());
        this.isTransient = context.run().durability() == JobRun.Durability.TRANSIENT;
        Schema schema = sink.table().schema();
        List<String> partitions = sink.table().keys().partition();
        this.partitionColumns = partitions.stream().mapToInt(schema::indexOf).toArray();
        this.fileColumns =
                IntStream.range(0, schema.size())
                        .filter(column -> !partitions.contains(schema.field(column).name()))
                        .toArray();
        this.request = new WriteRequest(schema.project(fileColumns), context.services().session());
    }

    @Override
    public void recover(List<String> tickets) {
        refuseFormer();
        withdraw();
        move(tickets);
        delete(PartNames.IN_PROGRESS);
        WriterLock.removeDead(names);
    }

    private void refuseFormer() {
        List<Path> later = names.committedLaterByFormer();
        if (!later.isEmpty()) {
            String shown =
                    later.stream().limit(MAX_NAMED_FILES).map(path -> "\n  " + path).collect(Collectors.joining());
            throw MillraceException.user(
                    "newer-files",
                    "Table "
                            + sink.table().name()
                            + ": its folder holds rows that came after the checkpoint that is restored, and that would"
                            + " be written twice:"
                            + shown
                            + (later.size() > MAX_NAMED_FILES
                                    ? "\n  … and " + (later.size() - MAX_NAMED_FILES) + " more files"
                                    : "")
                            + "\nMove them away and start again, if the run that wrote them is not to go on.");
        }
    }

    private void withdraw() {
        List<Path> later = names.committedLater();
        for (Path path : later) {
            try {
                Files.move(path, PartNames.withdrawn(path), StandardCopyOption.ATOMIC_MOVE);
                syncFolder(path.resolveSibling(""));
            } catch (IOException e) {
                throw MillraceException.external(
                        "write-failed", "Withdrawing " + path + " failed: " + e.getMessage(), e);
            }
        }
        if (!later.isEmpty()) {
            metrics.notice(
                    "files-withdrawn",
                    "files in "
                            + names.folder()
                            + " held rows that came after the checkpoint that the job goes on from; they are withdrawn,"
                            + " and their rows come again");
        }
    }

    @Override
    public void write(Batch batch, int from) {
        Batch rows = batch.project(fileColumns);
        int start = from;
        while (start < batch.size()) {
            String folder = folder(batch, batch.position(start));
            int end = partitionColumns.length == 0 ? batch.size() : start + 1;
            while (end < batch.size() && folder.equals(folder(batch, batch.position(end)))) {
                end++;
            }
            writeRows(folder, rows, start, end);
            start = end;
        }
        rows.release();
    }

    @Override
    public List<String> prepare(long barrier) {
        boolean isMuch = heldBytes() > MAX_HELD_BYTES / 4;
        for (PartFile file : List.copyOf(open.values())) {
            end(file);
        }
        List<String> tickets = List.copyOf(ended);
        ended.clear();
        if (!tickets.isEmpty()) {
            disk.add(() -> syncFolders(tickets));
        }
        if (isMuch) {
            disk.await(); // Else twice as much would be held soon.
        }
        if (barrier != Operator.END_OF_JOB) {
            names.pass(barrier);
        }
        return tickets;
    }

    @Override
    public void commit(List<String> tickets) {
        boolean cleans = !cleaned;
        cleaned = true;
        disk.add(() -> {
            move(tickets);
            if (cleans) {
                delete(PartNames.PREPARED);
                delete(PartNames.WITHDRAWN);
            }
        });
    }

    @Override
    public boolean isSettled() {
        return disk.unfinished() == 0;
    }

    @Override
    public void close() {
        disk.end();
        for (PartFile file : open.values()) {
            file.abandon();
        }
        open.clear();
        for (String ticket : ended) {
            deleteFile(PartNames.prepared(committed(ticket)));
        }
        ended.clear();
        lock.ifPresent(held -> {
            names.find(name -> name.startsWith("." + names.own()) && !name.endsWith(".lock"))
                    .forEach(FileSinkWriter::deleteFile);
            held.close();
        });
    }

    private void writeRows(String folder, Batch rows, int from, int to) {
        if (!rows.isWeighted()) {
            file(folder).write(rows, from, to);
        }
        for (int row = from; rows.isWeighted() && row < to; row++) {
            int weight = rows.weightAt(rows.position(row));
            if (weight < 0) {
                throw MillraceException.internal("a deletion reached the files of table " + sink.table().name());
            }
            for (int i = 0; i < weight; i++) {
                file(folder).write(rows, row, row + 1);
            }
        }
        PartFile written = file(folder);
        if (written.sizeBytes() >= sink.writing().fileBytes()) {
            end(written);
        }
        if (heldBytes() > MAX_HELD_BYTES) {
            end(Collections.max(open.values(), Comparator.comparingLong(PartFile::heldBytes)));
            disk.await();
        }
    }

    private long heldBytes() {
        return open.values().stream().mapToLong(PartFile::heldBytes).sum();
    }

    private PartFile file(String folder) {
        PartFile file = open.get(folder);
        if (file == null) {
            if (open.size() >= MAX_OPEN_FILES) {
                end(open.values().iterator().next());
            }
            if (isTransient && lock.isEmpty()) {
                lock = Optional.of(WriterLock.take(names));
            }
            file = new PartFile(folder, names.folder().resolve(folder).resolve(names.next()), sink, request);
            open.put(folder, file);
        }
        return file;
    }

    private void end(PartFile file) {
        open.remove(file.folder());
        ended.add(FileSplit.encode(names.folder().relativize(file.committed()).toString()));
        disk.add(file::finish);
        if (disk.unfinished() > MAX_ENDING_FILES) {
            disk.await();
        }
    }

    /** The folder of a row, relative; empty where the table has no partitions. */
    private String folder(Batch batch, int position) {
        StringBuilder folder = new StringBuilder();
        for (int index : partitionColumns) {
            Column column = batch.column(index);
            String value = sink.writing().defaultPartition();
            if (!column.isNull(position)) {
                text.reset();
                ValueText.append(column, sink.table().schema().type(index), position, text);
                value = text.size() == 0 ? value : text.toString();
            }
            folder.append(folder.isEmpty() ? "" : "/")
                    .append(PartitionPath.folder(sink.table().schema().field(index).name(), value));
        }
        return folder.toString();
    }

    private Path committed(String ticket) {
        return names.folder().resolve(FileSplit.decode(ticket));
    }

    private void syncFolders(List<String> tickets) {
        Set<Path> folders = new TreeSet<>();
        for (String ticket : tickets) {
            folders.add(committed(ticket).resolveSibling(""));
        }
        for (Path each : folders) {
            try {
                syncFolder(each);
            } catch (IOException e) {
                throw MillraceException.external("write-failed", "Syncing " + each + " failed: " + e.getMessage(), e);
            }
        }
    }

    private void move(List<String> tickets) {
        for (String ticket : tickets) {
            Path target = committed(ticket);
            Path prepared = PartNames.prepared(target);
            try {
                if (Files.exists(prepared)) {
                    Files.move(prepared, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                } else if (!Files.exists(target)) {
                    throw MillraceException.user(
                            "file-missing",
                            "File "
                                    + target
                                    + " belongs to a complete checkpoint, but it and "
                                    + prepared
                                    + " are gone");
                }
            } catch (IOException e) {
                throw MillraceException.external(
                        "write-failed", "Publishing " + target + " failed: " + e.getMessage(), e);
            }
        }
        syncFolders(tickets);
    }

    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void delete(String suffix) {
        names.leftovers(suffix).forEach(FileSinkWriter::deleteFile);
    }

    private static void deleteFile(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw MillraceException.external("write-failed", "Removing " + path + " failed: " + e.getMessage(), e);
        }
    }
}
