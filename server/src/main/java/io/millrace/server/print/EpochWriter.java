package io.millrace.server.print;

import io.millrace.data.Batch;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.sink.SinkWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps the rows of one instance until their epoch is complete. A ticket is a barrier's number. Belongs to one worker's
 * thread.
 */
final class EpochWriter implements SinkWriter {
    private final EpochGate gate;
    private final int index;
    private final Map<Long, List<Batch>> prepared = new TreeMap<>();
    private List<Batch> open = new ArrayList<>();
    private long bytes;

    EpochWriter(EpochGate gate, int index) {
        this.gate = gate;
        this.index = index;
    }

    /** What an earlier process had prepared went with it. */
    @Override
    public void recover(List<String> tickets) {}

    @Override
    public void write(Batch batch, int from) {
        if (from < batch.size()) {
            bytes += batch.heldBytes();
            if (bytes > CurrentRows.MOST_BYTES) {
                throw CurrentRows.tooLarge(CurrentRows.MOST_BYTES);
            }
            open.add(batch.from(from));
        }
    }

    @Override
    public List<String> prepare(long barrier) {
        prepared.put(barrier, open);
        open = new ArrayList<>();
        bytes = 0;
        return List.of(Long.toString(barrier));
    }

    @Override
    public void commit(List<String> tickets) {
        if (tickets.isEmpty()) {
            return;
        }
        long reached = 0;
        List<Batch> batches = new ArrayList<>();
        for (String ticket : tickets) {
            long barrier = Long.parseLong(ticket);
            List<Batch> part = prepared.remove(barrier);
            if (part != null) {
                batches.addAll(part);
            }
            reached = Math.max(reached, barrier);
        }
        gate.reach(index, reached == Operator.END_OF_JOB ? EpochGate.END : reached, batches);
    }

    @Override
    public void close() {
        prepared.values().forEach(part -> part.forEach(Batch::release));
        prepared.clear();
        open.forEach(Batch::release);
        open = new ArrayList<>();
    }
}
