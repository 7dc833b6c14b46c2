package io.millrace.operators.expression;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;

import io.millrace.data.DataType;
import io.millrace.data.Int128;
import io.millrace.operators.expression.function.Missing;
import io.millrace.operators.expression.function.Slice;
import io.millrace.operators.expression.function.SliceBuilder;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The objects that a loop needs, fetched into local variables before it: constants (static fields of the class, so that
 * the JIT compiler sees through them), objects of the projector, holders that live as long as the call, and what the
 * columns consist of.
 */
final class Resources {
    private static final ClassDesc LOOKUP = Descriptors.of(MethodHandles.Lookup.class);
    private static final Slice NO_TEXT = new Slice();
    private static final Int128 ZERO = new Int128();

    private final ClassDesc self;
    private final List<Object> constants = new ArrayList<>();
    private final List<ClassDesc> constantTypes = new ArrayList<>();
    private final List<Supplier<Object>> makers = new ArrayList<>();
    private final Map<Object, Integer> constantOf = new IdentityHashMap<>();
    private final Map<Node, Integer> makerOf = new IdentityHashMap<>();
    private final List<Node> fresh = new ArrayList<>();
    private final Map<Integer, ColumnReader> readers = new TreeMap<>();
    private final IdentityHashMap<Node, Boolean> seen = new IdentityHashMap<>();
    private final Map<Object, Integer> slots = new IdentityHashMap<>();
    private int missingSlot;
    private boolean usesMissing;

    Resources(List<Node> roots, byte[] encodings, ClassDesc self) {
        this.self = self;
        constant(NO_TEXT, NO_TEXT, Slice.class);
        constant(ZERO, ZERO, Int128.class);
        roots.forEach(root -> collect(root, encodings));
    }

    private void collect(Node node, byte[] encodings) {
        if (seen.put(node, true) != null) {
            return;
        }
        switch (node) {
            case Node.Load load ->
                    readers.computeIfAbsent(load.path, path -> new ColumnReader(path, load.kind(), encodings[path]));
            case Node.Constant constant when constant.kind().isHolder() ->
                    constant(node, constant.value, constant.kind().type());
            case Node.Held held -> constant(node, held.value, held.type);
            case Node.Own own -> own(node, own.maker);
            case Node.Checked checked -> constant(node, checked.target, DataType.class);
            case Node.Foreign foreign -> {
                constant(node, foreign.handle, MethodHandle.class);
                collect(foreign.holder, encodings);
            }
            case Node.Invoke invoke -> collectHolders(invoke);
            default -> {}
        }
        node.parts().forEach(part -> collect(part, encodings));
    }

    private void collectHolders(Node.Invoke invoke) {
        Class<?> last = lastParameter(invoke);
        if (last == SliceBuilder.class) {
            own(invoke, SliceBuilder::new);
        } else if (last == Int128.class && hasHolder(invoke)) {
            fresh.add(invoke);
        } else if (last == Missing.class) {
            usesMissing = true;
        }
    }

    /** Whether the method leaves its result in its last parameter. */
    static boolean hasHolder(Node.Invoke invoke) {
        Class<?> result = invoke.method.getReturnType();
        Class<?> last = lastParameter(invoke);
        return (last == SliceBuilder.class || last == Int128.class)
                && (result == void.class || result == boolean.class);
    }

    static Class<?> lastParameter(Node.Invoke invoke) {
        Class<?>[] types = invoke.method.getParameterTypes();
        return types.length == 0 ? void.class : types[types.length - 1];
    }

    private void constant(Object key, Object value, Class<?> type) {
        constantOf.put(key, constants.size());
        constants.add(value);
        constantTypes.add(Descriptors.of(type));
    }

    private void own(Node key, Supplier<Object> maker) {
        makers.add(maker);
        makerOf.put(key, makers.size());
    }

    Object[] constants() {
        return constants.toArray();
    }

    List<Supplier<Object>> makers() {
        return List.copyOf(makers);
    }

