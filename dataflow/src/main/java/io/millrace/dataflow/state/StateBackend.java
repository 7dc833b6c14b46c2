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
     * @param dealtBy by how many columns the operator's rows are dealt out: as many of the first key columns of a table
     *     (the pane apart) decide on a row's key group, or all where the table has fewer; 0 where rows are not dealt
     *     out by columns
     * @param timeToLive how long rows stay that are not changed
     */
    record Instance(String vertex, int index, int parallelism, int keyGroups, int dealtBy, TimeToLive timeToLive) {
        /** State that is never forgotten. */
        public Instance(String vertex, int index, int parallelism, int keyGroups, int dealtBy) {
            this(vertex, index, parallelism, keyGroups, dealtBy, TimeToLive.FOR_EVER);
        }
    }
}
