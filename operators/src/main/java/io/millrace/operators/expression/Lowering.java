package io.millrace.operators.expression;

import io.millrace.data.DataType;
import io.millrace.data.MillraceException;
import io.millrace.data.Storage;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.doors.Clock;
import io.millrace.dataflow.expression.Expression;
import io.millrace.operators.expression.function.Functions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes nodes and column sources of expressions. Equal expressions become the same node, so that they are evaluated
 * once, unless their value may differ from call to call.
 */
final class Lowering {
    private final SessionSettings session;
    private final Clock clock;
    private final List<DataType> input;

    /** The source of each column of the input, or −1: found without hashing, which costs start-up. */
    private final int[] inputs;

    private final List<ColumnSource> sources = new ArrayList<>();
    private final Map<ColumnSource, Integer> numbers = new HashMap<>();
    private final Map<Expression, Typed> known = new HashMap<>();
    private final Map<Integer, Node.Load> loads = new HashMap<>();

    Lowering(List<DataType> input, SessionSettings session, Clock clock) {
        this.input = input;
        this.inputs = new int[input.size()];
        Arrays.fill(inputs, -1);
        this.session = session;
        this.clock = clock;
    }

    SessionSettings session() {
        return session;
    }

    Clock clock() {
        return clock;
    }

    /** The sources so far, by number. */
    List<ColumnSource> sources() {
        return List.copyOf(sources);
    }

    static boolean isNested(DataType type) {
        Storage storage = type.storage();
        return storage == Storage.ARRAY || storage == Storage.MAP || storage == Storage.ROW;
    }

    /** The node of a condition. */
    Node condition(Expression expression) {
        Typed typed = scalar(expression);
        if (typed.kind() != Kind.BOOLEAN) {
            throw MillraceException.user(
                    "type-mismatch", "a condition is BOOLEAN; " + expression + " is " + expression.type().sql());
        }
        return typed.node();
    }

    /** The source whose column has the values of this expression. */
    int column(Expression expression) {
        return switch (expression) {
            case Expression.Input column -> input(column);
            case Expression.FieldAccess access ->
                    number(new ColumnSource.FieldOf(column(access.operand()), access.field()));
            case Expression.Literal literal -> add(new ColumnSource.Fixed(Literals.column(literal)));
            case Expression.Call call when isNested(call.type()) && isConstructor(call) -> {
                List<Integer> parts = new ArrayList<>();
                call.arguments().forEach(argument -> parts.add(column(argument)));
                yield number(new ColumnSource.Assembled(call.type(), List.copyOf(parts)));
            }
            case Expression.Call call when isNamed(call, "ITEM") && isNested(call.arguments().getFirst().type()) ->
                    number(new ColumnSource.ItemOf(column(call.arguments().get(0)), column(call.arguments().get(1))));
            case Expression.Call call when isNamed(call, "CARDINALITY") ->
                    number(new ColumnSource.SizeOf(column(call.arguments().getFirst())));
            case Expression.Cast cast when isNested(cast.type()) && sameShape(cast.operand().type(), cast.type()) ->
                    column(cast.operand());
            case Expression.Cast cast when isNestedCast(cast) ->
                    number(new ColumnSource.Applied(cast, List.of(column(cast.operand())), session, clock));
            case Expression.Call call when NestedFunctions.isOne(call) -> applied(call);
            default -> {
                if (isNested(expression.type())) {
                    throw MillraceException.user(
                            "unsupported-expression",
                            expression
                                    + " gives a "
                                    + expression.type().sql()
                                    + ", which only columns, constructors and element access can");
                }
                Node root = scalar(expression).node();
                yield root instanceof Node.Load load ? load.path : number(new ColumnSource.Computed(root));
            }
        };
    }

    /** Between nested types of one kind. */
    private static boolean isNestedCast(Expression.Cast cast) {
        return isNested(cast.type()) && cast.operand().type().storage() == cast.type().storage();
    }

