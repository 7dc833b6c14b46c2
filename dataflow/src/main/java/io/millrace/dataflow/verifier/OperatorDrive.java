package io.millrace.dataflow.verifier;

import io.millrace.data.Batch;
import io.millrace.data.PoisoningPool;
import io.millrace.dataflow.FlushReason;
import io.millrace.dataflow.InputSet;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.StateBackend;
import io.millrace.dataflow.verifier.Script.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One run of an operator to the end of its inputs. Belongs to one thread. */
final class OperatorDrive {
    /** A call that so often has nothing to show for it hangs. */
    private static final int PATIENCE = 10_000;

    private final OperatorVerifier.Case verified;
    private final Random random;
    private final PoisoningPool buffers = new PoisoningPool();
    private final EncodedBatches batches;
    private final List<List<Step>> steps = new ArrayList<>();
    private final int batchRows;
    private final int crashOneIn;
    private final RandomOutput output;
    private final OperatorHost host;
    private final List<String> history = new ArrayList<>();
    private Position position;
    private Position durable;
    private @Nullable Batch inHand;
    private boolean isFlushed;

    /** How far the inputs are read, and what is under way. */
    record Position(List<Integer> next, List<Long> watermarks, InputSet ended, Owed owed, CollectedRows emitted) {}

    /** The call that must be repeated before anything else. */
    sealed interface Owed {
        record Nothing() implements Owed {}

        record Rows(int input, List<Step.Row> rows) implements Owed {}

        record Watermark(int input, long time) implements Owed {}

        record End(int input) implements Owed {}

        record Flush() implements Owed {}

        record Timer(long time) implements Owed {}

        Nothing NOTHING = new Nothing();
    }

    OperatorDrive(OperatorVerifier.Case verified, StateBackend backend, long seed) {
        this.verified = verified;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.batches = new EncodedBatches(buffers, random);
        verified.scripts().forEach(script -> steps.add(script.varied(random)));
        int[] sizes = {1, Batch.MAX_ROWS, 1 + random.nextInt(20)};
        this.batchRows = Math.min(Batch.MAX_ROWS, sizes[random.nextInt(3)]);
        int[] crashes = {Integer.MAX_VALUE, 200, 20, 3};
        this.crashOneIn = crashes[random.nextInt(4)];
        this.output = new RandomOutput(verified.spec().outputs(), random);
        this.host = new OperatorHost(verified.spec(), backend, buffers, output);
        List<Integer> next = new ArrayList<>();
        List<Long> watermarks = new ArrayList<>();
        for (int input = 0; input < steps.size(); input++) {
            next.add(0);
            watermarks.add(OperatorContext.NO_WATERMARK);
        }
        this.position =
                new Position(
                        next,
                        watermarks,
                        InputSet.NONE,
                        Owed.NOTHING,
                        new CollectedRows(verified.spec().outputs().size()));
        this.durable = position;
    }

    /** What was emitted. */
    CollectedRows run() {
        host.open(heard());
        int idle = 0;
        while (!isDone()) {
            if (random.nextInt(crashOneIn) == 0) {
                interrupt();
            }
            Position before = position;
            boolean hadRoom = output.begin(position.emitted());
            call();
            boolean progressed =
                    !before.owed().equals(position.owed())
                            || !before.next().equals(position.next())
                            || output.emitted() > 0;
            idle = progressed || !hadRoom ? idle : idle + 1;
            if (idle > PATIENCE) {
                throw new AssertionError("called " + idle + " times without progress: " + position.owed());
            }
            host.advanceSnapshot(random.nextInt(20));
        }
        letGo();
        host.close();
        buffers.assertNothingLent();
        return position.emitted();
    }

    private boolean isDone() {
        return position.owed() instanceof Owed.Nothing && allEnded() && isFlushed;
    }

    private boolean allEnded() {
        for (int input = 0; input < steps.size(); input++) {
            if (!position.ended().contains(input)) {
                return false;
            }
        }
        return true;
    }

    /** Takes a snapshot, or goes back to the last one with another instance. */
    private void interrupt() {
        switch (random.nextInt(3)) {
            case 0 -> snapshot();
            case 1 -> {
                snapshot();
                crash();
            }
            default -> {
                if (host.completeSnapshot()) {
                    crash();
                }
            }
        }
    }

    private void snapshot() {
        history.add("snapshot at " + position.next() + " " + position.owed());
        output.force(position.emitted());
        host.snapshot(random);
        durable =
                new Position(
                        List.copyOf(position.next()),
                        List.copyOf(position.watermarks()),
                        position.ended(),
                        position.owed(),
                        position.emitted().copy());
    }

    private void crash() {
        if (!host.completeSnapshot()) {
            return;
        }
        history.add("restore " + durable.next() + " " + durable.owed());
        letGo();
        position =
                new Position(
                        durable.next(),
                        durable.watermarks(),
                        durable.ended(),
                        durable.owed(),
                        durable.emitted().copy());
        isFlushed = false;
        output.force(position.emitted());
        host.restore(heard(), random.nextInt(3) == 0 ? 2 + random.nextInt(3) : 1);
        if (position.owed() instanceof Owed.Nothing
                && !position.ended().equals(InputSet.NONE)
                && random.nextBoolean()) {
            owe(new Owed.End(Long.numberOfTrailingZeros(position.ended().bits()))); // Harmless after a restore.
        }
    }

