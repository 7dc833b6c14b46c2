package io.millrace.operators.expression;

import io.millrace.data.DataType;
import io.millrace.data.Int128;
import io.millrace.data.MillraceException;
import io.millrace.operators.expression.function.Comparisons;
import io.millrace.operators.expression.function.Conversions;
import io.millrace.operators.expression.function.Dates;
import io.millrace.operators.expression.function.Floating;
import io.millrace.operators.expression.function.Missing;
import io.millrace.operators.expression.function.SliceBuilder;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the Java method for a call. Methods of one name are overloads: the one is taken whose parameters the arguments
 * reach with the least widening (INT to BIGINT to FLOAT to DOUBLE, DECIMAL to DOUBLE).
 *
 * <p>A method's signature says all that there is to know of it. Parameters: {@code boolean, int, long, float, double,
 * Slice, Int128} are SQL values, anything else is an object given with the call. An array of {@code Slice} takes all
 * further arguments. A last parameter {@code SliceBuilder}, or {@code Int128} in a method that returns void or boolean,
 * takes the result; a boolean that is returned then says whether there is one. A last parameter {@code Missing} lets a
 * method of primitives say the same.
 */
final class Binder {
    /** Classes of methods that never fail and cost next to nothing. */
    private static final Set<Class<?>> TOTAL =
            Set.of(Comparisons.class, Conversions.class, Floating.class, Dates.class);

    private Binder() {}

    static Typed held(Object value, Class<?> type) {
        return new Typed(new Node.Held(value, type), DataType.Plain.NULL);
    }

    static Typed own(Class<?> type, java.util.function.Supplier<Object> maker) {
        return new Typed(new Node.Own(type, maker), DataType.Plain.NULL);
    }

    static Typed constant(int value) {
        return new Typed(new Node.Constant(Kind.INT, value), DataType.Plain.INT);
    }

    static Typed constant(long value) {
        return new Typed(new Node.Constant(Kind.LONG, value), DataType.Plain.BIGINT);
    }

    static Typed constant(String value) {
        return new Typed(
                new Node.Constant(Kind.BYTES, io.millrace.operators.expression.function.Slice.of(value)),
                DataType.STRING);
    }

    /** A call of the best of these methods; missing arguments make the result missing. */
    static Node call(Class<?> owner, String name, Typed... arguments) {
        return call(owner, name, Node.Nulls.STRICT, List.of(arguments));
    }

    static Node call(Class<?> owner, String name, List<Typed> arguments) {
        return call(owner, name, Node.Nulls.STRICT, arguments);
    }

    static Node call(Class<?> owner, String name, Node.Nulls nulls, List<Typed> arguments) {
        Method best = null;
        int least = Integer.MAX_VALUE;
        for (Method method : owner.getMethods()) {
            if (method.getName().equals(name) && Modifier.isStatic(method.getModifiers())) {
                int distance = distance(method, nulls, arguments);
                if (distance >= 0 && distance < least) {
                    least = distance;
                    best = method;
                }
            }
        }
        if (best == null) {
            throw MillraceException.internal("no method " + owner.getSimpleName() + "." + name + " takes " + arguments);
        }
        return node(best, nulls, arguments);
    }

    /** Whether some method of this name takes these arguments. */
    static boolean exists(Class<?> owner, String name, List<Typed> arguments) {
        for (Method method : owner.getMethods()) {
            if (method.getName().equals(name) && distance(method, Node.Nulls.STRICT, arguments) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** The parameters that take arguments. */
    private static List<Class<?>> parameters(Method method, Node.Nulls nulls) {
        Class<?>[] types = method.getParameterTypes();
        Class<?> result = method.getReturnType();
        int end = types.length;
        if (end > 0) {
            Class<?> last = types[end - 1];
            boolean leavesResult = result == void.class || result == boolean.class;
            if (last == SliceBuilder.class || last == Missing.class || (last == Int128.class && leavesResult)) {
                end--;
            }
        }
        List<Class<?>> parameters = new ArrayList<>();
        for (int i = 0; i < end; i++) {
            parameters.add(types[i]);
            if (nulls == Node.Nulls.TOLD && Kind.of(types[i]) != Kind.OBJECT) {
                i++;
            }
        }
        return parameters;
    }

    private static int distance(Method method, Node.Nulls nulls, List<Typed> arguments) {
        List<Class<?>> parameters = parameters(method, nulls);
        int packed = packed(parameters);
        if (packed < 0 ? parameters.size() != arguments.size() : arguments.size() < packed) {
            return -1;
        }
        int sum = 0;
        for (int i = 0; i < arguments.size(); i++) {
            Class<?> parameter =
                    packed >= 0 && i >= packed ? parameters.get(packed).getComponentType() : parameters.get(i);
            int distance = distance(parameter, arguments.get(i));
            if (distance < 0) {
                return -1;
            }
            sum += distance;
        }
        return sum;
    }

    private static int packed(List<Class<?>> parameters) {
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).isArray()) {
                return i;
            }
        }
        return -1;
    }

