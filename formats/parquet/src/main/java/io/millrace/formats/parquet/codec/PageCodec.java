package io.millrace.formats.parquet.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.millrace.data.MillraceException;
import io.millrace.formats.parquet.file.Damage;
import io.millrace.formats.parquet.file.RowGroup.Codecs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Unpacks and packs the bytes of a page. */
public final class PageCodec {
    private static final int ZSTD_LEVEL = 3;

    private PageCodec() {}

    /** Unpacks bytes into the first {@code length} of an array, all of them. */
    public static void decompress(Codecs codec, byte[] source, int from, int to, byte[] target, int length) {
        switch (codec) {
            case UNCOMPRESSED -> {
                if (to - from != length) {
                    throw Damage.of("a page has " + (to - from) + " bytes where " + length + " are expected");
                }
                System.arraycopy(source, from, target, 0, length);
            }
            case SNAPPY -> Snappy.decompress(source, from, to, target, length);
            case GZIP -> gunzip(source, from, to, target, length);
            case LZ4_RAW -> Lz4.decompress(source, from, to, target, 0, length);
            case LZ4_FRAMED -> Lz4.decompressFramed(source, from, to, target, length);
            case ZSTD -> unzstd(source, from, to, target, length);
            case LZO, BROTLI ->
                    throw Damage.unsupported(
                            "is compressed with "
                                    + codec
                                    + ", which is not read. Write it with SNAPPY, ZSTD, GZIP or LZ4_RAW");
        }
    }

    /** The bytes packed, in an array of their length. */
    public static byte[] compress(Codecs codec, byte[] source, int length) {
        return switch (codec) {
            case UNCOMPRESSED -> Arrays.copyOf(source, length);
            case SNAPPY -> {
                byte[] target = new byte[Snappy.bound(length)];
                yield Arrays.copyOf(target, Snappy.compress(source, 0, length, target));
            }
            case GZIP -> gzip(source, length);
            case LZ4_RAW -> {
                byte[] target = new byte[Lz4.bound(length)];
                yield Arrays.copyOf(target, Lz4.compress(source, 0, length, target));
            }
            case ZSTD -> {
                byte[] target = new byte[Math.toIntExact(Zstd.compressBound(length))];
                long packed = Zstd.compressByteArray(target, 0, target.length, source, 0, length, ZSTD_LEVEL);
                yield Arrays.copyOf(target, Math.toIntExact(packed));
            }
            case LZO, BROTLI, LZ4_FRAMED -> throw MillraceException.internal("pages are not written with " + codec);
        };
    }

    private static void gunzip(byte[] source, int from, int to, byte[] target, int length) {
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(source, from, to - from), 1 << 13)) {
            int read = stream.readNBytes(target, 0, length);
            if (read != length || stream.read() >= 0) {
                throw Damage.of("a page does not unpack to " + length + " bytes");
            }
        } catch (IOException e) {
            throw Damage.of("a page cannot be unpacked: " + e.getMessage());
        }
    }

    private static byte[] gzip(byte[] source, int length) {
        ByteArrayOutputStream target = new ByteArrayOutputStream(length / 2 + 64);
        try (GZIPOutputStream stream = new GZIPOutputStream(target)) {
            stream.write(source, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target.toByteArray();
    }

    private static void unzstd(byte[] source, int from, int to, byte[] target, int length) {
        try {
            long unpacked = Zstd.decompressByteArray(target, 0, length, source, from, to - from);
            if (unpacked != length) {
                throw Damage.of("a page unpacks to " + unpacked + " bytes where " + length + " are expected");
            }
        } catch (ZstdException e) {
            throw Damage.of("a page cannot be unpacked: " + e.getMessage());
        }
    }
}
