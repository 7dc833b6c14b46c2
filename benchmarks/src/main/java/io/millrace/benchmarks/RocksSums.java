package io.millrace.benchmarks;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Sums in RocksDB, with the same memory: a quarter for rows that were just written, the rest for blocks that were read,
 * their indexes and filters. Nothing is logged, for the files are as fleeting as those of the tables.
 */
final class RocksSums implements StateSpillBenchmark.Sums {
    private final Statistics statistics = new Statistics();
    private final LRUCache cache;
    private final Options options;
    private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
    private final RocksDB database;
    private final List<byte[]> keys = new ArrayList<>();
    private final long[] sorted = new long[StateSpillBenchmark.ROWS];

    RocksSums(Path folder, long budget) throws Exception {
        Files.createDirectories(folder);
        RocksDB.loadLibrary();
        this.cache = new LRUCache(budget * 3 / 4);
        this.options =
                new Options()
                        .setCreateIfMissing(true)
                        .setStatistics(statistics)
                        .setWriteBufferSize(budget / 8)
                        .setMaxWriteBufferNumber(2)
                        .setTargetFileSizeBase(budget / 8)
                        .setMaxBytesForLevelBase(budget / 2)
                        .setTableFormatConfig(
                                new BlockBasedTableConfig()
                                        .setBlockCache(cache)
                                        .setCacheIndexAndFilterBlocks(true)
                                        .setFilterPolicy(new BloomFilter(10)));
        this.database = RocksDB.open(options, folder.toString());
        for (int i = 0; i < StateSpillBenchmark.ROWS; i++) {
            keys.add(new byte[Long.BYTES]);
        }
    }

    @Override
    public void add(long[] batch) throws Exception {
        // Equal keys of a batch are added up at once, as an operator would.
        System.arraycopy(batch, 0, sorted, 0, sorted.length);
        Arrays.sort(sorted);
        int distinct = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                ByteBuffer.wrap(keys.get(distinct++)).putLong(0, sorted[i]);
            }
        }
        List<byte[]> wanted = keys.subList(0, distinct);
        List<byte[]> found = database.multiGetAsList(wanted);
        try (WriteBatch changes = new WriteBatch()) {
            int at = 0;
            for (int key = 0; key < distinct; key++) {
                int first = at;
                while (at < sorted.length && sorted[at] == sorted[first]) {
                    at++;
                }
                byte[] value =
                        found.get(key) == null ? new byte[StateSpillBenchmark.VALUES * Long.BYTES] : found.get(key);
                ByteBuffer sums = ByteBuffer.wrap(value);
                for (int sum = 0; sum < StateSpillBenchmark.VALUES; sum++) {
                    sums.putLong(sum * Long.BYTES, sums.getLong(sum * Long.BYTES) + at - first);
                }
                changes.put(wanted.get(key), value);
            }
            database.write(unlogged, changes);
        }
    }

    @Override
    public String cost() {
        long written =
                statistics.getTickerCount(TickerType.COMPACT_WRITE_BYTES)
                        + statistics.getTickerCount(TickerType.FLUSH_WRITE_BYTES);
        return String.format("%,d MB in its cache, %,d MB written", cache.getUsage() >> 20, written >> 20);
    }

    @Override
    public void close() {
        database.close();
        options.close();
        unlogged.close();
        cache.close();
        statistics.close();
    }
}
