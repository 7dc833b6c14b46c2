package io.millrace.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryFileTest {
    private static final int LAST_QUERY = 22;

    @Test
    void everySinkFoldsAndTheEventsAreTheEnginesOwn() throws IOException {
        for (int query = 0; query <= LAST_QUERY; query++) {
            List<String> statements = QueryFile.statements(examples(), "q" + query);
            assertThat(statements.getLast()).startsWith("INSERT INTO nexmark_q" + query);
            assertThat(statements.get(statements.size() - 2))
                    .startsWith("CREATE TABLE nexmark_q" + query + " (")
                    .endsWith(") WITH ('connector' = 'fold')")
                    .doesNotContain("PARTITIONED");
            assertThat(statements).hasSize(query == 12 ? 3 : 2);
        }
    }

    @Test
    void theSideInputInMemoryIsTheOneInTheFile() throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> values = SideInput.values();
        for (int key = 0; key < values.size(); key++) {
            lines.add(key + "," + values.get(key));
        }
        assertThat(Files.readAllLines(examples().resolve("data/side_input.csv"))).isEqualTo(lines);
    }

    private static Path examples() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(here.resolve("examples/nexmark"))) {
            here = here.getParent();
        }
        return here.resolve("examples/nexmark");
    }
}
