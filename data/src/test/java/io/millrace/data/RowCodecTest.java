package io.millrace.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowCodecTest {

    @Test
    void valuesComeBackAndEqualOnesHaveEqualBytes() {
        Seeds.run(
                300,
                random -> {
                    RandomData data = new RandomData(random);
                    DataType type = data.type();
                    List<@Nullable Object> values = data.values(type, 30);
                    Column column = data.column(type, values, BufferPool.HEAP);
                    ByteSink sink = new ByteSink();
                    byte[][] encoded = new byte[30][];
                    for (int row = 0; row < 30; row++) {
                        int start = sink.size();
                        RowCodec.encode(column, row, sink);
                        encoded[row] = Arrays.copyOfRange(sink.array(), start, sink.size());
                    }
                    ByteCursor cursor = new ByteCursor(sink.array(), 0, sink.size());
                    ColumnBuilder builder = ColumnBuilder.of(type, BufferPool.HEAP);
                    for (int row = 0; row < 30; row++) {
                        RowCodec.decode(cursor, builder);
                    }
                    assertThat(cursor.remaining()).isZero();
                    Column decoded = builder.build();
                    for (int row = 0; row < 30; row++) {
                        assertThat(RowEquality.equal(column, row, decoded, row)).isTrue();
                        for (int other = 0; other < 30; other++) {
                            assertThat(Arrays.equals(encoded[row], encoded[other]))
                                    .isEqualTo(RowEquality.equal(column, row, column, other));
                        }
                    }
                });
    }

    @Test
    void readingPastTheEndIsAnError() {
        ByteSink sink = new ByteSink();
        RowCodec.encode(Columns.of(DataType.STRING, "text"), 0, sink);
        ByteCursor cursor = new ByteCursor(sink.array(), 0, sink.size() - 1);
        assertThatThrownBy(() -> RowCodec.decode(cursor, new BytesBuilder(BufferPool.HEAP)))
                .isInstanceOf(MillraceException.class);
    }
}
