package io.millrace.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFoldTest {
    @Test
    void everyByteAndTheLengthCount() {
        Set<Long> hashes = new HashSet<>();
        int made = 0;
        for (int length = 0; length <= 140; length++) {
            byte[] text = "a".repeat(length).getBytes(StandardCharsets.UTF_8);
            hashes.add(RowFold.text(RowFold.start(), text, 0, length));
            made++;
            for (int i = 0; i < length; i++) {
                text[i] ^= 1;
                hashes.add(RowFold.text(RowFold.start(), text, 0, length));
                text[i] ^= 1;
                made++;
            }
        }
        assertThat(hashes).hasSize(made);
    }

    @Test
    void aTextFoldsTheSameWhereverItLies() {
        byte[] alone = "https://www.nexmark.com/".getBytes(StandardCharsets.UTF_8);
        byte[] within = ("xyz" + "https://www.nexmark.com/" + "abc").getBytes(StandardCharsets.UTF_8);
        assertThat(RowFold.text(1, within, 3, alone.length)).isEqualTo(RowFold.text(1, alone, 0, alone.length));
    }

    @Test
    void columnsAreNotInterchangeable() {
        long one = RowFold.number(RowFold.number(RowFold.start(), 1), 2);
        long other = RowFold.number(RowFold.number(RowFold.start(), 2), 1);
        assertThat(one).isNotEqualTo(other);
        assertThat(RowFold.real(7, -0.0)).isEqualTo(RowFold.real(7, 0.0));
        assertThat(RowFold.missing(7)).isNotEqualTo(RowFold.number(7, 0));
    }

    @Test
    void whatComesAndGoesLeavesNothing() {
        SinkTotals one = new SinkTotals();
        SinkTotals other = new SinkTotals();
        one.add(17, 1);
        one.add(42, 1);
        other.add(17, -1);
        SinkTotals sum = SinkTotals.sum(List.of(one, other));
        assertThat(sum.checksum()).isEqualTo(42);
        assertThat(sum.inserts()).isEqualTo(2);
        assertThat(sum.deletes()).isEqualTo(1);
    }

    @Test
    void rowsOfAFileAreConsolidated(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("rows");
        try (RowFile rows = new RowFile(file)) {
            rows.write(-1, List.of("a", "1"));
            rows.write(1, List.of("a", "1"));
            rows.write(1, List.of("b\tc", RowFile.time(1_436_918_400_005L)));
            rows.write(1, List.of("b\tc", RowFile.time(1_436_918_400_005L)));
        }
        assertThat(RowFile.consolidate(file)).hasSize(1).containsEntry("b\\tc\t2015-07-15 00:00:00.005", 2L);
    }
}
