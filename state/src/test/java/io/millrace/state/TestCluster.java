package io.millrace.state;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.Cells;
import io.millrace.data.Columns;
import io.millrace.data.DataType;
import io.millrace.data.Field;
import io.millrace.data.KeyGroups;
import io.millrace.data.LongCells;
import io.millrace.data.PoisoningPool;
import io.millrace.data.RowHash;
import io.millrace.data.RowOrder;
import io.millrace.data.RowOrder.Direction;
import io.millrace.data.RowOrder.NullPlacement;
import io.millrace.data.Schema;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.Manifest;
import io.millrace.dataflow.state.MapTable;
import io.millrace.dataflow.state.MultimapTable;
import io.millrace.dataflow.state.OrderedTable;
import io.millrace.dataflow.state.PaneTable;
import io.millrace.dataflow.state.StateBackend.Instance;
import io.millrace.dataflow.state.StateStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Assertions;

/** The instances of one operator with a table of each kind, driven at random beside models of java.util. */
final class TestCluster {
    static final int GROUPS = 16;
    private static final Schema KEYS =
            Schema.of(Field.of("name", DataType.STRING), Field.of("number", DataType.Plain.INT));
    private static final Schema PANE_KEYS =
            Schema.of(Field.required("pane", DataType.Plain.BIGINT), Field.of("name", DataType.STRING));
    private static final DataType NESTED = new DataType.Array(DataType.Plain.BIGINT);
    private static final Schema VALUES =
            Schema.of(
                    Field.of("sum", DataType.Plain.BIGINT),
                    Field.of("text", DataType.STRING),
                    Field.of("list", NESTED));
    private static final Schema ROWS =
            Schema.of(
                    Field.of("a", DataType.Plain.DOUBLE),
                    Field.of("b", DataType.STRING),
                    Field.of("c", DataType.Plain.BIGINT));
    private static final Schema COUNTERS = Schema.of(Field.of("matches", DataType.Plain.BIGINT));
    private static final RowOrder ORDER =
            new RowOrder(
                    new int[] {2, 0},
                    new Direction[] {Direction.DESCENDING, Direction.ASCENDING},
                    new NullPlacement[] {NullPlacement.LAST, NullPlacement.FIRST});
    private static final int[] KEY = {0, 1};
    private static final int[] ROW = {2, 3, 4};