    private int applied(Expression.Call call) {
        List<Integer> parts = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            parts.add(column(argument));
        }
        if (isNamed(call, "ARRAY_CONTAINS")
                && call.arguments().getFirst().type() instanceof DataType.Array array
                && !array.element().equals(call.arguments().get(1).type())) {
            Expression value =
                    new Expression.Cast(call.arguments().get(1), array.element(), Expression.Cast.OnFailure.FAIL);
            parts.set(1, column(value));
        }
        return number(new ColumnSource.Applied(call, List.copyOf(parts), session, clock));
    }

    /** Whether two types differ in names and presence alone. */
    private static boolean sameShape(DataType one, DataType other) {
        return switch (one) {
            case DataType.Row row -> {
                if (!(other instanceof DataType.Row another) || row.fields().size() != another.fields().size()) {
                    yield false;
                }
                boolean same = true;
                for (int i = 0; i < row.fields().size(); i++) {
                    same &= sameShape(row.fields().get(i).type(), another.fields().get(i).type());
                }
                yield same;
            }
            case DataType.Array array ->
                    other instanceof DataType.Array another && sameShape(array.element(), another.element());
            case DataType.Mapping map ->
                    other instanceof DataType.Mapping another
                            && sameShape(map.key(), another.key())
                            && sameShape(map.value(), another.value());
            case DataType.Varchar ignored -> other instanceof DataType.Varchar;
            default -> one.equals(other);
        };
    }

    private static boolean isConstructor(Expression.Call call) {
        return isNamed(call, "ROW") || isNamed(call, "ARRAY") || isNamed(call, "MAP");
    }

    static boolean isNamed(Expression.Call call, String name) {
        return call.function() instanceof Expression.Function.Named named && named.name().equals(name);
    }

    private int input(Expression.Input column) {
        if (column.column() < 0 || column.column() >= input.size()) {
            throw MillraceException.internal(column + " is none of the " + input.size() + " columns");
        }
        int number = inputs[column.column()];
        if (number < 0) {
            number = add(new ColumnSource.InputColumn(column.column()));
            inputs[column.column()] = number;
        }
        return number;
    }

    private int add(ColumnSource source) {
        sources.add(source);
        return sources.size() - 1;
    }

    private int number(ColumnSource source) {
        Integer known = numbers.get(source);
        if (known != null) {
            return known;
        }
        int number = add(source);
        numbers.put(source, number);
        return number;
    }

    /** The node of an expression whose values are no rows, arrays or maps. */
    Typed scalar(Expression expression) {
        Typed typed = known.get(expression);
        if (typed == null) {
            typed = lower(expression);
            if (Functions.stability(expression) != Functions.Stability.NEVER) {
                known.put(expression, typed);
            }
        }
        return typed;
    }

    /** Has an expression evaluated once for all that ask for it, in different loops: as a column. */
    void keep(Expression expression) {
        known.put(expression, load(column(expression), expression.type()));
    }

    private Typed lower(Expression expression) {
        return switch (expression) {
            case Expression.Literal literal -> new Typed(Literals.node(literal), literal.type());
            case Expression.Input column -> load(input(column), column.type());
            case Expression.FieldAccess access -> load(column(access), access.type());
            case Expression.Cast cast ->
                    new Typed(
                            new CastLowering(this).cast(scalar(cast.operand()), cast.type(), cast.onFailure()),
                            cast.type());
            case Expression.Call call
                    when isNamed(call, "ITEM") || isNamed(call, "CARDINALITY") || NestedFunctions.isOne(call) ->
                    load(column(call), call.type());
            case Expression.Call call -> call(call);
        };
    }

    private Typed load(int source, DataType type) {
        return new Typed(loads.computeIfAbsent(source, number -> new Node.Load(number, Kind.of(type))), type);
    }

    private Typed call(Expression.Call call) {
        if (call.function() instanceof Expression.Function.Java java) {
            return new Typed(JavaFunctions.bind(java, scalars(call.arguments()), call.type(), this), call.type());
        }
        String name = ((Expression.Function.Named) call.function()).name();
        if (call.arguments().stream().anyMatch(argument -> isNested(argument.type()))) {
            if (name.equals("IS NULL") || name.equals("IS NOT NULL")) {
                return new Typed(ControlLowering.nullTest(this, call, name), call.type());
            }
            throw MillraceException.user(
                    "unsupported-expression", name + " does not take a " + call.arguments().getFirst().type().sql());
        }
        return new Typed(FunctionTable.bind(name, scalars(call.arguments()), call.type(), this), call.type());
    }

    private List<Typed> scalars(List<Expression> expressions) {
        List<Typed> typed = new ArrayList<>(expressions.size());
        expressions.forEach(expression -> typed.add(scalar(expression)));
        return typed;
    }

    /** Whether a column of this source has a value, for rows, arrays and maps. */
    Node present(int source) {
        return loads.computeIfAbsent(
                -1 - source, number -> new Node.Load(number(new ColumnSource.SizeOf(source)), Kind.INT));
    }
}
