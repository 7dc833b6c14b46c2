package io.millrace.operators.expression.function;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Digests and other ways to write bytes as text. */
public final class Encodings {
    private static final byte[] HEX_SMALL = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX_LARGE = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private Encodings() {}

    /** A digest in use. */
    public static final class Digest {
        private final MessageDigest digest;
        private final byte[] hash;

        public Digest(String algorithm) {
            try {
                digest = MessageDigest.getInstance(algorithm);
            } catch (NoSuchAlgorithmException e) {
                throw Errors.badArgument(algorithm, "this JDK does not have it");
            }
            hash = new byte[digest.getDigestLength()];
        }
    }

    /** The digest of these bytes in hexadecimal digits. */
    public static void digest(Slice bytes, Digest digest, SliceBuilder result) {
        digest.digest.update(bytes.data, bytes.start, bytes.size());
        try {
            digest.digest.digest(digest.hash, 0, digest.hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
        hex(digest.hash, 0, digest.hash.length, HEX_SMALL, result);
    }

    private static void hex(byte[] bytes, int from, int to, byte[] digits, SliceBuilder result) {
        result.clear();
        byte[] target = result.reserve(2 * (to - from));
        int at = 0;
        for (int i = from; i < to; i++) {
            target[at++] = digits[bytes[i] >> 4 & 15];
            target[at++] = digits[bytes[i] & 15];
        }
        result.end = at;
    }

    public static void hex(Slice bytes, SliceBuilder result) {
        hex(bytes.data, bytes.start, bytes.end, HEX_LARGE, result);
    }

    public static void hex(long value, SliceBuilder result) {
        result.clear();
        result.append(Long.toHexString(value).toUpperCase(java.util.Locale.ROOT));
    }

    public static boolean unhex(Slice text, SliceBuilder result) {
        result.clear();
        int at = text.start;
        if (text.size() % 2 != 0) {
            int digit = Character.digit(text.data[at++], 16);
            if (digit < 0) {
                return false;
            }
            result.append((byte) digit);
        }
        for (; at < text.end; at += 2) {
            int high = Character.digit(text.data[at], 16);
            int low = Character.digit(text.data[at + 1], 16);
            if (high < 0 || low < 0) {
                return false;
            }
            result.append((byte) (high << 4 | low));
        }
        return true;
    }

    public static void bin(long value, SliceBuilder result) {
        result.clear();
        result.append(Long.toBinaryString(value));
    }

    public static void toBase64(Slice bytes, SliceBuilder result) {
        byte[] encoded = Base64.getEncoder().encode(bytes.copy());
        result.set(encoded, 0, encoded.length);
    }

    /** Missing where it is no Base64. */
    public static boolean fromBase64(Slice text, SliceBuilder result) {
        try {
            byte[] decoded = Base64.getDecoder().decode(text.copy());
            result.set(decoded, 0, decoded.length);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    public static void urlEncode(Slice text, SliceBuilder result) {
        result.clear();
        result.append(URLEncoder.encode(text.toString(), StandardCharsets.UTF_8));
    }

    public static boolean urlDecode(Slice text, SliceBuilder result) {
        try {
            result.clear();
            result.append(URLDecoder.decode(text.toString(), StandardCharsets.UTF_8));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    public static void encode(Slice text, Slice charset, SliceBuilder result) {
        byte[] encoded = text.toString().getBytes(charset("ENCODE", charset));
        result.set(encoded, 0, encoded.length);
    }

    public static void decode(Slice bytes, Slice charset, SliceBuilder result) {
        result.clear();
        result.append(new String(bytes.data, bytes.start, bytes.size(), charset("DECODE", charset)));
    }

    private static Charset charset(String function, Slice name) {
        try {
            return Charset.forName(name.toString());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw Errors.badArgument(function, "there is no character set '" + name + "'");
        }
    }
}
