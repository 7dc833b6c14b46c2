package io.millrace.dataflow.verifier;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.state.StateBackend;
import java.util.List;
import java.util.function.Supplier;

/**
 * Drives an operator through what a runtime may do to it, by seed, and compares what it emits, consolidated, with what a model says:
 * batches of one row, of all rows and cut anywhere; every encoding of a column; rows that are not selected; every order of inputs
 * that the operator's {@code select} permits; weights split at random and deletions before insertions; no room at any moment;
 * flushes at any moment; a snapshot between any two calls, taken while processing goes on, and another instance that goes on from
 * it, state having been dealt out to several instances in between. Released batches are overwritten with garbage, and what is not
 * given back is found.
 *
 * <p>A failure names the seed; {@link #verifySeed} repeats it.
 */
public final class OperatorVerifier {
    private final Supplier<StateBackend> backends;

    /** @param backends makes a backend with nothing in it, which writes snapshots at once */
    public OperatorVerifier(Supplier<StateBackend> backends) {
        this.backends = backends;
    }

    /**
     * An operator with what it is given, and what it should emit in the end.
     *
     * @param scripts one for each input
     */
    public record Case(OperatorSpec spec, List<Script> scripts, CollectedRows expected) {
        public Case {
            scripts = List.copyOf(scripts);
            if (scripts.size() != spec.inputCount()) {
                throw MillraceException.internal(spec.inputCount() + " inputs need as many scripts");
            }
        }
    }

    /** Verifies with so many seeds. */
    public void verify(Case verified, long firstSeed, int seeds) {
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            verifySeed(verified, seed);
        }
    }

    /** Verifies with one seed. */
    public void verifySeed(Case verified, long seed) {
        OperatorDrive drive = new OperatorDrive(verified, backends.get(), seed);
        try {
            String difference = drive.run().difference(verified.expected());
            if (!difference.isEmpty()) {
                throw new AssertionError(difference);
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    verified.spec().describe() + " failed with seed " + seed + ": " + e.getMessage() + "\nhistory: " + drive,
                    e);
        }
    }
}
