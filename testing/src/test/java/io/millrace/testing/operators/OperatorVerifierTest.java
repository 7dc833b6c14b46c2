package io.millrace.testing.operators;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.data.Batch;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.Columns;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.verifier.CollectedRows;
import io.millrace.dataflow.verifier.OperatorVerifier;
import io.millrace.dataflow.verifier.Script;
import io.millrace.dataflow.verifier.Script.Step;
import io.millrace.state.HeapStateBackend;
import io.millrace.testing.SimulatedStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The verifier finds what it is there to find: each operator here breaks one promise. */
final class OperatorVerifierTest {
    private static final Schema NUMBERS = Schema.of(Field.required("n", Plain.BIGINT));

    private record Spec(Supplier<Operator> made) implements OperatorSpec {
        @Override
        public Operator create() {
            return made.get();
        }

        @Override
        public int inputCount() {
            return 1;
        }

        @Override
        public List<Schema> outputs() {
            return List.of(NUMBERS);
        }

        @Override
        public String describe() {
            return "broken";
        }
    }

    private static void run(Supplier<Operator> operator) {
        List<Step> steps = new ArrayList<>();
        CollectedRows expected = new CollectedRows(1);
        for (long n = 0; n < 40; n++) {
            steps.add(Step.Row.of(1, n));
            expected.add(0, List.of(n), 1);
        }
        new OperatorVerifier(() -> new HeapStateBackend(new SimulatedStorage(1), Runnable::run))
                .verify(
                        new OperatorVerifier.Case(
                                new Spec(operator), List.of(Script.weights(NUMBERS, steps)), expected),
                        1,
                        60);
    }

    private static String complaint(Supplier<Operator> operator) {
        return String.valueOf(assertThrows(AssertionError.class, () -> run(operator)).getMessage());
    }

    private static int passOn(Batch batch, int from, Output output) {
        output.emit(batch.from(from));
        return batch.size();
    }

    @Test
    void anOperatorThatKeepsItsPromisesPasses() {
        run(() -> (input, batch, from, output) -> passOn(batch, from, output));
    }

    @Test
    void aBatchThatIsEmittedWithoutBeingRetainedIsFound() {
        complaint(() ->
                (input, batch, from, output) -> {
                    output.emit(batch);
                    return batch.size();
                });
    }

    @Test
    void aBufferThatIsNotGivenBackIsFound() {
        assertTrue(
                complaint(() ->
                                (input, batch, from, output) -> {
                                    batch.retain();
                                    return passOn(batch, from, output);
                                })
                        .contains("not given back"));
    }

    @Test
    void rowsThatWereConsumedBeforeAreNotEmittedAgain() {
        complaint(() ->
                (input, batch, from, output) -> {
                    output.emit(batch.from(0));
                    return Math.min(batch.size(), from + 1);
                });
    }

    @Test
    void anOperatorThatTakesNoHeedOfRoomIsFound() {
        // A batch of two, row by row, is no more than anybody may emit.
        assumeTrue(Batch.MAX_ROWS > 4);
        assertTrue(
                complaint(() ->
                                (input, batch, from, output) -> {
                                    for (int row = from; row < batch.size(); row++) {
                                        int[] positions = {batch.position(row)};
                                        output.emit(batch.select(positions, 1, io.millrace.data.Lease.UNPOOLED));
                                    }
                                    return batch.size();
                                })
                        .contains("without room"));
    }

    @Test
    void rowsThatAreHeldInFieldsOverABarrierAreFound() {
        complaint(HoldingBack::new);
    }

    @Test
    void aColumnThatIsTakenToBeFlatIsFound() {
        complaint(() ->
                (input, batch, from, output) -> {
                    long first = ((LongColumn) batch.column(0)).values()[batch.position(from)];
                    output.emit(Batch.of(1, Columns.of(Plain.BIGINT, first)));
                    return from + 1;
                });
    }

    @Test
    void weightsThatAreLostAreFound() {
        assertTrue(
                complaint(() ->
                                (input, batch, from, output) -> {
                                    Batch rows = batch.from(from);
                                    output.emit(
                                            Batch.of(
                                                    rows.size(),
                                                    Columns.gather(
                                                            rows.column(0),
                                                            positions(rows),
                                                            0,
                                                            rows.size(),
                                                            io.millrace.data.BufferPool.HEAP)));
                                    rows.release();
                                    return batch.size();
                                })
                        .contains("has weight"));
    }

    private static int[] positions(Batch batch) {
        int[] positions = new int[batch.size()];
        for (int row = 0; row < positions.length; row++) {
            positions[row] = batch.position(row);
        }
        return positions;
    }

    /** Emits every batch only when the next one has come. */
    private static final class HoldingBack implements Operator {
        private final List<Batch> held = new ArrayList<>();

        @Override
        public int process(int input, Batch batch, int from, Output output) {
            held.forEach(output::emit);
            held.clear();
            held.add(batch.from(from));
            return batch.size();
        }

        @Override
        public io.millrace.dataflow.Progress endInput(int input, Output output) {
            held.forEach(output::emit);
            held.clear();
            return io.millrace.dataflow.Progress.DONE;
        }

        @Override
        public void close() {
            held.forEach(Batch::release);
            held.clear();
        }
    }
}
