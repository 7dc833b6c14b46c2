package io.millrace.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchCodecTest {

    @Test
    void whatIsDecodedIsWhatWasEncoded() {
        Seeds.run(
                500,
                random -> {
                    PoisoningPool pool = new PoisoningPool();
                    RandomData data = new RandomData(random);
                    Schema schema = data.schema();
                    ByteSink sink = new ByteSink(16);
                    for (int i = random.nextInt(40); i > 0; i--) {
                        sink.writeByte(random.nextInt());
                    }
                    int first = sink.size();
                    List<RandomData.Row> rows = data.rows(schema, data.batchSize());
                    Batch batch = data.batch(schema, rows, pool);
                    BatchCodec.encode(batch, pool, sink);
                    int second = sink.size();
                    BatchCodec.encode(batch, sink);
                    batch.release();
                    pool.assertNothingLent();
                    assertThat(BatchCodec.encodedLength(sink.array(), first)).isEqualTo(second - first);
                    for (int start : new int[] {first, second}) {
                        Batch decoded = BatchCodec.decode(sink.array(), start, second - first, schema, pool);
                        assertThat(decoded.isSelected()).isFalse();
                        assertThat(RandomData.keys(decoded, schema)).isEqualTo(RandomData.keys(rows));
                        decoded.release();
                    }
                    pool.assertNothingLent();
                });
    }

    @Test
    void everyDamagedByteIsFound() {
        Seeds.run(
                20,
                random -> {
                    PoisoningPool pool = new PoisoningPool();
                    RandomData data = new RandomData(random);
                    Schema schema = data.schema();
                    ByteSink sink = new ByteSink();
                    BatchCodec.encode(
                            data.batch(schema, data.rows(schema, Math.min(20, data.batchSize())), BufferPool.HEAP),
                            sink);
                    byte[] bytes = sink.toBytes();
                    for (int i = 0; i < bytes.length; i++) {
                        byte right = bytes[i];
                        bytes[i] ^= (byte) (1 + random.nextInt(255));
                        assertCorrupt(bytes, bytes.length, schema, pool);
                        bytes[i] = right;
                        assertCorrupt(bytes, i, schema, pool);
                    }
                    pool.assertNothingLent();
                });
    }

    private static void assertCorrupt(byte[] bytes, int length, Schema schema, BufferPool pool) {
        assertThatThrownBy(() -> BatchCodec.decode(bytes, 0, length, schema, pool))
                .isInstanceOfSatisfying(MillraceException.class, e -> assertThat(e.code()).isEqualTo("corrupt-data"));
    }

    @Test
    void anotherSchemaIsRefused() {
        ByteSink sink = new ByteSink();
        BatchCodec.encode(Batch.of(1, Columns.of(DataType.Plain.INT, 1)), sink);
        assertCorrupt(sink.array(), sink.size(), Schema.of(Field.of("a", DataType.Plain.BIGINT)), BufferPool.HEAP);
        assertCorrupt(sink.array(), sink.size(), Schema.of(), BufferPool.HEAP);
    }

    @Test
    void constantsAndSmallDictionariesStayWhatTheyAre() {
        int[] indices = {0, 1, 1, 0, 0, 1};
        Column text =
                new Column.DictionaryColumn(
                        6, indices, Columns.of(DataType.STRING, "x", null), Validity.ALL, Lease.UNPOOLED);
        Column constant = Columns.constant(DataType.Plain.INT, 7, 6);
        ByteSink sink = new ByteSink();
        BatchCodec.encode(Batch.of(6, text, constant), sink);
        Schema schema = Schema.of(Field.of("t", DataType.STRING), Field.of("c", DataType.Plain.INT));
        Batch decoded = BatchCodec.decode(sink.array(), 0, sink.size(), schema, BufferPool.HEAP);
        assertThat(decoded.column(0)).isInstanceOf(Column.DictionaryColumn.class);
        assertThat(decoded.column(1)).isInstanceOf(Column.ConstantColumn.class);
    }

    /** Checkpoints are read by later versions: this form may be extended, never changed. */
    @Test
    void theFormIsTheSameForever() {
        Column numbers = Columns.of(DataType.Plain.INT, 1, null);
        Column text = Columns.of(DataType.STRING, "ab", "");
        ByteSink sink = new ByteSink();
        BatchCodec.encode(Batch.weighted(2, new Column[] {numbers, text}, new int[] {1, -1}, Lease.UNPOOLED), sink);
        assertThat(HexFormat.of().formatHex(sink.toBytes()))
                .isEqualTo(
                        "4500000002010200000002000000000101010000000000000001000000000000000001000006000200000000000000000200000000000000616201ffffffffffffffff020000a9b5bf");
    }
}
