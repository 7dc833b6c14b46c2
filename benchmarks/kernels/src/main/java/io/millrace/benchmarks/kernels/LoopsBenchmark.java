package io.millrace.benchmarks.kernels;

import io.millrace.data.Batch;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.RecyclingPool;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.expression.Expression;
import io.millrace.operators.expression.Projector;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Loops that are generated for expressions: numbers, a condition, texts. */
@State(Scope.Thread)
@OperationsPerInvocation(Rows.COUNT)
public class LoopsBenchmark {
    private static final List<DataType> TYPES = List.of(Plain.BIGINT, Plain.BIGINT, DataType.STRING);
    private static final Expression PRICE = new Expression.Input(1, Plain.BIGINT);
    private static final Expression CHANNEL = new Expression.Input(2, DataType.STRING);

    private final Batch[] batches = Rows.batches(10_000);
    private final RecyclingPool pool = new RecyclingPool(64 << 20);
    private final Projector sum = projector(call("+", Plain.BIGINT, PRICE, number(42)), Optional.empty());
    private final Projector euros =
            projector(
                    call(
                            "*",
                            new DataType.Decimal(22, 3),
                            new Expression.Literal(new BigDecimal("0.908"), new DataType.Decimal(3, 3)),
                            PRICE),
                    Optional.empty());
    private final Projector some = projector(PRICE, Optional.of(call("<", Plain.BOOLEAN, PRICE, number(100_000))));
    private final Projector lower = projector(call("LOWER", DataType.STRING, CHANNEL), Optional.empty());
    private final Projector like =
            projector(
                    PRICE,
                    Optional.of(
                            call("LIKE", Plain.BOOLEAN, CHANNEL, new Expression.Literal("%-99%", DataType.STRING))));
    private int next;

    private static Projector projector(Expression projection, Optional<Expression> condition) {
        return Projector.compile(List.of(projection), condition, TYPES, SessionSettings.UTC);
    }

    private static Expression call(String name, DataType type, Expression... arguments) {
        return new Expression.Call(new Expression.Function.Named(name), List.of(arguments), type);
    }

    private static Expression number(long value) {
        return new Expression.Literal(value, Plain.BIGINT);
    }

    private int run(Projector projector) {
        next = next + 1 == batches.length ? 0 : next + 1;
        Optional<Batch> made = projector.project(batches[next], 0, pool);
        if (made.isEmpty()) {
            return 0;
        }
        int size = made.get().size();
        made.get().release();
        return size;
    }

    @Benchmark
    public int add() {
        return run(sum);
    }

    @Benchmark
    public int timesDecimal() {
        return run(euros);
    }

    @Benchmark
    public int filter() {
        return run(some);
    }

    @Benchmark
    public int lower() {
        return run(lower);
    }

    @Benchmark
    public int like() {
        return run(like);
    }
}
