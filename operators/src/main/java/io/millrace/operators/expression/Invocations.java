package io.millrace.operators.expression;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import io.millrace.operators.expression.function.Bits;
import io.millrace.operators.expression.function.Comparisons;
import io.millrace.operators.expression.function.Missing;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The code of calls: nulls looked at first, then the arguments, then what the method says about its result. */
final class Invocations {
    private final CodeBuilder code;
    private final Resources resources;

    private boolean jumps = true;

    Invocations(CodeBuilder code, Resources resources) {
        this.code = code;
        this.resources = resources;
    }

    /** From here on comparisons are arithmetic. */
    void withoutJumps() {
        jumps = false;
    }

    Operand invoke(Node.Invoke invoke, List<Operand> arguments) {
        Class<?> last = Resources.lastParameter(invoke);
        boolean holder = Resources.hasHolder(invoke);
        boolean maySayMissing = last == Missing.class || (holder && invoke.method.getReturnType() == boolean.class);
        int missing = invoke.nulls == Node.Nulls.STRICT ? anyMissing(arguments) : Operand.NEVER;
        if (missing == Operand.ALWAYS) {
            return resources.missing(invoke.kind());
        }
        int value = code.allocateLocal(Descriptors.typeKind(invoke.kind()));
        int result = missing;
        if (maySayMissing) {
            result = code.allocateLocal(TypeKind.INT);
        }
        if (missing == Operand.NEVER || (invoke.total && !maySayMissing)) {
            call(invoke, arguments, value, maySayMissing ? result : Operand.NEVER);
        } else {
            resources.loadHarmless(code, invoke.kind());
            code.storeLocal(Descriptors.typeKind(invoke.kind()), value);
            if (maySayMissing) {
                code.iload(missing).istore(result);
            }
            Label skip = code.newLabel();
            code.iload(missing).ifne(skip);
            call(invoke, arguments, value, maySayMissing ? result : Operand.NEVER);
            code.labelBinding(skip);
        }
        return Operand.local(invoke.kind(), value, result);
    }

    /** Whether one of them is missing: never, always, or told by a local variable. */
    private int anyMissing(List<Operand> arguments) {
        int missing = Operand.NEVER;
        for (Operand argument : arguments) {
            if (argument.nullSlot() == Operand.ALWAYS) {
                return Operand.ALWAYS;
            }
            if (argument.nullSlot() < 0 || argument.nullSlot() == missing) {
                continue;
            }
            if (missing == Operand.NEVER) {
                missing = argument.nullSlot();
            } else {
                int both = code.allocateLocal(TypeKind.INT);
                code.iload(missing).iload(argument.nullSlot()).ior().istore(both);
                missing = both;
            }
        }
        return missing;
    }

    private void call(Node.Invoke invoke, List<Operand> arguments, int value, int missing) {
        Method method = invoke.method;
        Class<?> last = Resources.lastParameter(invoke);
        if (last == Missing.class) {
            code.aload(resources.missingSlot()).iconst_0();
            code.putfield(Descriptors.of(Missing.class), "is", CD_boolean);
        }
        push(invoke, arguments);
        boolean holder = Resources.hasHolder(invoke);
        if (holder) {
            code.aload(resources.slotOf(invoke));
        } else if (last == Missing.class) {
            code.aload(resources.missingSlot());
        }
        if (isBits(method)) {
            code.invokestatic(
                    Descriptors.of(Bits.class), method.getName(), Descriptors.of(method).changeReturnType(CD_int));
        } else {
            code.invokestatic(Descriptors.of(method.getDeclaringClass()), method.getName(), Descriptors.of(method));
        }
        if (!holder) {
            code.storeLocal(Descriptors.typeKind(invoke.kind()), value);
            if (last == Missing.class) {
                code.aload(resources.missingSlot()).getfield(Descriptors.of(Missing.class), "is", CD_boolean);
                code.istore(missing);
            }
            return;
        }
        if (method.getReturnType() == boolean.class) {
            code.iconst_1().ixor().istore(missing);
        }
        code.aload(resources.slotOf(invoke)).astore(value);
    }

    /** Whether a comparison has a twin without jumps, and nothing else here jumps. */
    private boolean isBits(Method method) {
        if (jumps || method.getDeclaringClass() != Comparisons.class) {
            return false;
        }
        Class<?> type = method.getParameterTypes()[0];
        return type == int.class || type == long.class;
    }

