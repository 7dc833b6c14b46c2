package io.millrace.server.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.dataflow.graph.JobGraph.Edge;
import io.millrace.dataflow.graph.JobGraph.Exchange;
import io.millrace.dataflow.graph.JobGraph.Spread;
import io.millrace.dataflow.graph.JobGraph.Vertex;
import io.millrace.operators.calc.Calc;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LineagesTest {

    /** A chain of these operators for each list of ids. */
    private static JobGraph graph(List<List<String>> chains) {
        List<Vertex> vertices = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        for (List<String> chain : chains) {
            for (int i = 0; i < chain.size(); i++) {
                vertices.add(new Vertex(chain.get(i), Calc.identity(Schema.of()), Spread.PARALLEL));
                if (i > 0) {
                    int to = vertices.size() - 1;
                    edges.add(new Edge(to - 1, 0, to, 0, new Exchange.Forward(), Changes.APPEND));
                }
            }
        }
        return new JobGraph("a plan", vertices, edges, SessionSettings.UTC);
    }

    @Test
    void idsTellLineagesApart() {
        assertThat(Lineages.of("scan-orders")).isZero();
        assertThat(Lineages.of("calc-2")).isZero();
        assertThat(Lineages.of("calc-backfill3")).isEqualTo(3);
        assertThat(Lineages.of("calc-backfill3-2")).isEqualTo(3);
        Set<String> taken = new HashSet<>(Set.of("calc", "calc-backfill1"));
        assertThat(new Lineages.Ids(taken, 0).unused("calc")).isEqualTo("calc-2");
        assertThat(new Lineages.Ids(taken, 1).unused("calc")).isEqualTo("calc-backfill1-2");
    }

    @Test
    void partsBesideEachOtherComeApartAgain() {
        JobGraph first = graph(List.of(List.of("a", "b"), List.of("c")));
        JobGraph second = graph(List.of(List.of("a-backfill1", "b-backfill1", "d-backfill1")));
        JobGraph both = Lineages.beside(first, List.of(first, second));
        assertThat(Lineages.numbers(both)).containsExactly(0, 1);
        assertThat(Lineages.lineage(both, 0)).isEqualTo(first);
        assertThat(Lineages.lineage(both, 1)).isEqualTo(second);
        assertThat(Lineages.sinks(both)).containsExactly(1, 2, 5);
        assertThat(Lineages.upstream(both, 5).stream().boxed().toList()).containsExactly(3, 4, 5);
    }

    @Test
    void jobWithSeveralLineagesHasNoEpochs() {
        Evolution.requireOneLineage(graph(List.of(List.of("a", "b"))));
        assertThatThrownBy(() -> Evolution.requireOneLineage(graph(List.of(List.of("a"), List.of("a-backfill1")))))
                .isInstanceOf(MillraceException.class)
                .extracting(e -> ((MillraceException) e).code())
                .isEqualTo("epoch-with-backfill");
    }
}
