package io.millrace.operators.expression;

import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import io.millrace.data.Int128;
import io.millrace.data.Validity;
import io.millrace.operators.expression.function.Slice;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/** The code that writes the values of projections into the arrays of their columns. */
final class Outputs {
    /** Entries of {@link Kernel#run}'s outputs for each root. */
    static final int WIDTH = 3;

    private static final ClassDesc LONGS = CD_long.arrayType();
    private static final ClassDesc WRITER = Descriptors.of(BytesWriter.class);

    private final CodeBuilder code;
    private final List<Node> roots;
    private final int[] slots;

    Outputs(CodeBuilder code, List<Node> roots) {
        this.code = code;
        this.roots = roots;
        this.slots = new int[roots.size() * WIDTH];
    }

    static ClassDesc arrayOf(Kind kind) {
        return switch (kind) {
            case BOOLEAN -> CD_byte.arrayType();
            case INT -> CD_int.arrayType();
            case LONG, INT128 -> LONGS;
            case FLOAT -> CD_float.arrayType();
            case DOUBLE -> CD_double.arrayType();
            case BYTES -> WRITER;
            case OBJECT -> throw new IllegalStateException("no column of objects");
        };
    }

    void prologue() {
        for (int i = 0; i < roots.size(); i++) {
            Kind kind = roots.get(i).kind();
            fetch(i * WIDTH, arrayOf(kind));
            if (kind == Kind.INT128) {
                fetch(i * WIDTH + 1, LONGS);
            }
            fetch(i * WIDTH + 2, LONGS);
        }
    }

    private void fetch(int index, ClassDesc type) {
        slots[index] = code.allocateLocal(TypeKind.REFERENCE);
        code.aload(KernelGenerator.OUTPUTS).loadConstant(index).aaload().checkcast(type).astore(slots[index]);
    }

    void write(int root, Operand value, int position) {
        if (value.mayBeNull()) {
            Label there = code.newLabel();
            value.loadNull(code);
            code.ifeq(there);
            code.aload(slots[root * WIDTH + 2]).iload(position);
            code.invokestatic(Descriptors.of(Validity.class), "clear", MethodTypeDesc.of(CD_void, LONGS, CD_int));
            code.labelBinding(there);
        }
        int array = slots[root * WIDTH];
        Kind kind = value.kind();
        if (kind == Kind.INT128) {
            ClassDesc holder = Descriptors.of(Int128.class);
            code.aload(array).iload(position);
            value.load(code);
            code.getfield(holder, "high", CD_long).lastore();
            code.aload(slots[root * WIDTH + 1]).iload(position);
            value.load(code);
            code.getfield(holder, "low", CD_long).lastore();
            return;
        }
        code.aload(array).iload(position);
        value.load(code);
        switch (kind) {
            case BOOLEAN -> code.bastore();
            case INT -> code.iastore();
            case LONG -> code.lastore();
            case FLOAT -> code.fastore();
            case DOUBLE -> code.dastore();
            default ->
                    code.invokevirtual(WRITER, "put", MethodTypeDesc.of(CD_void, CD_int, Descriptors.of(Slice.class)));
        }
    }
}
