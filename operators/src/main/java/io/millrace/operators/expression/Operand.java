package io.millrace.operators.expression;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import org.jspecify.annotations.Nullable;

/**
 * Where the value of a node is once it was evaluated: in a local variable, or a constant; and beside it a local
 * variable that is 1 when the value is missing, where that is not known before.
 *
 * @param slot the local variable, or −1
 * @param constant the number, where there is no variable
 * @param nullSlot a local variable, {@link #NEVER} or {@link #ALWAYS}
 */
record Operand(Kind kind, int slot, @Nullable Object constant, int nullSlot) {
    static final int NEVER = -1;
    static final int ALWAYS = -2;

    static Operand local(Kind kind, int slot, int nullSlot) {
        return new Operand(kind, slot, null, nullSlot);
    }

    static Operand constant(Kind kind, Object constant, int nullSlot) {
        return new Operand(kind, -1, constant, nullSlot);
    }

    boolean mayBeNull() {
        return nullSlot != NEVER;
    }

    /** Pushes the value. */
    void load(CodeBuilder code) {
        if (slot >= 0) {
            code.loadLocal(Descriptors.typeKind(kind), slot);
            return;
        }
        switch (constant) {
            case Integer value -> code.loadConstant(value.intValue());
            case Long value -> code.loadConstant(value.longValue());
            case Float value -> code.loadConstant(value.floatValue());
            case Double value -> code.loadConstant(value.doubleValue());
            case null, default -> throw new IllegalStateException("no constant of the code: " + constant);
        }
    }

    /** Pushes 1 when the value is missing, else 0. */
    void loadNull(CodeBuilder code) {
        if (nullSlot >= 0) {
            code.loadLocal(TypeKind.INT, nullSlot);
        } else {
            code.loadConstant(nullSlot == ALWAYS ? 1 : 0);
        }
    }
}