    /** The static fields, and the method that fills them. */
    void declareConstants(ClassBuilder builder) {
        for (int i = 0; i < constants.size(); i++) {
            builder.withField("c" + i, constantTypes.get(i), ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
        }
        builder.withMethodBody(
                ConstantDescs.CLASS_INIT_NAME,
                ConstantDescs.MTD_void,
                ClassFile.ACC_STATIC,
                code -> {
                    int data = code.allocateLocal(TypeKind.REFERENCE);
                    ClassDesc handles = Descriptors.of(MethodHandles.class);
                    code.invokestatic(handles, "lookup", MethodTypeDesc.of(LOOKUP));
                    code.loadConstant(ConstantDescs.DEFAULT_NAME);
                    code.loadConstant(CD_Object.arrayType());
                    code.invokestatic(
                            handles,
                            "classData",
                            MethodTypeDesc.of(CD_Object, LOOKUP, CD_String, ConstantDescs.CD_Class));
                    code.checkcast(CD_Object.arrayType()).astore(data);
                    for (int i = 0; i < constants.size(); i++) {
                        code.aload(data).loadConstant(i).aaload().checkcast(constantTypes.get(i));
                        code.putstatic(self, "c" + i, constantTypes.get(i));
                    }
                    code.return_();
                });
    }

    /** Fills the local variables. */
    void prologue(CodeBuilder code) {
        slots.clear();
        constantOf.forEach((key, index) -> {
            int slot = slot(code, key);
            code.getstatic(self, "c" + index, constantTypes.get(index)).astore(slot);
        });
        makerOf.forEach((node, index) -> {
            Class<?> type = node instanceof Node.Own own ? own.type : SliceBuilder.class;
            int slot = slot(code, node);
            code.aload(KernelGenerator.OWN).loadConstant(index).aaload().checkcast(Descriptors.of(type)).astore(slot);
        });
        for (Node node : fresh) {
            fresh(code, Int128.class, slot(code, node));
        }
        if (usesMissing) {
            missingSlot = code.allocateLocal(TypeKind.REFERENCE);
            fresh(code, Missing.class, missingSlot);
        }
        readers.values().forEach(reader -> reader.prologue(code));
    }

    static void fresh(CodeBuilder code, Class<?> type, int slot) {
        ClassDesc desc = Descriptors.of(type);
        code.new_(desc).dup().invokespecial(desc, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).astore(slot);
    }

    private int slot(CodeBuilder code, Object key) {
        int slot = code.allocateLocal(TypeKind.REFERENCE);
        slots.put(key, slot);
        return slot;
    }

    /** Tells the readers which local variable holds the row's position. */
    void position(int slot) {
        readers.values().forEach(reader -> reader.position(slot));
    }

    ColumnReader reader(int path) {
        ColumnReader reader = readers.get(path);
        if (reader == null) {
            throw new IllegalStateException("column " + path + " was not collected");
        }
        return reader;
    }

    /** The local variable with the object of this node. */
    int slotOf(Object key) {
        Integer slot = slots.get(key);
        if (slot == null) {
            throw new IllegalStateException("nothing was collected for " + key);
        }
        return slot;
    }

    int missingSlot() {
        return missingSlot;
    }

    /** Pushes a harmless value of this kind. */
    void loadHarmless(CodeBuilder code, Kind kind) {
        switch (kind) {
            case BOOLEAN, INT -> code.iconst_0();
            case LONG -> code.lconst_0();
            case FLOAT -> code.fconst_0();
            case DOUBLE -> code.dconst_0();
            case INT128 -> code.aload(slotOf(ZERO));
            case BYTES -> code.aload(slotOf(NO_TEXT));
            case OBJECT -> throw new IllegalStateException("objects are never missing");
        }
    }

    /** A harmless value of this kind that is missing. */
    Operand missing(Kind kind) {
        return switch (kind) {
            case BOOLEAN, INT -> Operand.constant(kind, 0, Operand.ALWAYS);
            case LONG -> Operand.constant(kind, 0L, Operand.ALWAYS);
            case FLOAT -> Operand.constant(kind, 0f, Operand.ALWAYS);
            case DOUBLE -> Operand.constant(kind, 0d, Operand.ALWAYS);
            case INT128 -> Operand.local(kind, slotOf(ZERO), Operand.ALWAYS);
            case BYTES -> Operand.local(kind, slotOf(NO_TEXT), Operand.ALWAYS);
            case OBJECT -> throw new IllegalStateException("objects are never missing");
        };
    }
}
