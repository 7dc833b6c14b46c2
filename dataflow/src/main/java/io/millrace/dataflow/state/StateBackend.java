package io.millrace.dataflow.state;

import java.util.List;

/** Makes the stores of operator instances. Any thread may call. */
public interface StateBackend {

    /**
     * A store for the instance of an operator that owns these key groups, holding what is of them in the given
     * snapshots: those of all former instances, at whatever parallelism they were taken.
     */
    StateStore open(Instance instance, List<Manifest> restored);

    /**
     * Which instance.
     *
     * @param vertex the id of the vertex
     * @param keyGroups how many key groups the job has
     */
    record Instance(String vertex, int index, int parallelism, int keyGroups) {}
}
