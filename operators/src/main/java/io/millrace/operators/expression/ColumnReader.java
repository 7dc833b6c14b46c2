package io.millrace.operators.expression;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import io.millrace.data.Column;
import io.millrace.data.Int128;
import io.millrace.operators.expression.function.Slice;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * The code that reads one column: its arrays are taken out before the loop; a row of a dictionary goes through its
 * index; the one value of a constant is read before the loop.
 */
final class ColumnReader {
    private static final ClassDesc COLUMN = Descriptors.of(Column.class);
    private static final ClassDesc LONGS = CD_long.arrayType();
    private static final ClassDesc INTS = CD_int.arrayType();

    private final int path;
    private final Kind kind;
    private final byte encoding;
    private int position;
    private int validity = -1;
    private int dictionaryValidity = -1;
    private int indices = -1;
    private int first = -1;
    private int second = -1;
    private int holder = -1;
    private Operand constant;

    ColumnReader(int path, Kind kind, byte encoding) {
        this.path = path;
        this.kind = kind;
        this.encoding = encoding;
        this.constant = Operand.local(kind, -1, Operand.NEVER);
    }

    void position(int slot) {
        position = slot;
    }

    void prologue(CodeBuilder code) {
        validity = -1;
        dictionaryValidity = -1;
        int column = code.allocateLocal(TypeKind.REFERENCE);
        code.aload(KernelGenerator.COLUMNS).loadConstant(path).aaload().astore(column);
        ClassDesc flat = Descriptors.of(flatType());
        switch (Encoding.form(encoding)) {
            case Encoding.DICTIONARY -> {
                ClassDesc dictionary = Descriptors.of(Column.DictionaryColumn.class);
                indices = part(code, column, dictionary, "indices", INTS);
                if (Encoding.hasNulls(encoding)) {
                    validity = part(code, column, dictionary, "validity", LONGS);
                }
                int values = part(code, column, dictionary, "dictionary", COLUMN);
                if (Encoding.dictionaryHasNulls(encoding)) {
                    dictionaryValidity = part(code, values, flat, "validity", LONGS);
                }
                arrays(code, values, flat);
            }
            case Encoding.CONSTANT -> {
                int value = part(code, column, Descriptors.of(Column.ConstantColumn.class), "value", COLUMN);
                if (Encoding.hasNulls(encoding)) {
                    validity = part(code, value, flat, "validity", LONGS);
                }
                arrays(code, value, flat);
            }
            default -> {
                if (Encoding.hasNulls(encoding)) {
                    validity = part(code, column, flat, "validity", LONGS);
                }
                arrays(code, column, flat);
            }
        }
        if (kind.isHolder()) {
            holder = code.allocateLocal(TypeKind.REFERENCE);
            Resources.fresh(code, kind.type(), holder);
        }
        if (Encoding.form(encoding) == Encoding.CONSTANT) {
            int zero = code.allocateLocal(TypeKind.INT);
            code.iconst_0().istore(zero);
            constant = read(code, zero, zero);
        }
    }

    private Class<?> flatType() {
        return switch (kind) {
            case BOOLEAN -> Column.ByteColumn.class;
            case INT -> Column.IntColumn.class;
            case LONG -> Column.LongColumn.class;
            case FLOAT -> Column.FloatColumn.class;
            case DOUBLE -> Column.DoubleColumn.class;
            case INT128 -> Column.Int128Column.class;
            case BYTES -> Column.BytesColumn.class;
            case OBJECT -> throw new IllegalStateException("no column of objects");
        };
    }

    private void arrays(CodeBuilder code, int column, ClassDesc flat) {
        switch (kind) {
            case INT128 -> {
                first = part(code, column, flat, "high", LONGS);
                second = part(code, column, flat, "low", LONGS);
            }
            case BYTES -> {
                first = part(code, column, flat, "offsets", INTS);
                second = part(code, column, flat, "data", ConstantDescs.CD_byte.arrayType());
            }
            default -> first = part(code, column, flat, "values", Outputs.arrayOf(kind));
        }
    }

    private static int part(CodeBuilder code, int column, ClassDesc owner, String name, ClassDesc type) {
        int slot = code.allocateLocal(TypeKind.REFERENCE);
        code.aload(column).checkcast(owner).invokevirtual(owner, name, MethodTypeDesc.of(type)).astore(slot);
        return slot;
    }

    /** Reads the current row. */
    Operand read(CodeBuilder code) {
        if (Encoding.form(encoding) == Encoding.CONSTANT) {
            return constant;
        }
        if (Encoding.form(encoding) != Encoding.DICTIONARY) {
            return read(code, position, position);
        }
        int index = code.allocateLocal(TypeKind.INT);
        code.aload(indices).iload(position).iaload().istore(index);
        if (Encoding.hasNulls(encoding)) {
            guardIndex(code, index);
        }
        return read(code, position, index);
    }

    /**
     * The index of a missing row is anything: it is read at 0, which an empty dictionary lacks, so that one is all
     * missing.
     */
    private void guardIndex(CodeBuilder code, int index) {
        int missing = code.allocateLocal(TypeKind.INT);
        bit(code, validity, position, missing);
        Label there = code.newLabel();
        code.iload(missing).ifeq(there);
        code.iconst_0().istore(index);
        code.labelBinding(there);
    }

    /** Reads the values at one index, whose validity lies at another. */
    private Operand read(CodeBuilder code, int outer, int index) {
        int missing = Operand.NEVER;
        if (validity >= 0) {
            missing = code.allocateLocal(TypeKind.INT);
            bit(code, validity, outer, missing);
        }
        if (dictionaryValidity >= 0) {
            int inner = code.allocateLocal(TypeKind.INT);
            bit(code, dictionaryValidity, index, inner);
            if (missing >= 0) {
                code.iload(inner).iload(missing).ior().istore(inner);
            }
            missing = inner;
        }
        int value = kind.isHolder() ? holder : code.allocateLocal(Descriptors.typeKind(kind));
        switch (kind) {
            case BYTES -> {
                code.aload(holder).aload(second);
                code.aload(first).iload(index).iaload();
                code.aload(first).iload(index).iconst_1().iadd().iaload();
                code.invokevirtual(
                        Descriptors.of(Slice.class),
                        "set",
                        MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_byte.arrayType(), CD_int, CD_int));
            }
            case INT128 -> {
                code.aload(holder);
                code.aload(first).iload(index).laload();
                code.aload(second).iload(index).laload();
                code.invokevirtual(
                        Descriptors.of(Int128.class),
                        "set",
                        MethodTypeDesc.of(ConstantDescs.CD_void, CD_long, CD_long));
            }
            case BOOLEAN -> code.aload(first).iload(index).baload().istore(value);
            case INT -> code.aload(first).iload(index).iaload().istore(value);
            case LONG -> code.aload(first).iload(index).laload().lstore(value);
            case FLOAT -> code.aload(first).iload(index).faload().fstore(value);
            case DOUBLE -> code.aload(first).iload(index).daload().dstore(value);
            case OBJECT -> throw new IllegalStateException("no column of objects");
        }
        return Operand.local(kind, value, missing);
    }

    /** Sets a variable to 1 when the row at this index is missing, else to 0. */
    private static void bit(CodeBuilder code, int bitmap, int index, int missing) {
        code.aload(bitmap).iload(index).bipush(6).iushr().laload();
        code.iload(index).lushr().l2i().iconst_1().iand().iconst_1().ixor().istore(missing);
    }
}
