package io.millrace.testing.operators;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A few seeds of each operator; {@code OperatorCases} runs as many as one likes, and the one that a failure names. */
final class OperatorsTest {
    private static final int DATA_SETS = 6;
    private static final int SEEDS = 8;

    @ParameterizedTest
    @MethodSource("names")
    void anOperatorGivesWhatAModelSaysHoweverItIsDriven(String name) {
        OperatorCases.verify(name, Long.getLong("millrace.seed", 1L), DATA_SETS, SEEDS);
    }

    static Stream<String> names() {
        return OperatorCases.all().keySet().stream();
    }
}
