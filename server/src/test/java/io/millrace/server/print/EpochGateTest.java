package io.millrace.server.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.data.Batch;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpochGateTest {
    private final List<String> shown = new ArrayList<>();
    private final EpochGate gate =
            new EpochGate(
                    2,
                    portion ->
                            shown.add(
                                    ((Portion.Rows) portion)
                                            .batches().stream()
                                                    .map(batch -> Columns.value(batch.column(0), DataType.STRING, 0))
                                                    .toList()
                                                    .toString()));

    @Test
    void anEpochIsShownWhenEveryInstanceHasCommittedIt() {
        gate.reach(0, 1, rows("a1"));
        assertThat(shown).isEmpty();
        gate.reach(0, 2, rows("a2"));
        gate.reach(1, 1, rows("b1"));
        assertThat(shown).containsExactly("[a1, b1]");
        gate.reach(1, 2, rows("b2"));
        assertThat(shown).containsExactly("[a1, b1]", "[a2, b2]");
    }

    @Test
    void anInstanceThatHasEndedHoldsNobodyBack() {
        gate.reach(0, EpochGate.END, rows("a"));
        gate.reach(1, 1, rows("b1"));
        gate.reach(1, 2, rows("b2"));
        gate.reach(1, EpochGate.END, rows("b3"));
        assertThat(shown).containsExactly("[a, b1]", "[b2]", "[b3]");
    }

    private static List<Batch> rows(String name) {
        return List.of(Batch.of(1, Columns.of(DataType.STRING, name)));
    }
}
