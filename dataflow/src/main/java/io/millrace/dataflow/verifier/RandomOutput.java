package io.millrace.dataflow.verifier;

import io.millrace.data.Batch;
import io.millrace.data.Schema;
import io.millrace.dataflow.Output;
import java.util.List;
import java.util.Random;

/** An output whose room comes and goes; watches that an operator stops where there is none. */
final class RandomOutput implements Output {
    /** What an operator may still emit without room in one call: a batch, and what belongs to the rows in it. */
    private static final int WITHOUT_ROOM = 4;

    private final List<Schema> schemas;
    private final Random random;
    private final int roomy;
    private CollectedRows into;
    private boolean room;
    private boolean forced;
    private boolean wasFull;
    private int emitted;
    private int withoutRoom;

    RandomOutput(List<Schema> schemas, Random random) {
        this.schemas = schemas;
        this.random = random;
        int[] odds = {1, 2, 5, 1_000_000};
        this.roomy = odds[random.nextInt(4)];
        this.into = new CollectedRows(schemas.size());
    }

    /** A call begins; whether there is room. */
    boolean begin(CollectedRows collected) {
        into = collected;
        forced = false;
        room = random.nextInt(roomy + 1) > 0 || random.nextInt(4) > 0;
        wasFull = !room;
        emitted = 0;
        withoutRoom = 0;
        return room;
    }

    /** A barrier is next: there is always room. */
    void force(CollectedRows collected) {
        into = collected;
        forced = true;
        room = true;
    }

    int emitted() {
        return emitted;
    }

    boolean hadRoomThroughout() {
        return !wasFull;
    }

    @Override
    public void emit(int port, Batch batch) {
        if (batch.size() < 1 || batch.size() > Batch.MAX_ROWS) {
            throw new AssertionError("a batch of " + batch.size() + " rows was emitted");
        }
        if (batch.columnCount() != schemas.get(port).size()) {
            throw new AssertionError("a batch of " + batch.columnCount() + " columns was emitted");
        }
        into.add(port, schemas.get(port), batch);
        batch.release();
        emitted++;
        if (!room && ++withoutRoom > WITHOUT_ROOM * schemas.size()) {
            throw new AssertionError(withoutRoom + " batches were emitted in one call without room");
        }
        if (!forced && random.nextInt(roomy) == 0) {
            room = false;
            wasFull = true;
        }
    }

    @Override
    public boolean room() {
        return room;
    }
}
