package io.millrace.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
    record Scalars(
            boolean yes,
            char separator,
            byte one,
            short two,
            int three,
            long four,
            float five,
            double six,
            BigDecimal seven,
            String text,
            Path path,
            ZoneId zone,
            Kind kind) {}

    record Nested(List<Object> list, Set<String> set, Map<String, Long> map, Optional<Scalars> some, Optional<Long> none) {}

    enum Kind {
        ONE,
        OTHER
    }

    @Test
    void everyKindOfValueComesBack() {
        Scalars scalars =
                new Scalars(
                        true,
                        '\t',
                        (byte) -1,
                        (short) 2,
                        3,
                        Long.MIN_VALUE,
                        1.5f,
                        Double.NaN,
                        new BigDecimal("1.20"),
                        "\"text\" ü",
                        Path.of("a/b"),
                        ZoneId.of("Europe/Berlin"),
                        Kind.OTHER);
        Nested nested =
                new Nested(
                        List.of("a", 1, 2L, 'c'),
                        Set.of("x"),
                        Map.of("k", 7L),
                        Optional.of(scalars),
                        Optional.empty());
        assertThat(RecordCodec.decode(RecordCodec.encode(nested), Nested.class)).isEqualTo(nested);
    }
}
