package io.millrace.operators.expression;

import io.millrace.data.DataType;
import io.millrace.data.MillraceException;
import io.millrace.data.NumericRank;
import io.millrace.dataflow.expression.Expression;
import io.millrace.dataflow.expression.Expression.Cast.OnFailure;
import io.millrace.operators.expression.function.AsciiText;
import io.millrace.operators.expression.function.Bridges;
import io.millrace.operators.expression.function.SliceBuilder;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Users' Java methods: public static ones, or those of a class with a public constructor without arguments, of which
 * each projector makes one object. Classes are found through the thread's context class loader. A parameter that is a
 * Java primitive makes the result null where its argument is. A {@code CharSequence} shows a text during the call
 * alone.
 */
final class JavaFunctions {
    private JavaFunctions() {}

    /**
     * How a Java type is reached: the SQL type that stands for it, and the methods of {@link Bridges} to it and from
     * it.
     */
    private record Passage(DataType type, String box, String unbox) {}

    static Node bind(Expression.Function.Java function, List<Typed> arguments, DataType type, Lowering lowering) {
        Class<?> owner = load(function.className());
        Method method = choose(owner, function, arguments);
        CastLowering casts = new CastLowering(lowering);
        List<Node> nodes = new ArrayList<>();
        List<Method> boxes = new ArrayList<>();
        List<Boolean> required = new ArrayList<>();
        Class<?>[] parameters = method.getParameterTypes();
        for (int i = 0; i < parameters.length; i++) {
            Typed argument = arguments.get(i);
            Passage passage = passage(parameters[i], argument.type(), function);
            Node node = object(casts.cast(argument, passage.type(), OnFailure.FAIL), parameters[i]);
            nodes.add(node);
            boxes.add(node.kind() == Kind.OBJECT ? method : boxing(passage.box(), node.kind()));
            required.add(parameters[i].isPrimitive());
        }
        if (!Modifier.isStatic(method.getModifiers())) {
            nodes.addFirst(new Node.Own(Object.class, () -> instance(owner, function)));
            boxes.addFirst(method);
            required.addFirst(false);
        }
        Passage back = passage(method.getReturnType(), type, function);
        Method unbox = bridge(back.unbox());
        Class<?> holder = unbox.getParameterCount() > 1 ? unbox.getParameterTypes()[1] : SliceBuilder.class;
        Node.Own own =
                new Node.Own(holder, holder == SliceBuilder.class ? SliceBuilder::new : io.millrace.data.Int128::new);
        Node.Bridge bridge = new Node.Bridge(handle(method, function), boxes, required, unbox, own);
        Node call = new Node.Foreign(Kind.of(back.type()), bridge, nodes);
        return casts.cast(new Typed(call, back.type()), type, OnFailure.FAIL);
    }

    /**
     * The text of a constant is made once, that of a {@code CharSequence} not at all: it is looked at where it lies.
     */
    private static Node object(Node node, Class<?> parameter) {
        boolean isView = parameter == CharSequence.class;
        String constant = isView || parameter == String.class ? Literals.text(node) : null;
        if (constant != null) {
            return new Node.Held(constant, String.class);
        }
        return isView
                ? Binder.call(
                        Bridges.class,
                        "view",
                        Node.Nulls.TOLD,
                        List.of(new Typed(node, DataType.STRING), Binder.own(AsciiText.class, AsciiText::new)))
                : node;
    }