    /** How far an argument must be widened, or −1. */
    private static int distance(Class<?> parameter, Typed argument) {
        Kind from = argument.kind();
        Kind to = Kind.of(parameter);
        if (from == Kind.OBJECT || to == Kind.OBJECT) {
            return from == to && parameter == objectType(argument.node()) ? 0 : -1;
        }
        if (argument.type() == DataType.Plain.NULL) {
            return 0;
        }
        if (argument.type() instanceof DataType.Decimal && to != from) {
            return to == Kind.DOUBLE ? 8 : -1;
        }
        if (from == to) {
            return 0;
        }
        return switch (from) {
            case INT ->
                    switch (to) {
                        case LONG -> 1;
                        case DOUBLE -> 4;
                        case FLOAT -> 5;
                        default -> -1;
                    };
            case LONG -> to == Kind.DOUBLE ? 4 : to == Kind.FLOAT ? 5 : -1;
            case FLOAT -> to == Kind.DOUBLE ? 1 : -1;
            default -> -1;
        };
    }

    private static Class<?> objectType(Node node) {
        return switch (node) {
            case Node.Held held -> held.type;
            case Node.Own own -> own.type;
            default -> Object.class;
        };
    }

    private static Node node(Method method, Node.Nulls nulls, List<Typed> arguments) {
        List<Class<?>> parameters = parameters(method, nulls);
        int packed = packed(parameters);
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            Class<?> parameter =
                    packed >= 0 && i >= packed ? parameters.get(packed).getComponentType() : parameters.get(i);
            nodes.add(widen(arguments.get(i), Kind.of(parameter)));
        }
        return new Node.Invoke(
                result(method), method, nulls, isTotal(method), packed, Collections.unmodifiableList(nodes));
    }

    private static boolean isTotal(Method method) {
        return TOTAL.contains(method.getDeclaringClass());
    }

    private static Kind result(Method method) {
        Class<?>[] types = method.getParameterTypes();
        Class<?> result = method.getReturnType();
        Class<?> last = types.length == 0 ? void.class : types[types.length - 1];
        if (last == SliceBuilder.class) {
            return Kind.BYTES;
        }
        if (last == Int128.class && (result == void.class || result == boolean.class)) {
            return Kind.INT128;
        }
        return Kind.of(result);
    }

    /** The same value as another kind of number. */
    static Node widen(Typed typed, Kind to) {
        Node node = typed.node();
        Kind from = node.kind();
        if (node instanceof Node.Null && to != Kind.OBJECT) {
            return new Node.Null(to);
        }
        if (typed.type() instanceof DataType.Decimal decimal && to == Kind.DOUBLE) {
            return call(Conversions.class, "decimalToDouble", typed, constant(decimal.scale()));
        }
        if (from == to) {
            return node;
        }
        Node folded = widenConstant(node, to);
        if (folded != null) {
            return folded;
        }
        Typed plain = new Typed(node, from == Kind.INT ? DataType.Plain.INT : DataType.Plain.BIGINT);
        return switch (to) {
            case LONG -> call(Conversions.class, "toLong", plain);
            case FLOAT -> call(Conversions.class, "toFloat", plain);
            case DOUBLE -> call(Conversions.class, "toDouble", plain);
            case INT128 -> call(Conversions.class, "widen", plain);
            default -> throw MillraceException.internal("a " + from + " is no " + to);
        };
    }

    private static @Nullable Node widenConstant(Node node, Kind to) {
        if (!(node instanceof Node.Constant constant) || !(constant.value instanceof Number number)) {
            return null;
        }
        return switch (to) {
            case LONG -> new Node.Constant(to, number.longValue());
            case FLOAT -> new Node.Constant(to, number.floatValue());
            case DOUBLE -> new Node.Constant(to, number.doubleValue());
            case INT128 -> {
                Int128 wide = new Int128();
                wide.set(number.longValue());
                yield new Node.Constant(to, wide);
            }
            default -> null;
        };
    }
}
