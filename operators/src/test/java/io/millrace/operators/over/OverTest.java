package io.millrace.operators.over;

import io.millrace.data.Batch;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.Schema;
import io.millrace.operators.Changes;
import io.millrace.operators.Difference;
import io.millrace.operators.Drive;
import io.millrace.operators.Flow;
import io.millrace.operators.aggregate.AggregateCall;
import io.millrace.operators.aggregate.AggregateCall.Distinctness;
import io.millrace.operators.aggregate.AggregateFunction;
import io.millrace.operators.over.OverCall.Frame;
import io.millrace.operators.rank.SortKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class OverTest {
    private static final Schema INPUT =
            Schema.of(Field.of("t", Plain.BIGINT), Field.of("k", Plain.INT), Field.of("v", Plain.BIGINT));
    private static final Schema OUTPUT =
            Schema.of(
                    Field.of("t", Plain.BIGINT),
                    Field.of("k", Plain.INT),
                    Field.of("v", Plain.BIGINT),
                    Field.of("n", Plain.BIGINT),
                    Field.of("r", Plain.BIGINT),
                    Field.of("lag", Plain.BIGINT),
                    Field.of("s", Plain.BIGINT),
                    Field.of("total", Plain.BIGINT),
                    Field.of("near", Plain.BIGINT));

    private static OverCall sum(Frame.Unit unit, long preceding) {
        return new OverCall.Framed(
                new AggregateCall(AggregateFunction.SUM, List.of(2), Distinctness.ALL, Optional.empty(), Plain.BIGINT),
                new Frame(unit, preceding));
    }

    private static final List<OverCall> CALLS =
            List.of(
                    new OverCall.Numbered(OverCall.Numbering.ROW_NUMBER),
                    new OverCall.Numbered(OverCall.Numbering.RANK),
                    new OverCall.Shifted(2, -1, List.of()),
                    sum(Frame.Unit.ROWS, 2),
                    sum(Frame.Unit.RANGE, Frame.UNBOUNDED),
                    sum(Frame.Unit.RANGE, 1));

    private static Object sum(List<List<Object>> rows) {
        List<Long> values = rows.stream().map(row -> (Long) row.get(2)).filter(Objects::nonNull).toList();
        return values.isEmpty() ? null : (Object) values.stream().mapToLong(v -> v).sum();
    }

    private static Map<List<Object>, Integer> model(List<List<Object>> rows) {
        Map<Object, List<List<Object>>> partitions = new HashMap<>();
        rows.forEach(row -> partitions.computeIfAbsent(row.get(1), k -> new ArrayList<>()).add(row));
        List<List<Object>> result = new ArrayList<>();
        partitions
                .values()
                .forEach(members -> {
                    members.sort(
                            Comparator.comparing((List<Object> row) -> (Long) row.get(0))
                                    .thenComparing(
                                            row -> (Long) row.get(2),
                                            Comparator.nullsFirst(Comparator.naturalOrder())));
                    for (int i = 0; i < members.size(); i++) {
                        List<Object> row = members.get(i);
                        long time = (Long) row.get(0);
                        List<Object> out = new ArrayList<>(row);
                        out.add(i + 1L);
                        out.add(1 + members.stream().filter(other -> (Long) other.get(0) < time).count());
                        out.add(i == 0 ? null : members.get(i - 1).get(2));
                        out.add(sum(members.subList(Math.max(0, i - 2), i + 1)));
                        out.add(sum(members.stream().filter(other -> (Long) other.get(0) <= time).toList()));
                        out.add(
                                sum(
                                        members.stream()
                                                .filter(other ->
                                                        (Long) other.get(0) <= time && (Long) other.get(0) >= time - 1)
                                                .toList()));
                        result.add(out);
                    }
                });
        return Difference.bag(result);
    }

    @Test
    void valuesAreThoseOfTheTable() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Over spec =
                    new Over(
                            Flow.weights(INPUT),
                            new Over.Within(List.of(1), List.of(SortKey.ascending(0))),
                            Over.Mode.CHANGES,
                            CALLS,
                            OUTPUT);
            Drive drive = new Drive(spec, random);
            Changes changes =
                    Changes.weighted(
                            random,
                            random.nextInt(120),
                            () ->
                                    Arrays.asList(
                                            (long) random.nextInt(8),
                                            random.nextInt(4),
                                            random.nextInt(5) == 0 ? null : (long) random.nextInt(9)));
            for (Batch batch : changes.batches(drive, INPUT)) {
                drive.feed(0, batch);
            }
            drive.end(0);
            Difference.check("seed " + seed, drive.result(), model(changes.table()));
        }
    }
}
