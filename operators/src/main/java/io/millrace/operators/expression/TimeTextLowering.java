package io.millrace.operators.expression;

import io.millrace.data.DataType;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.expression.Expression.Cast.OnFailure;
import io.millrace.operators.expression.function.BatchTime;
import io.millrace.operators.expression.function.TimePattern;
import io.millrace.operators.expression.function.Times;
import java.util.ArrayList;
import java.util.List;

/** Functions between times and text or numbers: DATE_FORMAT, TO_TIMESTAMP and their like. */
final class TimeTextLowering {
    private static final String USUAL = "yyyy-MM-dd HH:mm:ss";
    private static final long MICROS_PER_SECOND = 1_000_000L;

    private final Lowering lowering;
    private final CastLowering casts;

    TimeTextLowering(Lowering lowering) {
        this.lowering = lowering;
        this.casts = new CastLowering(lowering);
    }

    /** DATE_FORMAT of a time, or of a text that is one. */
    Node format(Typed time, Typed pattern) {
        DataType.Timestamp timestamp =
                time.type() instanceof DataType.Instant instant
                        ? new DataType.Timestamp(instant.precision())
                        : new DataType.Timestamp(6);
        Node local = casts.cast(time, timestamp, time.kind() == Kind.BYTES ? OnFailure.NULL : OnFailure.FAIL);
        return format(local, timestamp.unitsPerSecond(), pattern);
    }

    private static Node format(Node local, long unitsPerSecond, Typed pattern) {
        List<Typed> arguments = new ArrayList<>();
        arguments.add(NumericLowering.plain(local));
        arguments.add(Binder.constant(unitsPerSecond));
        arguments.addAll(compiled("DATE_FORMAT", pattern));
        return Binder.call(TimePattern.class, "format", arguments);
    }

    private static List<Typed> compiled(String function, Typed pattern) {
        String text = Literals.text(pattern.node());
        return text != null
                ? List.of(Binder.held(TimePattern.of(function, text), TimePattern.class))
                : List.of(pattern, Binder.own(TimePattern.Last.class, TimePattern.Last::new));
    }

    /** A text as a local time; without a pattern as CAST reads it. Missing where it is none. */
    private Node parse(String function, List<Typed> arguments) {
        if (arguments.size() < 2) {
            return casts.cast(arguments.getFirst(), new DataType.Timestamp(6), OnFailure.NULL);
        }
        List<Typed> all = new ArrayList<>();
        all.add(arguments.getFirst());
        all.add(Binder.constant(MICROS_PER_SECOND));
        all.addAll(compiled(function, arguments.get(1)));
        return Binder.call(TimePattern.class, "parse", all);
    }

    private Node convert(Node local, DataType type) {
        return casts.cast(new Typed(local, new DataType.Timestamp(6)), type, OnFailure.FAIL);
    }

    Node bind(String name, List<Typed> arguments, DataType type) {
        return switch (name) {
            case "DATE_FORMAT" -> format(arguments.get(0), arguments.get(1));
            case "TO_TIMESTAMP", "TO_DATE" -> convert(parse(name, arguments), type);
            case "TO_TIMESTAMP_LTZ" -> moment(arguments, type);
            case "UNIX_TIMESTAMP" -> unixTimestamp(arguments);
            case "FROM_UNIXTIME" -> {
                Typed moment = new Typed(ofEpoch(arguments.getFirst(), 1), new DataType.TimestampLtz(6));
                Typed pattern = arguments.size() > 1 ? arguments.get(1) : Binder.constant(USUAL);
                yield format(casts.local(moment, new DataType.TimestampLtz(6)), MICROS_PER_SECOND, pattern);
            }
            default -> throw MillraceException.internal(name + " is not told here");
        };
    }

    private Node moment(List<Typed> arguments, DataType type) {
        Typed first = arguments.getFirst();
        if (first.kind() == Kind.BYTES) {
            return convert(parse("TO_TIMESTAMP_LTZ", arguments), type);
        }
        long unit = 1000;
        if (arguments.size() > 1) {
            if (!(arguments.get(1).node() instanceof Node.Constant constant)
                    || !(constant.value instanceof Integer digits)) {
                throw MillraceException.user("bad-argument", "the precision of TO_TIMESTAMP_LTZ is a constant, 0 or 3");
            }
            unit = io.millrace.data.Decimals.powerOfTen(digits);
        }
        Typed moment = new Typed(ofEpoch(first, unit), new DataType.TimestampLtz(6));
        return casts.cast(moment, type, OnFailure.FAIL);
    }

    /** So many parts of a second since 1970 as microseconds. */
    private static Node ofEpoch(Typed number, long unitsPerSecond) {
        if (number.type() instanceof DataType.Decimal || NumericLowering.isFloating(number)) {
            return Binder.call(
                    Times.class,
                    "ofEpoch",
                    NumericLowering.plain(Binder.widen(number, Kind.DOUBLE)),
                    Binder.constant(MICROS_PER_SECOND / unitsPerSecond));
        }
        return Binder.call(
                Times.class,
                "ofEpoch",
                NumericLowering.plain(Binder.widen(number, Kind.LONG)),
                Binder.constant(unitsPerSecond),
                Binder.constant(MICROS_PER_SECOND));
    }

    private Node unixTimestamp(List<Typed> arguments) {
        if (arguments.isEmpty()) {
            return Binder.call(
                    BatchTime.class, "seconds", Binder.own(BatchTime.class, () -> new BatchTime(lowering.clock())));
        }
        Typed first = arguments.getFirst();
        Node local =
                first.kind() == Kind.BYTES
                        ? parse("UNIX_TIMESTAMP", arguments)
                        : casts.cast(first, new DataType.Timestamp(6), OnFailure.FAIL);
        Node moment =
                casts.cast(new Typed(local, new DataType.Timestamp(6)), new DataType.TimestampLtz(6), OnFailure.FAIL);
        return Binder.call(Times.class, "epoch", NumericLowering.plain(moment), Binder.constant(MICROS_PER_SECOND));
    }
}
