package io.millrace.testing;

import io.millrace.data.MillraceException;
import io.millrace.dataflow.doors.FileStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/**
 * Files in memory that fail as disks do: at the n-th call, when full, in the middle of a write; a crash drops what was
 * not published and, of what was being published in that call, keeps or drops it by seed. Any thread may call.
 */
public final class SimulatedStorage implements FileStorage {
    /** For {@link #failAt} and {@link #limit}: never. */
    public static final long NEVER = Long.MAX_VALUE;

    private final Random random;
    private final TreeMap<String, byte[]> files = new TreeMap<>();
    private final TreeMap<String, byte[]> damaged = new TreeMap<>();
    private long calls;
    private long failAt = NEVER;
    private long crashAt = NEVER;
    private boolean isDead;
    private long limit = NEVER;
    private long writtenBytes;
    private int generation;

    public SimulatedStorage(long seed) {
        this.random = new Random(seed);
    }

    /** The call with this number from now on, the first being 1, fails; those after it don't. */
    public synchronized void failAt(long call) {
        failAt = call == NEVER ? NEVER : calls + call;
    }

    /**
     * At the call with this number from now on the process dies: before it, or after it was carried out, maybe in part.
     */
    public synchronized void crashAt(long call) {
        crashAt = call == NEVER ? NEVER : calls + call;
    }

    /** How many bytes are in use. */
    public synchronized long usedBytes() {
        long bytes = 0;
        for (byte[] data : files.values()) {
            bytes += data.length;
        }
        return bytes;
    }

    /** How many bytes fit; a write beyond fails after a part of it. */
    public synchronized void limit(long bytes) {
        limit = bytes;
    }

    /** The process is gone: writers of before do nothing any more, and unpublished files are lost. */
    public synchronized void crash() {
        generation++;
        failAt = NEVER;
        crashAt = NEVER;
        limit = NEVER;
        isDead = false;
    }

    /** How many bytes were ever written. */
    public synchronized long writtenBytes() {
        return writtenBytes;
    }

    /** How many calls were made. */
    public synchronized long calls() {
        return calls;
    }

    /** Damages so many files: flips a bit, cuts them off, or loses them. {@link #repair} brings them back. */
    public synchronized void damage(int count) {
        List<String> names = withContent();
        for (int i = 0; i < count && !names.isEmpty(); i++) {
            // Older files are shared by all checkpoints; the newest description spoils the last one alone.
            List<String> described = names.stream().filter(name -> name.startsWith("checkpoints/")).toList();
            String name =
                    !described.isEmpty() && random.nextBoolean()
                            ? described.getLast()
                            : names.get(random.nextInt(names.size()));
            byte[] data = Objects.requireNonNull(files.get(name), name);
            if (damaged.putIfAbsent(name, data) != null) {
                continue;
            }
            byte[] bad = data.clone();
            switch (random.nextInt(3)) {
                case 0 -> {
                    bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                    files.put(name, bad);
                }
                case 1 -> files.put(name, Arrays.copyOf(bad, random.nextInt(bad.length)));
                default -> files.remove(name);
            }
            names = withContent();
        }
    }

    private List<String> withContent() {
        return files.entrySet().stream().filter(file -> file.getValue().length > 0).map(Map.Entry::getKey).toList();
    }

    /** Whether there is damage that nobody has met yet: a life may die before it looks. */
    public synchronized boolean isDamaged() {
        return !damaged.isEmpty();
    }

    /** The damage is there to stay. */
    public synchronized void settle() {
        damaged.clear();
    }

    /** Undoes all damage. */
    public synchronized void repair() {
        files.putAll(damaged);
        damaged.clear();
    }

    /** Another storage with the same files, where nothing goes wrong. */
    public synchronized SimulatedStorage copy() {
        SimulatedStorage copy = new SimulatedStorage(0);
        copy.files.putAll(files);
        return copy;
    }

    /** The names of all files, for a look that costs no call. */
    public synchronized List<String> names() {
        return List.copyOf(files.keySet());
    }

    @Override
    public synchronized Writer create(String name) {
        call("create " + name);
        return new SimulatedWriter(name, generation);
    }

    @Override
    public synchronized void read(String name, long position, byte[] target, int offset, int length) {
        call("read " + name);
        byte[] data = files.get(name);
        if (data == null || position + length > data.length) {
            throw failed(name + " has no " + length + " bytes at " + position);
        }
        System.arraycopy(data, (int) position, target, offset, length);
    }

    @Override
    public synchronized long size(String name) {
        call("size of " + name);
        byte[] data = files.get(name);
        return data == null ? -1 : data.length;
    }

    @Override
    public synchronized List<String> list(String folder) {
        call("list " + folder);
        List<String> names = new ArrayList<>();
        for (String name : files.keySet()) {
            if (folder.isEmpty() || name.startsWith(folder + "/")) {
                names.add(name);
            }
        }
        return names;
    }

    @Override
    public synchronized void delete(String name) {
        if (!isDead && isLast() && random.nextBoolean()) {
            files.remove(name);
        }
        call("delete " + name);
        files.remove(name);
    }

    private void call(String what) {
        calls++;
        if (calls == crashAt) {
            isDead = true;
        }
        requireAlive("call " + calls + ", " + what);
        if (calls == failAt) {
            throw failed("call " + calls + ", " + what + ", fails on purpose");
        }
    }

    /** The process dies: nothing that it still does has an effect, until {@link #crash} lets another one begin. */
    public synchronized void die() {
        isDead = true;
    }

    public synchronized boolean isDead() {
        return isDead;
    }

    /** Throws where the process is dead. */
    public synchronized void requireAlive(String where) {
        if (isDead) {
            throw new SimulatedCrash(where);
        }
    }

    /** Whether the next call goes wrong. */
    private boolean isLast() {
        return calls + 1 == failAt || calls + 1 == crashAt;
    }

    private static MillraceException failed(String what) {
        return MillraceException.external("storage-failed", what, new IOException("simulated"));
    }

    private final class SimulatedWriter implements Writer {
        private final String name;
        private final int born;
        private byte[] data = new byte[256];
        private int size;

        SimulatedWriter(String name, int born) {
            this.name = name;
            this.born = born;
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            synchronized (SimulatedStorage.this) {
                alive();
                requireAlive("write " + name);
                int fitting = (int) Math.max(0, Math.min(length, limit - usedBytes() - size));
                append(source, offset, fitting);
                if (fitting < length) {
                    throw failed("no space is left for " + name);
                }
                if (isLast()) {
                    // The write is torn.
                    size -= random.nextInt(length + 1);
                }
                call("write " + name);
            }
        }

        @Override
        public long position() {
            return size;
        }

        @Override
        public void publish() {
            synchronized (SimulatedStorage.this) {
                alive();
                requireAlive("publish " + name);
                boolean named = !isLast() || random.nextBoolean();
                if (named) {
                    files.put(name, Arrays.copyOf(data, size));
                }
                call("publish " + name);
            }
        }

        @Override
        public void close() {
            size = 0;
        }

        private void alive() {
            if (born != generation) {
                throw failed("the process that wrote " + name + " is gone");
            }
        }

        private void append(byte[] source, int offset, int length) {
            if (size + length > data.length) {
                data = Arrays.copyOf(data, Math.max(size + length, data.length * 2));
            }
            System.arraycopy(source, offset, data, size, length);
            size += length;
            writtenBytes += length;
        }
    }
}
