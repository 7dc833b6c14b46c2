package io.millrace.server.command;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.server.engine.CheckpointFolder;
import io.millrace.server.evolution.Allowed;
import io.millrace.server.evolution.Evolution;
import io.millrace.server.evolution.EvolutionText;
import io.millrace.server.print.Screen;
import io.millrace.state.LocalFileStorage;
import java.nio.file.Path;
import java.util.List;

/** Tells which state of the checkpoints in a folder a plan would find. Takes no lock: a job may be running. */
final class StateText {
    private StateText() {}

    static String of(Path folder, JobGraph planned, Allowed allowed, Screen screen) {
        LocalFileStorage storage = new LocalFileStorage(folder);
        List<CheckpointMetadata> all =
                CheckpointFolder.over(folder, storage).all(warning -> screen.tell("note: " + warning));
        if (all.isEmpty()) {
            return "State\n  there is no checkpoint in " + folder + ": all state begins empty\n";
        }
        CheckpointMetadata last = all.getLast();
        String from = "checkpoint " + last.origin().id() + " of " + Kept.moment(last.origin().timeMillis());
        if (Kept.isSame(last.graph(), planned)) {
            return "State, from "
                    + from
                    + "\n  all of it: the script is the same, and goes on with the plan stored there\n";
        }
        return "State, from "
                + from
                + ", of another script\n"
                + EvolutionText.of(Evolution.of(last, planned, storage, allowed));
    }
}