    private void push(Node.Invoke invoke, List<Operand> arguments) {
        int singles = invoke.packFrom < 0 ? arguments.size() : invoke.packFrom;
        for (int i = 0; i < singles; i++) {
            Operand argument = arguments.get(i);
            argument.load(code);
            if (invoke.nulls == Node.Nulls.TOLD && argument.kind() != Kind.OBJECT) {
                argument.loadNull(code);
            }
        }
        if (invoke.packFrom >= 0) {
            pack(invoke, arguments.subList(singles, arguments.size()));
        }
    }

    private void pack(Node.Invoke invoke, List<Operand> arguments) {
        Class<?> array =
                invoke.method
                        .getParameterTypes()[
                        invoke.nulls == Node.Nulls.TOLD ? packedParameter(invoke) : invoke.packFrom];
        code.loadConstant(arguments.size()).anewarray(Descriptors.of(array.getComponentType()));
        for (int i = 0; i < arguments.size(); i++) {
            Operand argument = arguments.get(i);
            code.dup().loadConstant(i);
            if (argument.mayBeNull()) {
                Label missing = code.newLabel();
                Label end = code.newLabel();
                argument.loadNull(code);
                code.ifne(missing);
                argument.load(code);
                code.goto_(end);
                code.labelBinding(missing);
                code.aconst_null();
                code.labelBinding(end);
            } else {
                argument.load(code);
            }
            code.aastore();
        }
    }

    private static int packedParameter(Node.Invoke invoke) {
        Class<?>[] types = invoke.method.getParameterTypes();
        for (int i = 0; i < types.length; i++) {
            if (types[i].isArray()) {
                return i;
            }
        }
        throw new IllegalStateException(invoke.method + " takes no array");
    }

    /** The arguments as objects, boxed by static methods; an object comes back, null when missing. */
    Operand foreign(Node.Foreign foreign, List<Operand> arguments) {
        int primitives = Operand.NEVER;
        List<Operand> required = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (foreign.required.get(i)) {
                required.add(arguments.get(i));
            }
        }
        primitives = anyMissing(required);
        if (primitives == Operand.ALWAYS) {
            return resources.missing(foreign.kind());
        }
        int value = code.allocateLocal(Descriptors.typeKind(foreign.kind()));
        int missing = code.allocateLocal(TypeKind.INT);
        int object = code.allocateLocal(TypeKind.REFERENCE);
        resources.loadHarmless(code, foreign.kind());
        code.storeLocal(Descriptors.typeKind(foreign.kind()), value);
        code.iconst_1().istore(missing);
        Label end = code.newLabel();
        if (primitives >= 0) {
            code.iload(primitives).ifne(end);
        }
        code.aload(resources.slotOf(foreign));
        for (int i = 0; i < arguments.size(); i++) {
            box(foreign.boxes.get(i), arguments.get(i));
        }
        ClassDesc[] objects = Collections.nCopies(arguments.size(), CD_Object).toArray(ClassDesc[]::new);
        code.invokevirtual(Descriptors.of(MethodHandle.class), "invokeExact", MethodTypeDesc.of(CD_Object, objects));
        code.astore(object);
        code.aload(object).ifnull(end);
        code.aload(object);
        Class<?>[] unboxing = foreign.unbox.getParameterTypes();
        if (unboxing.length > 1) {
            code.aload(resources.slotOf(foreign.holder));
        }
        code.invokestatic(
                Descriptors.of(foreign.unbox.getDeclaringClass()),
                foreign.unbox.getName(),
                Descriptors.of(foreign.unbox));
        if (unboxing.length > 1) {
            code.aload(resources.slotOf(foreign.holder));
        }
        code.storeLocal(Descriptors.typeKind(foreign.kind()), value);
        code.iconst_0().istore(missing);
        code.labelBinding(end);
        return Operand.local(foreign.kind(), value, missing);
    }

    private void box(Method method, Operand argument) {
        if (argument.kind() == Kind.OBJECT) {
            argument.load(code);
            return;
        }
        Label end = code.newLabel();
        if (argument.mayBeNull()) {
            Label there = code.newLabel();
            argument.loadNull(code);
            code.ifeq(there);
            code.aconst_null();
            code.goto_(end);
            code.labelBinding(there);
        }
        argument.load(code);
        code.invokestatic(Descriptors.of(method.getDeclaringClass()), method.getName(), Descriptors.of(method));
        code.labelBinding(end);
    }
}
