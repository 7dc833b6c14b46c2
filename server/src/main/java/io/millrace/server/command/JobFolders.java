package io.millrace.server.command;

import io.millrace.data.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folders of single jobs in a folder of checkpoints: itself, or those of a script's jobs. */
final class JobFolders {
    private static final String CHECKPOINTS = "checkpoints";
    private static final String LOCK = "lock";

    private JobFolders() {}

    /** In the order of the script. */
    static List<Path> in(Path folder) {
        List<Path> found = new ArrayList<>();
        if (isOfJob(folder)) {
            found.add(folder);
        }
        children(folder).stream()
                .filter(path -> path.getFileName().toString().matches(Kept.JOB + "[0-9]+"))
                .filter(JobFolders::isOfJob)
                .sorted(
                        Comparator.comparingInt(
                                path -> Integer.parseInt(path.getFileName().toString().substring(Kept.JOB.length()))))
                .forEach(found::add);
        return found;
    }

    /** Whether a job keeps checkpoints there, or is about to. */
    private static boolean isOfJob(Path folder) {
        return Files.isDirectory(folder.resolve(CHECKPOINTS)) || Files.exists(folder.resolve(LOCK));
    }

    /** What is in a folder, sorted; nothing where it is none. */
    static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.sorted().toList();
        } catch (IOException e) {
            throw MillraceException.external("checkpoint-folder", "cannot read " + folder + ": " + e, e);
        }
    }
}
