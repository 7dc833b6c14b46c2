package io.millrace.server.engine;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.doors.FileStorage;
import io.millrace.state.LocalFileStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How one process asks another, which runs a job, for a savepoint: a file {@code requests/ID.savepoint} in the folder
 * of checkpoints names where it should go; {@code ID.done} or {@code ID.failed} answers. The process that runs the job
 * looks for such files a few times a second, on a thread of its own, takes a checkpoint, and copies it.
 */
public final class SavepointRequests implements AutoCloseable {
    private static final String FOLDER = "requests";
    private static final String ASKED = ".savepoint";
    private static final String DONE = ".done";
    private static final String FAILED = ".failed";
    private static final long LOOK_MILLIS = 200;
    private static final long POLL_MILLIS = 10;

    private final CheckpointFolder folder;
    private final CheckpointWriter writer;
    private final Runnable takeCheckpoint;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::look, "millrace-savepoints");

    /** {@code takeCheckpoint} asks the job for one; any thread. */
    SavepointRequests(CheckpointFolder folder, CheckpointWriter writer, Runnable takeCheckpoint) {
        this.folder = folder;
        this.writer = writer;
        this.takeCheckpoint = takeCheckpoint;
        thread.setDaemon(true);
        thread.start();
    }

    /** Asks the process that runs a job for a savepoint; gives the number of the request. */
    public static String ask(Path folder, Path target) {
        String id = Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX) + "-" + JobNames.next();
        write(new LocalFileStorage(folder), FOLDER + "/" + id + ASKED, target.toAbsolutePath().toString());
        return id;
    }

    /** The answer to a request, once it has come; an error where it is one. */
    public static boolean isAnswered(Path folder, String id) {
        FileStorage storage = new LocalFileStorage(folder);
        String failed = FOLDER + "/" + id + FAILED;
        if (storage.size(failed) >= 0) {
            String reason = read(storage, failed);
            withdraw(folder, id);
            throw MillraceException.external("savepoint-failed", reason, new IllegalStateException(reason));
        }
        boolean done = storage.size(FOLDER + "/" + id + DONE) >= 0;
        if (done) {
            withdraw(folder, id);
        }
        return done;
    }

    /** Removes a request and its answer. */
    public static void withdraw(Path folder, String id) {
        for (String end : List.of(ASKED, DONE, FAILED)) {
            new LocalFileStorage(folder).delete(FOLDER + "/" + id + end);
        }
    }

    /** Copies a checkpoint to a folder of its own, which must be new or empty. */
    public static void copy(CheckpointMetadata checkpoint, CheckpointFolder from, Path target) {
        try {
            if (Files.exists(target) && (!Files.isDirectory(target) || !isEmpty(target))) {
                throw MillraceException.user(
                        "savepoint-exists", target + " is there already: name a folder that is new or empty");
            }
            Files.createDirectories(target);
        } catch (IOException e) {
            throw MillraceException.external("savepoint-failed", "cannot make " + target + ": " + e, e);
        }
        CheckpointFolder.over(target, new LocalFileStorage(target)).becomeSavepoint(checkpoint, from);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }

    private void look() {
        try {
            while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                answerAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answerAll() throws InterruptedException {
        if (!Files.isDirectory(folder.path().resolve(FOLDER))) {
            return;
        }
        for (String name : folder.storage().list(FOLDER)) {
            if (name.endsWith(ASKED)) {
                answer(name);
            }
        }
    }

    private void answer(String request) throws InterruptedException {
        String answer = request.substring(0, request.length() - ASKED.length());
        try {
            Path target = Path.of(read(folder.storage(), request));
            Optional<CheckpointMetadata> taken = fresh();
            if (taken.isEmpty()) {
                return; // The job has ended; whoever asked copies its last checkpoint.
            }
            try {
                copy(taken.get(), folder, target);
            } finally {
                writer.unpin(taken.get());
            }
            folder.storage().delete(request);
            write(folder.storage(), answer + DONE, "");
        } catch (MillraceException e) {
            folder.storage().delete(request);
            write(folder.storage(), answer + FAILED, String.valueOf(e.getMessage()));
        }
    }

    /** A checkpoint that began after now; empty where the job ends first. */
    private Optional<CheckpointMetadata> fresh() throws InterruptedException {
        long before = writer.lastStored();
        takeCheckpoint.run();
        while (!closed.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            Optional<CheckpointMetadata> last = writer.pin();
            if (last.isPresent() && last.get().origin().id() > before) {
                return last;
            }
            last.ifPresent(writer::unpin);
        }
        return Optional.empty();
    }

    private static void write(FileStorage storage, String name, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (FileStorage.Writer file = storage.create(name)) {
            file.write(bytes, 0, bytes.length);
            file.publish();
        }
    }

    private static String read(FileStorage storage, String name) {
        byte[] bytes = new byte[(int) Math.max(0, storage.size(name))];
        storage.read(name, 0, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