    private OperatorHost.Heard heard() {
        return new OperatorHost.Heard(watermark(), position.ended());
    }

    private long watermark() {
        long least = OperatorContext.END_OF_TIME;
        for (int input = 0; input < steps.size(); input++) {
            if (!position.ended().contains(input)) {
                least = Math.min(least, position.watermarks().get(input));
            }
        }
        return least;
    }

    /** One call of the operator. */
    private void call() {
        switch (position.owed()) {
            case Owed.Nothing nothing -> begin();
            case Owed.Rows rows -> process(rows);
            case Owed.Watermark watermark -> {
                // A restore in the middle of the call comes back to before it, as the runtime passes on what is done.
                List<Long> before = position.watermarks();
                List<Long> watermarks = new ArrayList<>(before);
                watermarks.set(watermark.input(), Math.max(watermark.time(), watermarks.get(watermark.input())));
                hear(watermarks);
                host.heard(heard());
                if (!settle(host.operator().onWatermark(watermark.input(), watermark.time(), output))) {
                    hear(before);
                }
            }
            case Owed.End end -> {
                if (settle(host.operator().endInput(end.input(), output))) {
                    InputSet ended = new InputSet(position.ended().bits() | 1L << end.input());
                    position =
                            new Position(
                                    position.next(), position.watermarks(), ended, position.owed(), position.emitted());
                    host.heard(heard());
                }
            }
            case Owed.Flush flush -> {
                if (settle(host.operator().flush(FlushReason.IDLE, output))) {
                    isFlushed = allEnded();
                }
            }
            case Owed.Timer timer -> settle(host.operator().onTimer(timer.time(), output));
        }
    }

    private boolean settle(Progress progress) {
        if (progress == Progress.DONE) {
            owe(Owed.NOTHING);
        }
        return progress == Progress.DONE;
    }

    private void hear(List<Long> watermarks) {
        position = new Position(position.next(), watermarks, position.ended(), position.owed(), position.emitted());
    }

    private void owe(Owed owed) {
        position = new Position(position.next(), position.watermarks(), position.ended(), owed, position.emitted());
    }

    /** Chooses what comes next. */
    private void begin() {
        if (allEnded() || random.nextInt(10) == 0) {
            owe(new Owed.Flush());
            return;
        }
        if (host.wakeAt() != Long.MAX_VALUE && random.nextInt(4) == 0) {
            owe(new Owed.Timer(host.wake()));
            return;
        }
        InputSet selected = host.operator().select();
        List<Integer> readable = new ArrayList<>();
        for (int input = 0; input < steps.size(); input++) {
            if (selected.contains(input) && !position.ended().contains(input)) {
                readable.add(input);
            }
        }
        if (readable.isEmpty()) {
            throw new AssertionError(
                    "it selects none of the inputs that have not ended: " + selected + ", ended " + position.ended());
        }
        int input = readable.get(random.nextInt(readable.size()));
        int next = position.next().get(input);
        if (next == steps.get(input).size()) {
            owe(new Owed.End(input));
        } else if (steps.get(input).get(next) instanceof Step.Watermark watermark) {
            advance(input, 1);
            owe(new Owed.Watermark(input, watermark.time()));
        } else {
            List<Step.Row> rows = new ArrayList<>();
            while (rows.size() < batchRows
                    && next + rows.size() < steps.get(input).size()
                    && steps.get(input).get(next + rows.size()) instanceof Step.Row row) {
                rows.add(row);
            }
            advance(input, rows.size());
            owe(new Owed.Rows(input, rows));
        }
    }

    private void advance(int input, int by) {
        List<Integer> next = new ArrayList<>(position.next());
        next.set(input, next.get(input) + by);
        position = new Position(next, position.watermarks(), position.ended(), position.owed(), position.emitted());
    }

    /** The batch stays in hand until all of its rows are consumed; {@code rows} are those that are left of it. */
    private void process(Owed.Rows rows) {
        Batch batch = inHand;
        if (batch == null) {
            batch = batches.batch(verified.scripts().get(rows.input()).schema(), rows.rows());
            inHand = batch;
        }
        int from = batch.size() - rows.rows().size();
        int reached = host.operator().process(rows.input(), batch, from, output);
        if (reached < from || reached > batch.size()) {
            throw new AssertionError("row " + from + " of " + batch.size() + " led to row " + reached);
        }
        if (reached == batch.size()) {
            letGo();
            owe(Owed.NOTHING);
        } else if (output.hadRoomThroughout()) {
            throw new AssertionError(
                    "it stopped at row " + reached + " of " + batch.size() + " although there was room");
        } else {
            owe(new Owed.Rows(rows.input(), rows.rows().subList(reached - from, rows.rows().size())));
        }
    }

    private void letGo() {
        if (inHand != null) {
            inHand.release();
            inHand = null;
        }
    }

    @Override
    public String toString() {
        List<String> last = history.subList(Math.max(0, history.size() - 6), history.size());
        return "batches of "
                + batchRows
                + " rows, at "
                + position.next()
                + " of "
                + steps.stream().map(List::size).toList()
                + ", "
                + last;
    }
}
