package io.millrace.formats.parquet.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.parquet.file.RowGroup.Codecs;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PageCodecTest {
    private static final int PADDING = 16;

    @ParameterizedTest
    @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
    void bytesComeBack(Codecs codec) {
        Random random = new Random(1);
        for (int round = 0; round < 400; round++) {
            byte[] bytes = some(random, round);
            byte[] packed = PageCodec.compress(codec, bytes, bytes.length);
            byte[] target = new byte[bytes.length + (round % 2) * PADDING];
            PageCodec.decompress(codec, packed, 0, packed.length, target, bytes.length);
            assertThat(Arrays.copyOf(target, bytes.length)).as("round " + round).isEqualTo(bytes);
        }
    }

    @Test
    void repetitionsBecomeShort() {
        byte[] bytes = "flight,".repeat(10_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(PageCodec.compress(Codecs.SNAPPY, bytes, bytes.length).length).isLessThan(5_000);
        assertThat(PageCodec.compress(Codecs.LZ4_RAW, bytes, bytes.length).length).isLessThan(1_000);
    }

    @Test
    void framedBlocksAreJoined() {
        byte[] first = some(new Random(2), 300);
        byte[] second = some(new Random(3), 301);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (byte[] part : new byte[][] {first, second}) {
            byte[] block = PageCodec.compress(Codecs.LZ4_RAW, part, part.length);
            packed.writeBytes(ByteBuffer.allocate(8).putInt(part.length).putInt(block.length).array());
            packed.writeBytes(block);
        }
        byte[] target = new byte[first.length + second.length];
        PageCodec.decompress(Codecs.LZ4_FRAMED, packed.toByteArray(), 0, packed.size(), target, target.length);
        assertThat(Arrays.copyOf(target, first.length)).isEqualTo(first);
        assertThat(Arrays.copyOfRange(target, first.length, target.length)).isEqualTo(second);
    }

    /** Nothing is written past the page, whatever the bytes say. */
    @ParameterizedTest
    @EnumSource(names = {"SNAPPY", "LZ4_RAW", "ZSTD", "GZIP"})
    void damageIsSeen(Codecs codec) {
        Random random = new Random(4);
        byte[] bytes = some(random, 350);
        byte[] packed = PageCodec.compress(codec, bytes, bytes.length);
        for (int round = 0; round < 500; round++) {
            byte[] damaged = packed.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            byte[] target = new byte[bytes.length + PADDING];
            try {
                PageCodec.decompress(codec, damaged, 0, damaged.length, target, bytes.length);
            } catch (RuntimeException e) {
                assertThat(e)
                        .isInstanceOfAny(IndexOutOfBoundsException.class, io.millrace.data.MillraceException.class);
            }
        }
        byte[] target = new byte[bytes.length];
        assertThatThrownBy(() -> PageCodec.decompress(codec, packed, 0, packed.length / 2, target, bytes.length))
                .isInstanceOf(RuntimeException.class);
    }

    /** Runs, repetitions near and far, and noise. */
    private static byte[] some(Random random, int round) {
        byte[] bytes = new byte[round < 20 ? round : random.nextInt(round * round)];
        int at = 0;
        while (at < bytes.length) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(1 + random.nextInt(3000)));
            switch (random.nextInt(3)) {
                case 0 -> Arrays.fill(bytes, at, at + length, (byte) random.nextInt());
                case 1 -> {
                    int from = at == 0 ? 0 : random.nextInt(at);
                    for (int i = 0; i < length; i++) {
                        bytes[at + i] = bytes[from + i];
                    }
                }
                default -> {
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    System.arraycopy(noise, 0, bytes, at, length);
                }
            }
            at += length;
        }
        return bytes;
    }
}