    /** What the tables hold, by table, key or row. */
    record Contents(
            Map<List<Object>, List<Object>> map,
            Map<List<Object>, List<Object>> panes,
            Map<List<Object>, List<Object>> own,
            Map<List<Object>, List<Object>> multimap,
            Map<List<Object>, Integer> bag,
            Map<List<Object>, Integer> ordered) {
        Contents() {
            this(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
        }

        Contents copy() {
            return new Contents(
                    new HashMap<>(map),
                    new HashMap<>(panes),
                    new HashMap<>(own),
                    new HashMap<>(multimap),
                    new HashMap<>(bag),
                    new HashMap<>(ordered));
        }
    }

    private record Tables(
            StateStore store,
            MapTable map,
            PaneTable panes,
            MapTable own,
            MultimapTable multimap,
            MultimapTable bag,
            OrderedTable ordered) {}

    private final Random random;
    private final int keys;
    private final BufferPool pool = new PoisoningPool();
    private final List<Tables> instances = new ArrayList<>();
    final Contents model;

    TestCluster(
            HeapStateBackend backend,
            int parallelism,
            List<Manifest> restored,
            Contents model,
            Random random,
            int keys) {
        this.random = random;
        this.keys = keys;
        this.model = model;
        for (int i = 0; i < parallelism; i++) {
            StateStore store = backend.open(new Instance("v", i, parallelism, GROUPS, 0), restored);
            instances.add(
                    new Tables(
                            store,
                            store.map("map", KEYS, VALUES),
                            store.panes("panes", PANE_KEYS, VALUES),
                            store.ownMap("own", KEYS, VALUES),
                            store.multimap("multimap", KEYS, ROWS, COUNTERS),
                            store.bag("bag", KEYS, ROWS, Schema.of()),
                            store.ordered("ordered", KEYS, ROWS, ORDER)));
        }
    }

    void step() {
        switch (random.nextInt(11)) {
            case 0, 1 -> putAll(KEYS, model.map, Kind.MAP);
            case 2, 3 -> putAll(PANE_KEYS, model.panes, Kind.PANES);
            case 4 -> addMultimap(3);
            case 5 -> addMultimap(1000);
            case 6, 7 -> addOrdered();
            case 8 -> removeSome();
            case 9 -> putAll(KEYS, model.own, Kind.OWN);
            case 10 -> addBag();
            default -> throw new AssertionError();
        }
    }

    /** Freezes all instances. */
    List<StateStore.PendingSnapshot> freeze(long checkpoint) {
        List<StateStore.PendingSnapshot> snapshots = new ArrayList<>();
        for (Tables tables : instances) {
            snapshots.add(tables.store.freeze(checkpoint));
        }
        return snapshots;
    }

    /** Freezes all instances, which are done. */
    List<StateStore.PendingSnapshot> freezeLast(long checkpoint) {
        return instances.stream().map(tables -> tables.store.freezeLast(checkpoint)).toList();
    }

    /** Copies out some rows; returns whether all are. */
    static boolean advance(List<StateStore.PendingSnapshot> snapshots, int rows) {
        boolean done = true;
        for (StateStore.PendingSnapshot snapshot : snapshots) {
            done &= snapshot.advance(rows) == Progress.DONE;
        }
        return done;
    }

    Contents contents() {
        Contents contents = new Contents();
        for (Tables tables : instances) {
            read(tables.map, KEYS, contents.map);
            read(tables.panes, PANE_KEYS, contents.panes);
            read(tables.own, KEYS, contents.own);
            int[] slots = new int[7];
            for (int start = 0, n; (n = tables.multimap.list(start, slots)) > 0; start = slots[n - 1] + 1) {
                for (int i = 0; i < n; i++) {
                    List<Object> row = multimapRow(tables.multimap, slots[i]);
                    List<Object> rest =
                            TestRows.row(new Cells[] {tables.multimap.counter(0)}, COUNTERS.types(), slots[i]);
                    rest.add(tables.multimap.weight(slots[i]));
                    Assertions.assertNull(contents.multimap.put(row, rest));
                }
            }
            for (int start = 0, n; (n = tables.bag.list(start, slots)) > 0; start = slots[n - 1] + 1) {
                for (int i = 0; i < n; i++) {
                    Assertions.assertNull(
                            contents.bag.put(multimapRow(tables.bag, slots[i]), tables.bag.weight(slots[i])));
                }
            }
            for (int start = 0, n; (n = tables.ordered.list(start, slots)) > 0; start = slots[n - 1] + 1) {
                for (int i = 0; i < n; i++) {
                    contents.ordered.put(orderedRow(tables.ordered, slots[i]), tables.ordered.weight(slots[i]));
                }
            }
        }
        return contents;
    }

    void check(String where) {
        check(where, model, contents());
        for (Tables tables : instances) {
            checkPanes(tables.panes);
        }
    }

    static void check(String where, Contents expected, Contents found) {
        same(where + ": map", expected.map, found.map);
        same(where + ": panes", expected.panes, found.panes);
        same(where + ": own", expected.own, found.own);
        same(where + ": multimap", expected.multimap, found.multimap);
        same(where + ": bag", expected.bag, found.bag);
        same(where + ": ordered", expected.ordered, found.ordered);
    }

    private static <V> void same(String where, Map<List<Object>, V> expected, Map<List<Object>, V> found) {
        if (!expected.equals(found)) {
            Map<List<Object>, V> missing = new HashMap<>(expected);
            missing.entrySet().removeAll(found.entrySet());
            Map<List<Object>, V> surplus = new HashMap<>(found);
            surplus.entrySet().removeAll(expected.entrySet());
            Assertions.fail(where + " lacks " + missing + " and has " + surplus);
        }
    }

    private enum Kind {
        MAP,
        PANES,
        OWN
    }

    private void putAll(Schema schema, Map<List<Object>, List<Object>> expected, Kind kind) {
        List<List<Object>> rows = new ArrayList<>();
        int count = 1 + random.nextInt(Batch.MAX_ROWS < 10 ? Batch.MAX_ROWS : 40);
        for (int i = 0; i < count; i++) {
            rows.add(kind == Kind.PANES ? TestRows.list((long) random.nextInt(20) * 100, name()) : key());
        }
        int owner = random.nextInt(instances.size());
        for (List<List<Object>> part :
                kind == Kind.OWN ? List.of(ownKeys(rows, owner)) : route(rows, kind == Kind.PANES ? 1 : 0)) {
            if (part.isEmpty()) {
                continue;
            }
            Tables tables = instances.get(kind == Kind.OWN ? owner : instance(part.get(0), kind == Kind.PANES ? 1 : 0));
            MapTable table = kind == Kind.MAP ? tables.map : kind == Kind.PANES ? tables.panes : tables.own;
            Batch batch = TestRows.batch(schema, part, new int[0], pool, random);
            int[] slots = new int[part.size()];
            table.find(batch, new int[] {0, 1}, 0, part.size(), slots);
            for (int i = 0; i < part.size(); i++) {
                Assertions.assertEquals(expected.containsKey(part.get(i)), slots[i] >= 0, "find " + part.get(i));
            }
            table.findOrAdd(batch, new int[] {0, 1}, 0, part.size(), slots);
            batch.release();
            for (int i = 0; i < part.size(); i++) {
                List<Object> values = TestRows.list(random.nextLong(100), text(), nested());
                write(table, slots[i], values);
                expected.put(part.get(i), values);
            }
        }
    }

    /** Keys that no other instance has: an instance's own rows are distinct. */
    private List<List<Object>> ownKeys(List<List<Object>> rows, int owner) {
        List<List<Object>> free = new ArrayList<>();
        for (List<Object> row : rows) {
            Batch batch = TestRows.batch(KEYS, List.of(row), new int[0], BufferPool.HEAP, random);
            boolean taken = false;
            for (int i = 0; i < instances.size(); i++) {
                int[] slots = new int[1];
                instances.get(i).own.find(batch, KEY, 0, 1, slots);
                taken |= i != owner && slots[0] >= 0;
            }
            if (!taken) {
                free.add(row);
            }
        }
        return free;
    }

    private void addMultimap(int distinct) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(Math.min(30, Batch.MAX_ROWS)); i++) {
            List<Object> row = random.nextInt(3) == 0 ? TestRows.list("hot", 1) : key();
            row.addAll(TestRows.list(1.0 * random.nextInt(3), text(), random.nextLong(distinct)));
            rows.add(row);
        }
        for (List<List<Object>> part : route(rows, 0)) {
            if (part.isEmpty()) {
                continue;
            }
            MultimapTable table = instances.get(instance(part.get(0), 0)).multimap;
            int[] weights = weights(part.size());
            Batch batch = TestRows.batch(joined(), part, weights, pool, random);
            int[] slots = new int[part.size()];
            table.add(batch, KEY, ROW, 0, part.size(), slots);
            for (int i = 0; i < part.size(); i++) {
                int weight = weights[i];
                List<Object> before = model.multimap.remove(part.get(i));
                int sum = weight + (before == null ? 0 : (int) before.get(1));
                if (sum != 0) {
                    model.multimap.put(part.get(i), TestRows.list(before == null ? null : before.get(0), sum));
                }
            }
            for (int i = 0; i < part.size(); i++) {
                if (slots[i] >= 0) {
                    Assertions.assertEquals(part.get(i), multimapRow(table, slots[i]));
                    table.touch(slots[i]);
                    long matches = random.nextLong(100);
                    ((LongCells) table.counter(0)).set(slots[i], matches);
                    model.multimap.get(part.get(i)).set(0, matches);
                } else if (i == part.lastIndexOf(part.get(i))) {
                    Assertions.assertFalse(model.multimap.containsKey(part.get(i)));
                }
            }
            int[] firsts = new int[part.size()];
            table.find(batch, KEY, 0, part.size(), firsts);
            batch.release();
            checkChain(table, part.get(0).subList(0, 2), firsts[0]);
        }
    }

    /** Adds rows that differ in their last column, and takes away some of those under the first key. */
    private void addBag() {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(Math.min(30, Batch.MAX_ROWS)); i++) {
            List<Object> row = random.nextInt(3) == 0 ? TestRows.list("hot", 1) : key();
            row.addAll(TestRows.list(1.0 * random.nextInt(3), text(), random.nextLong()));
            rows.add(row);
        }
        for (List<List<Object>> part : route(rows, 0)) {
            if (part.isEmpty()) {
                continue;
            }
            MultimapTable table = instances.get(instance(part.get(0), 0)).bag;
            int[] weights = weights(part.size());
            Batch batch = TestRows.batch(joined(), part, weights, pool, random);
            int[] slots = new int[part.size()];
            table.add(batch, KEY, ROW, 0, part.size(), slots);
            for (int i = 0; i < part.size(); i++) {
                model.bag.put(part.get(i), weights[i]);
                Assertions.assertEquals(part.get(i), multimapRow(table, slots[i]));
            }
            table.find(batch, KEY, 0, part.size(), slots);
            batch.release();
            List<Object> key = part.get(0).subList(0, 2);
            Map<List<Object>, Integer> found = new HashMap<>();
            int last = -1;
            for (int slot = slots[0]; slot >= 0; slot = table.next(slot)) {
                found.put(multimapRow(table, slot), table.weight(slot));
                last = slot;
            }
            Map<List<Object>, Integer> expected = new HashMap<>(model.bag);
            expected.keySet().removeIf(row -> !row.subList(0, 2).equals(key));
            Assertions.assertEquals(expected, found);
            if (random.nextInt(8) == 0) {
                table.removeKey(slots[0]);
                model.bag.keySet().removeAll(found.keySet());
            } else if (random.nextBoolean()) {
                model.bag.remove(multimapRow(table, last));
                table.remove(last);
            }
        }
    }

    private void addOrdered() {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(Math.min(30, Batch.MAX_ROWS)); i++) {
            List<Object> row = random.nextInt(3) == 0 ? TestRows.list("hot", 1) : key();
            row.addAll(
                    TestRows.list(
                            1.0 * random.nextInt(3), text(), random.nextInt(9) == 0 ? null : random.nextLong(400)));
            rows.add(row);
        }
        for (List<List<Object>> part : route(rows, 0)) {
            if (part.isEmpty()) {
                continue;
            }
            OrderedTable table = instances.get(instance(part.get(0), 0)).ordered;
            int[] weights = weights(part.size());
            Batch batch = TestRows.batch(joined(), part, weights, pool, random);
            int[] handles = new int[part.size()];
            table.add(batch, KEY, ROW, 0, part.size(), handles);
            for (int i = 0; i < part.size(); i++) {
                int sum = weights[i] + model.ordered.getOrDefault(part.get(i), 0);
                if (sum != 0) {
                    model.ordered.put(part.get(i), sum);
                } else {
                    model.ordered.remove(part.get(i));
                }
            }
            checkRun(table, part.get(0).subList(0, 2), handles[0], batch);
            if (table.count(handles[0]) > 0 && random.nextInt(4) == 0) {
                int first = random.nextBoolean() ? table.first(handles[0]) : table.last(handles[0]);
                model.ordered.remove(orderedRow(table, first));
                table.remove(first);
                checkRun(table, part.get(0).subList(0, 2), handles[0], batch);
            }
            batch.release();
        }
    }

    /** The run of a key is what the model has of it, in order, both ways, and a ceiling is where a scan finds it. */
    private void checkRun(OrderedTable table, List<Object> key, int handle, Batch batch) {
        TreeMap<String, Integer> expected = new TreeMap<>();
        model.ordered.forEach((row, weight) -> {
            if (row.subList(0, 2).equals(key)) {
                expected.put(row.toString(), weight);
            }
        });
        TreeMap<String, Integer> found = new TreeMap<>();
        int previous = -1;
        int ceiling = -1;
        int[] sort = {4, 2};
        Batch wanted = batch.project(new int[] {4, 2});
        int position = batch.position(0);
        for (int slot = table.first(handle); slot >= 0; slot = table.next(slot)) {
            Assertions.assertEquals(previous, table.previous(slot));
            List<Object> row = orderedRow(table, slot);
            found.put(row.toString(), table.weight(slot));
            if (previous >= 0) {
                Assertions.assertTrue(compare(orderedRow(table, previous), row) <= 0);
            }
            Batch held = TestRows.batch(joined(), List.of(row), new int[0], BufferPool.HEAP, random);
            RowOrder order =
                    new RowOrder(
                            new int[] {0, 1},
                            new Direction[] {Direction.DESCENDING, Direction.ASCENDING},
                            new NullPlacement[] {NullPlacement.LAST, NullPlacement.FIRST});
            if (ceiling < 0 && order.compare(held.project(sort), held.position(0), wanted, position) >= 0) {
                ceiling = slot;
            }
            previous = slot;
        }
        wanted.release();
        Assertions.assertEquals(previous, table.last(handle));
        Assertions.assertEquals(expected, found);
        Assertions.assertEquals(found.size(), table.count(handle));
        Assertions.assertEquals(ceiling, table.ceiling(handle, batch, sort, position));
    }

    private static int compare(List<Object> left, List<Object> right) {
        Long a = (Long) left.get(4);
        Long b = (Long) right.get(4);
        if (a == null || b == null) {
            return Boolean.compare(a == null, b == null);
        }
        int order = b.compareTo(a);
        return order != 0 ? order : ((Double) left.get(2)).compareTo((Double) right.get(2));
    }

    private void checkChain(MultimapTable table, List<Object> key, int first) {
        Map<List<Object>, Integer> found = new HashMap<>();
        for (int slot = first; slot >= 0; slot = table.next(slot)) {
            found.put(multimapRow(table, slot), table.weight(slot));
        }
        Map<List<Object>, Integer> expected = new HashMap<>();
        model.multimap.forEach((row, rest) -> {
            if (row.subList(0, 2).equals(key)) {
                expected.put(row, (Integer) rest.get(1));
            }
        });
        Assertions.assertEquals(expected, found);
    }

    private void checkPanes(PaneTable table) {
        int seen = 0;
        int[] slots = new int[5];
        for (long pane = table.firstPane(); pane != Long.MAX_VALUE; pane = table.nextPane(pane)) {
            for (int start = 0, n; (n = table.listPane(pane, start, slots)) > 0; start += n) {
                seen += n;
                for (int i = 0; i < n; i++) {
                    Assertions.assertEquals(pane, ((LongCells) table.key(0)).get(slots[i]));
                }
            }
        }
        Assertions.assertEquals(table.size(), seen);
    }

    private void removeSome() {
        for (Tables tables : instances) {
            int[] slots = new int[1 + random.nextInt(20)];
            int n = tables.map.list(random.nextInt(50), slots);
            for (int i = 0; i < n; i++) {
                model.map.remove(TestRows.row(cells(tables.map, 2, 0), KEYS.types(), slots[i]));
                tables.map.remove(slots[i]);
            }
            if (random.nextInt(3) == 0) {
                n = tables.own.list(0, slots);
                for (int i = 0; i < n / 2; i++) {
                    model.own.remove(TestRows.row(cells(tables.own, 2, 0), KEYS.types(), slots[i]));
                    tables.own.remove(slots[i]);
                }
            }
            n = tables.multimap.list(random.nextInt(50), slots);
            for (int i = 0; i < n; i++) {
                model.multimap.remove(multimapRow(tables.multimap, slots[i]));
                tables.multimap.remove(slots[i]);
            }
            n = tables.bag.list(random.nextInt(50), slots);
            for (int i = 0; i < n; i++) {
                model.bag.remove(multimapRow(tables.bag, slots[i]));
                tables.bag.remove(slots[i]);
            }
        }
        for (Tables tables : instances) {
            long pane = random.nextInt(20) * 100L;
            if (random.nextBoolean()) {
                pane = tables.panes.firstPane();
            }
            int[] slots = new int[10_000];
            int n;
            for (int start = 0; (n = tables.panes.listPane(pane, start, slots)) > 0; start += n) {
                for (int i = 0; i < n; i++) {
                    model.panes.remove(TestRows.row(cells(tables.panes, 2, 0), PANE_KEYS.types(), slots[i]));
                }
            }
            tables.panes.removePane(pane);
            n = Math.min(2, tables.panes.list(random.nextInt(10), slots));
            for (int i = 0; i < n; i++) {
                model.panes.remove(TestRows.row(cells(tables.panes, 2, 0), PANE_KEYS.types(), slots[i]));
                tables.panes.remove(slots[i]);
            }
        }
    }

    private static void read(MapTable table, Schema keySchema, Map<List<Object>, List<Object>> into) {
        int[] slots = new int[7];
        for (int start = 0, n; (n = table.list(start, slots)) > 0; start = slots[n - 1] + 1) {
            for (int i = 0; i < n; i++) {
                List<Object> key = TestRows.row(cells(table, keySchema.size(), 0), keySchema.types(), slots[i]);
                List<Object> values = TestRows.row(cells(table, 0, VALUES.size()), VALUES.types(), slots[i]);
                Assertions.assertNull(into.put(key, values), () -> "twice: " + key);
            }
        }
    }

    private static Cells[] cells(MapTable table, int keyCount, int valueCount) {
        Cells[] cells = new Cells[keyCount + valueCount];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = keyCount > 0 ? table.key(i) : table.value(i);
        }
        return cells;
    }

    private static void write(MapTable table, int slot, List<Object> values) {
        for (int i = 0; i < values.size(); i++) {
            table.value(i).set(slot, Columns.of(VALUES.type(i), values.get(i)), 0);
        }
    }

    private static List<Object> multimapRow(MultimapTable table, int slot) {
        return TestRows.row(
                new Cells[] {table.key(0), table.key(1), table.row(0), table.row(1), table.row(2)},
                joined().types(),
                slot);
    }

    private static List<Object> orderedRow(OrderedTable table, int slot) {
        return TestRows.row(
                new Cells[] {table.key(0), table.key(1), table.row(0), table.row(1), table.row(2)},
                joined().types(),
                slot);
    }

    private static Schema joined() {
        List<Field> fields = new ArrayList<>(KEYS.fields());
        fields.addAll(ROWS.fields());
        return new Schema(fields);
    }

    private List<List<List<Object>>> route(List<List<Object>> rows, int firstColumn) {
        List<List<List<Object>>> parts = new ArrayList<>();
        for (int i = 0; i < instances.size(); i++) {
            parts.add(new ArrayList<>());
        }
        for (List<Object> row : rows) {
            parts.get(instance(row, firstColumn)).add(row);
        }
        return parts;
    }

    private int instance(List<Object> row, int firstColumn) {
        Schema schema = firstColumn == 0 ? KEYS : Schema.of(Field.of("name", DataType.STRING));
        Batch batch =
                TestRows.batch(
                        schema,
                        List.of(row.subList(firstColumn, firstColumn + schema.size())),
                        new int[0],
                        BufferPool.HEAP,
                        random);
        long hash = RowHash.hash(batch, TableShape.range(0, schema.size()), batch.position(0));
        return KeyGroups.task(KeyGroups.of(hash, GROUPS), GROUPS, instances.size());
    }

    private List<Object> key() {
        return TestRows.list(name(), random.nextInt(9) == 0 ? null : random.nextInt(3));
    }

    private Object name() {
        int number = random.nextInt(keys);
        return number == 0 ? null : "k".repeat(number % 20) + number;
    }

    private Object text() {
        return random.nextInt(7) == 0 ? null : "t".repeat(random.nextInt(30) == 0 ? 3000 : random.nextInt(10));
    }

    private Object nested() {
        return random.nextInt(5) == 0 ? null : List.of(random.nextLong(5), random.nextLong(5));
    }

    private int[] weights(int count) {
        int[] weights = new int[count];
        for (int i = 0; i < count; i++) {
            weights[i] = random.nextInt(3) == 0 ? -1 - random.nextInt(2) : 1 + random.nextInt(3);
        }
        return weights;
    }
}
