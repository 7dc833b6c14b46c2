package io.millrace.state;

import io.millrace.data.BufferPool;
import io.millrace.dataflow.doors.Executor;
import io.millrace.dataflow.doors.FileStorage;
import io.millrace.dataflow.state.Manifest;
import io.millrace.dataflow.state.StateBackend;
import io.millrace.dataflow.state.StateStore;
import java.util.List;

/** Makes stores in memory, whose snapshots go to one storage, written by one executor. */
public final class HeapStateBackend implements StateBackend {
    private final FileStorage storage;
    private final Executor executor;
    private final StateMemory memory;
    private final BufferPool buffers;

    /** Without a limit on memory. */
    public HeapStateBackend(FileStorage storage, Executor executor) {
        this(storage, executor, StateMemory.UNLIMITED, BufferPool.HEAP);
    }

    /**
     * @param buffers for the copies of rows on their way to a snapshot
     */
    public HeapStateBackend(FileStorage storage, Executor executor, StateMemory memory, BufferPool buffers) {
        this.storage = storage;
        this.executor = executor;
        this.memory = memory;
        this.buffers = buffers;
    }

    @Override
    public StateStore open(Instance instance, List<Manifest> restored) {
        return new HeapStateStore(
                instance,
                new StoreRestore(instance, restored, storage),
                new HeapStateStore.Surroundings(storage, executor, memory, buffers));
    }
}