    private static Object instance(Class<?> owner, Expression.Function.Java function) {
        try {
            return owner.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new MillraceException(
                    "bad-function",
                    MillraceException.Kind.USER,
                    function + " needs a public constructor without arguments: " + e,
                    e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, true, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw MillraceException.user(
                    "unknown-class", "the class " + name + " of a function is not on the class path");
        }
    }

    private static Method choose(Class<?> owner, Expression.Function.Java function, List<Typed> arguments) {
        Method best = null;
        int least = Integer.MAX_VALUE;
        for (Method method : owner.getMethods()) {
            if (!method.getName().equals(function.method())
                    || method.isBridge()
                    || method.getParameterCount() != arguments.size()) {
                continue;
            }
            int distance = 0;
            for (int i = 0; i < arguments.size() && distance >= 0; i++) {
                int one = distance(method.getParameterTypes()[i], arguments.get(i).type());
                distance = one < 0 ? -1 : distance + one;
            }
            if (distance >= 0 && distance < least) {
                least = distance;
                best = method;
            }
        }
        if (best == null) {
            throw MillraceException.user(
                    "bad-function",
                    function + " has no public method for " + arguments.stream().map(a -> a.type().sql()).toList());
        }
        return best;
    }

    /** 0 for the same type, more for a wider number, −1 for another. */
    private static int distance(Class<?> parameter, DataType argument) {
        Passage passage = find(parameter);
        if (passage == null || argument == DataType.Plain.NULL) {
            return passage == null || parameter.isPrimitive() ? -1 : 0;
        }
        int wanted = NumericRank.of(passage.type());
        int given = NumericRank.of(argument);
        if (wanted >= 0 || given >= 0) {
            return given >= 0 && wanted >= given ? wanted - given : -1;
        }
        Class<?> family = passage.type().getClass();
        boolean text = family == DataType.Varchar.class && argument instanceof DataType.Char;
        boolean binary = family == DataType.Varbinary.class && argument instanceof DataType.Binary;
        boolean same =
                passage.type() instanceof DataType.Plain ? passage.type() == argument : family == argument.getClass();
        return text || binary || same ? 0 : -1;
    }

    private static Passage passage(Class<?> type, DataType sql, Expression.Function.Java function) {
        Passage passage = find(type);
        if (passage == null) {
            throw MillraceException.user(
                    "bad-function",
                    function + ": the Java type " + type.getName() + " stands for no SQL type such as " + sql.sql());
        }
        return passage;
    }

    private static @Nullable Passage find(Class<?> type) {
        return switch (type.getName()) {
            case "boolean", "java.lang.Boolean" -> new Passage(DataType.Plain.BOOLEAN, "box", "unboxBoolean");
            case "byte", "java.lang.Byte" -> new Passage(DataType.Plain.TINYINT, "boxByte", "unboxInt");
            case "short", "java.lang.Short" -> new Passage(DataType.Plain.SMALLINT, "boxShort", "unboxInt");
            case "int", "java.lang.Integer" -> new Passage(DataType.Plain.INT, "box", "unboxInt");
            case "long", "java.lang.Long" -> new Passage(DataType.Plain.BIGINT, "box", "unboxLong");
            case "float", "java.lang.Float" -> new Passage(DataType.Plain.FLOAT, "box", "unboxFloat");
            case "double", "java.lang.Double" -> new Passage(DataType.Plain.DOUBLE, "box", "unboxDouble");
            case "char", "java.lang.Character" -> new Passage(DataType.STRING, "character", "unboxText");
            case "java.lang.String", "java.lang.CharSequence" -> new Passage(DataType.STRING, "text", "unboxText");
            case "[B" -> new Passage(DataType.BYTES, "bytes", "unboxBytes");
            case "java.time.LocalDate" -> new Passage(DataType.Plain.DATE, "date", "unboxDate");
            case "java.time.LocalTime" -> new Passage(new DataType.Time(9), "time", "unboxTime");
            case "java.time.LocalDateTime" -> new Passage(new DataType.Timestamp(6), "dateTime", "unboxDateTime");
            case "java.time.Instant" -> new Passage(new DataType.TimestampLtz(6), "instant", "unboxInstant");
            default ->
                    type == BigDecimal.class
                            ? new Passage(
                                    new DataType.Decimal(DataType.Decimal.MAX_DIGITS, 18), "decimal", "unboxDecimal")
                            : null;
        };
    }

    private static Method bridge(String name) {
        for (Method method : Bridges.class.getMethods()) {
            if (method.getName().equals(name)) {
                return method;
            }
        }
        throw new IllegalStateException("no bridge " + name);
    }

    private static Method boxing(String name, Kind kind) {
        for (Method method : Bridges.class.getMethods()) {
            if (method.getName().equals(name) && method.getParameterTypes()[0] == kind.type()) {
                return method;
            }
        }
        throw new IllegalStateException("no bridge " + name + " for " + kind);
    }

    /** The method over objects; what it throws names it. */
    private static MethodHandle handle(Method method, Expression.Function.Java function) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle handle = lookup.unreflect(method);
            MethodHandle failed =
                    lookup.findStatic(
                            Bridges.class,
                            "failed",
                            MethodType.methodType(RuntimeException.class, String.class, Throwable.class));
            failed = failed.bindTo(function.toString());
            MethodHandle thrower = MethodHandles.throwException(handle.type().returnType(), RuntimeException.class);
            MethodHandle handler = MethodHandles.filterArguments(thrower, 0, failed);
            MethodHandle guarded = MethodHandles.catchException(handle, Throwable.class, handler);
            return guarded.asType(MethodType.genericMethodType(handle.type().parameterCount()));
        } catch (ReflectiveOperationException e) {
            throw new MillraceException(
                    "bad-function", MillraceException.Kind.USER, function + " cannot be called: " + e, e);
        }
    }
}
