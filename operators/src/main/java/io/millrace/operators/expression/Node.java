package io.millrace.operators.expression;

import io.millrace.data.DataType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * An expression made ready for code: every conversion is spelled out, every function is one Java method, and only what
 * decides which of its parts are evaluated is left as a form of its own. Two parts that are the same object are
 * evaluated once.
 *
 * <p>Each node has a value and may be missing. The value beside "missing" is some harmless one.
 */
abstract sealed class Node {
    private final Kind kind;
    private final List<Node> parts;

    private Node(Kind kind, List<Node> parts) {
        this.kind = kind;
        this.parts = parts;
    }

    final Kind kind() {
        return kind;
    }

    /** The nodes directly below, in the order of their evaluation. */
    final List<Node> parts() {
        return parts;
    }

    /** How many nodes it has, itself included. */
    final int weight() {
        int sum = 1;
        for (Node part : parts) {
            sum += part.weight();
        }
        return sum;
    }

    /** Whether it is cheap and cannot fail, so that it may be evaluated though nobody asks for it. */
    boolean isTotal() {
        for (Node part : parts) {
            if (!part.isTotal()) {
                return false;
            }
        }
        return true;
    }

    /** The value of one of the columns that the expressions read, by its number in {@link ColumnPaths}. */
    static final class Load extends Node {
        final int path;

        Load(int path, Kind kind) {
            super(kind, List.of());
            this.path = path;
        }
    }

    /** An Integer (0 and 1 for booleans), Long, Float, Double, Slice or Int128. */
    static final class Constant extends Node {
        final Object value;

        Constant(Kind kind, Object value) {
            super(kind, List.of());
            this.value = value;
        }
    }

    /** NULL. */
    static final class Null extends Node {
        Null(Kind kind) {
            super(kind, List.of());
        }
    }

    /** An object that was made with the code and that nobody changes, such as a compiled pattern. */
    static final class Held extends Node {
        final Object value;
        final Class<?> type;

        Held(Object value, Class<?> type) {
            super(Kind.OBJECT, List.of());
            this.value = value;
            this.type = type;
        }
    }

    /** An object of which each projector has one of its own, such as a buffer or a random generator. */
    static final class Own extends Node {
        final Class<?> type;
        final Supplier<Object> maker;

        Own(Class<?> type, Supplier<Object> maker) {
            super(Kind.OBJECT, List.of());
            this.type = type;
            this.maker = maker;
        }
    }

    /**
     * A static method of the values of its arguments. Missing when an argument is, or when the method says so: by its
     * last parameter {@code Missing}, or by returning false where it leaves the value in a last parameter that is a
     * holder.
     */
    static final class Invoke extends Node {
        final Method method;
        final Nulls nulls;
        final boolean total;

        /** The argument from which on all go into one array, or −1. */
        final int packFrom;

        Invoke(Kind kind, Method method, Nulls nulls, boolean total, int packFrom, List<Node> arguments) {
            super(kind, arguments);
            this.method = method;
            this.nulls = nulls;
            this.total = total;
            this.packFrom = packFrom;
        }

        @Override
        boolean isTotal() {
            return total && super.isTotal();
        }
    }

    /** What a method makes of missing arguments. */
    enum Nulls {
        /** Missing itself, without being called. */
        STRICT,
        /**
         * Each argument is followed by a boolean that says whether it is missing; in a packed array it is a Java null.
         */
        TOLD
    }

    /**
     * A Java method of the user, as a method handle over objects. Its arguments are boxed by static methods, missing
     * ones are null; what it returns is unboxed by one, into a holder where the kind has one; null is missing.
     */
    static final class Foreign extends Node {
        final java.lang.invoke.MethodHandle handle;
        final List<Method> boxes;

        /** Which arguments must be there for the method to be called: those that it takes as primitives. */
        final List<Boolean> required;

        final Method unbox;

        /** The holder for the result. */
        final Own holder;

        Foreign(Kind kind, Bridge bridge, List<Node> arguments) {
            super(kind, arguments);
            this.handle = bridge.handle();
            this.boxes = bridge.boxes();
            this.required = bridge.required();
            this.unbox = bridge.unbox();
            this.holder = bridge.holder();
        }

        @Override
        boolean isTotal() {
            return false;
        }
    }

    /** How a Java method is reached. */
    record Bridge(
            java.lang.invoke.MethodHandle handle,
            List<Method> boxes,
            List<Boolean> required,
            Method unbox,
            Own holder) {}

    /** An attempt at a conversion, which fails where the attempt is missing though the operand is there. */
    static final class Checked extends Node {
        final DataType target;
        final boolean text;

        Checked(Node attempt, Node operand, Node shown, DataType target, boolean text) {
            super(attempt.kind(), List.of(attempt, operand, shown));
            this.target = target;
            this.text = text;
        }

        @Override
        boolean isTotal() {
            return false;
        }
    }

    /** True, false or missing by SQL's rules; the parts behind the first that decides are not evaluated. */
    static final class And extends Node {
        And(List<Node> parts) {
            super(Kind.BOOLEAN, parts);
        }
    }

    static final class Or extends Node {
        Or(List<Node> parts) {
            super(Kind.BOOLEAN, parts);
        }
    }

    static final class Not extends Node {
        Not(Node part) {
            super(Kind.BOOLEAN, List.of(part));
        }
    }

    /** Never missing. */
    static final class IsNull extends Node {
        IsNull(Node part) {
            super(Kind.BOOLEAN, List.of(part));
        }
    }

    /** Whether it is true: false where it is missing. */
    static final class IsTrue extends Node {
        IsTrue(Node part) {
            super(Kind.BOOLEAN, List.of(part));
        }
    }

    /** The value behind the first condition that is true, or else the last: parts are c1, v1, c2, v2, …, otherwise. */
    static final class Case extends Node {
        Case(Kind kind, List<Node> parts) {
            super(kind, parts);
        }

        @Override
        boolean isTotal() {
            return false;
        }
    }

    /** The first part that is not missing. */
    static final class Coalesce extends Node {
        Coalesce(Kind kind, List<Node> parts) {
            super(kind, parts);
        }

        @Override
        boolean isTotal() {
            return false;
        }
    }

    static List<Node> list(Node first, List<Node> rest) {
        List<Node> all = new ArrayList<>(rest.size() + 1);
        all.add(first);
        all.addAll(rest);
        return List.copyOf(all);
    }

    static List<Node> list(Node... nodes) {
        return List.copyOf(Arrays.asList(nodes));
    }
}
