package io.millrace.testing;

/** The process dies here. Nothing catches it but the simulation. */
public final class SimulatedCrash extends Error {
    private static final long serialVersionUID = 1L;

    public SimulatedCrash(String where) {
        super(where, null, false, false);
    }
}
