package io.millrace.benchmarks.expression;

import io.millrace.data.Batch;
import io.millrace.data.Column;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Lease;
import io.millrace.data.Validity;
import io.millrace.dataflow.expression.Expression;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** The expressions that are measured, and the batch that they are measured over. */
final class Cases {
    static final int ROWS = 4096;
    static final List<DataType> TYPES =
            List.of(Plain.INT, Plain.INT, Plain.BIGINT, Plain.DOUBLE, DataType.STRING, Plain.BIGINT);

    static final int[] A = new int[ROWS];
    static final int[] B = new int[ROWS];
    static final long[] PRICE = new long[ROWS];
    static final double[] AMOUNT = new double[ROWS];
    static final int[] OFFSETS = new int[ROWS + 1];
    static final byte[] DATA = new byte[ROWS * 32];
    static final long[] OTHER = new long[ROWS];

    static {
        SplittableRandom random = new SplittableRandom(7);
        String[] words = {"alpha", "beta", "gamma", "delta", "channel_id=", "www.nexmark.com/", "item", "query"};
        for (int i = 0; i < ROWS; i++) {
            A[i] = random.nextInt(20);
            B[i] = random.nextInt(10);
            PRICE[i] = random.nextLong(1_000_000);
            AMOUNT[i] = random.nextDouble() * 1000;
            OTHER[i] = random.nextLong(1_000_000);
            byte[] text = (words[random.nextInt(8)] + words[random.nextInt(8)]).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(text, 0, DATA, OFFSETS[i], text.length);
            OFFSETS[i + 1] = OFFSETS[i] + text.length;
        }
    }

    /** One case: the expressions, and the other ways to evaluate them. */
    record Case(
            String name,
            List<Expression> projections,
            Optional<Expression> condition,
            ExpressionBenchmark.Way byHand,
            Optional<ExpressionBenchmark.Way> kernels,
            Optional<ExpressionBenchmark.Way> janino) {
        Batch input() {
            return Cases.input();
        }
    }

    private Cases() {}

    static Batch input() {
        long[] all = Validity.ALL;
        Lease none = Lease.UNPOOLED;
        return Batch.of(
                ROWS,
                new Column.IntColumn(ROWS, A, all, none),
                new Column.IntColumn(ROWS, B, all, none),
                new Column.LongColumn(ROWS, PRICE, all, none),
                new Column.DoubleColumn(ROWS, AMOUNT, all, none),
                new Column.BytesColumn(ROWS, OFFSETS, DATA, all, none),
                new Column.LongColumn(ROWS, OTHER, all, none));
    }

    private static Expression column(int index) {
        return new Expression.Input(index, TYPES.get(index));
    }

    private static Expression literal(Object value, DataType type) {
        return new Expression.Literal(value, type);
    }

    private static Expression call(String name, DataType type, Expression... arguments) {
        return new Expression.Call(new Expression.Function.Named(name), List.of(arguments), type);
    }

    /** An expression that no other process has compiled before, for measuring the first use. */
    static List<Expression> fresh(int number) {
        return List.of(call("*", Plain.DOUBLE, column(3), literal(1.5 + number, Plain.DOUBLE)));
    }

    static List<Case> all() {
        return java.util.stream.Stream.of(arithmetic(), conditions(), texts()).flatMap(List::stream).toList();
    }

    private static List<Case> arithmetic() {
        Expression a = column(0);
        Expression b = column(1);
        Expression price = column(2);
        Expression amount = column(3);
        Expression other = column(5);
        DataType rate = new DataType.Decimal(3, 3);
        return List.of(
                new Case(
                        "amount * 0.908, 2 passed through",
                        List.of(a, b, call("*", Plain.DOUBLE, amount, literal(0.908, Plain.DOUBLE))),
                        Optional.empty(),
                        Loops::timesByHand,
                        Optional.empty(),
                        Optional.of(JaninoLoops.times())),
                new Case(
                        "price * 0.908 as DECIMAL(22, 3)",
                        List.of(call("*", new DataType.Decimal(22, 3), price, literal(new BigDecimal("0.908"), rate))),
                        Optional.empty(),
                        Loops::decimalByHand,
                        Optional.empty(),
                        Optional.empty()),
                new Case(
                        "(price + other) * 3 - price, checked",
                        List.of(
                                call(
                                        "-",
                                        Plain.BIGINT,
                                        call(
                                                "*",
                                                Plain.BIGINT,
                                                call("+", Plain.BIGINT, price, other),
                                                literal(3L, Plain.BIGINT)),
                                        price)),
                        Optional.empty(),
                        Loops::sumByHand,
                        Optional.of(Loops::sumByKernels),
                        Optional.of(JaninoLoops.sum())));
    }

    private static List<Case> conditions() {
        Expression a = column(0);
        Expression b = column(1);
        Expression price = column(2);
        Expression chain =
                call(
                        "CASE",
                        Plain.INT,
                        call("<", Plain.BOOLEAN, a, literal(5, Plain.INT)),
                        literal(1, Plain.INT),
                        call("<", Plain.BOOLEAN, a, literal(10, Plain.INT)),
                        literal(2, Plain.INT),
                        call("<", Plain.BOOLEAN, a, literal(15, Plain.INT)),
                        b,
                        literal(4, Plain.INT));
        return List.of(
                new Case(
                        "WHERE a = 7",
                        List.of(a, price),
                        Optional.of(call("=", Plain.BOOLEAN, a, literal(7, Plain.INT))),
                        Loops::equalByHand,
                        Optional.empty(),
                        Optional.empty()),
                new Case(
                        "WHERE a > 10 AND b < 5",
                        List.of(a, price),
                        Optional.of(
                                call(
                                        "AND",
                                        Plain.BOOLEAN,
                                        call(">", Plain.BOOLEAN, a, literal(10, Plain.INT)),
                                        call("<", Plain.BOOLEAN, b, literal(5, Plain.INT)))),
                        Loops::bothByHand,
                        Optional.of(Loops::bothByKernels),
                        Optional.of(JaninoLoops.both())),
                new Case(
                        "CASE of 4 branches",
                        List.of(chain),
                        Optional.empty(),
                        Loops::chainByHand,
                        Optional.of(Loops::chainByKernels),
                        Optional.empty()));
    }

    private static List<Case> texts() {
        Expression a = column(0);
        Expression text = column(4);
        return List.of(
                new Case(
                        "WHERE text LIKE '%nexmark%'",
                        List.of(a),
                        Optional.of(call("LIKE", Plain.BOOLEAN, text, literal("%nexmark%", DataType.STRING))),
                        Loops::likeByHand,
                        Optional.empty(),
                        Optional.empty()),
                new Case(
                        "UPPER(text)",
                        List.of(call("UPPER", DataType.STRING, text)),
                        Optional.empty(),
                        Loops::upperByHand,
                        Optional.empty(),
                        Optional.empty()),
                new Case(
                        "SPLIT_INDEX(text, '.', 1)",
                        List.of(
                                call(
                                        "SPLIT_INDEX",
                                        DataType.STRING,
                                        text,
                                        literal(".", DataType.STRING),
                                        literal(1, Plain.INT))),
                        Optional.empty(),
                        Loops::upperByHand,
                        Optional.empty(),
                        Optional.empty()));
    }
}
