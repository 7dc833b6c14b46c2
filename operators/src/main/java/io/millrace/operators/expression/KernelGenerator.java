package io.millrace.operators.expression;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;

import io.millrace.data.Column;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.List;

/**
 * Makes the class of a {@link Kernel}: one method with one loop. What the loop reads is taken out of the columns before
 * it; each node's value, and whether it is missing where that can be, goes into a local variable. The class is hidden:
 * it goes away with its last user.
 */
final class KernelGenerator {

    /** What the loop does with a row. */
    enum Purpose {
        FILTER,
        PROJECT
    }

    /** Which rows it visits. */
    enum Rows {
        DENSE,
        SELECTED
    }

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final ClassDesc SELF = ClassDesc.of(KernelGenerator.class.getPackageName(), "GeneratedKernel");
    private static final ClassDesc OBJECTS = CD_Object.arrayType();
    private static final MethodTypeDesc RUN =
            MethodTypeDesc.of(
                    CD_int,
                    Descriptors.of(Column.class).arrayType(),
                    CD_int.arrayType(),
                    CD_int,
                    CD_int,
                    OBJECTS,
                    OBJECTS);

    static final int COLUMNS = 1;
    static final int POSITIONS = 2;
    static final int FROM = 3;
    static final int TO = 4;
    static final int OUTPUTS = 5;
    static final int OWN = 6;

    private final List<Node> roots;
    private final Purpose purpose;
    private final Rows rows;
    private final Resources resources;
    private final boolean[] nullable;

    private KernelGenerator(List<Node> roots, Purpose purpose, Rows rows, byte[] encodings) {
        this.roots = roots;
        this.purpose = purpose;
        this.rows = rows;
        this.resources = new Resources(roots, encodings, SELF);
        this.nullable = new boolean[roots.size()];
    }

    /**
     * Code for these roots.
     *
     * @param roots one boolean for a filter, or the projections
     * @param encodings how the columns are held, by {@link ColumnPaths} number
     */
    static Code generate(List<Node> roots, Purpose purpose, Rows rows, byte[] encodings) {
        return new KernelGenerator(roots, purpose, rows, encodings).generate();
    }

    private Code generate() {
        ClassFile classFile =
                ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofClassLoading(LOOKUP)));
        byte[] bytes =
                classFile.build(
                        SELF,
                        builder -> {
                            builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
                            builder.withInterfaceSymbols(Descriptors.of(Kernel.class));
                            builder.withMethodBody(
                                    ConstantDescs.INIT_NAME,
                                    ConstantDescs.MTD_void,
                                    ClassFile.ACC_PUBLIC,
                                    code ->
                                            code.aload(0)
                                                    .invokespecial(
                                                            CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                                                    .return_());
                            builder.withMethodBody("run", RUN, ClassFile.ACC_PUBLIC, this::run);
                            resources.declareConstants(builder);
                        });
        try {
            MethodHandles.Lookup made = LOOKUP.defineHiddenClassWithClassData(bytes, resources.constants(), true);
            Kernel kernel = (Kernel) made.lookupClass().getDeclaredConstructor().newInstance();
            return new Code(kernel, nullable, resources.makers());
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalStateException("the code for " + roots.size() + " expressions was refused", e);
        }
    }

    private void run(CodeBuilder code) {
        int row = code.allocateLocal(TypeKind.INT);
        code.iload(FROM).istore(row);
        Label begin = code.newLabel();
        Label end = code.newLabel();
        Label handler = code.newLabel();
        code.exceptionCatchAll(begin, end, handler);
        code.labelBinding(begin);
        int passed = body(code, row);
        if (passed >= 0) {
            code.iload(passed);
        } else {
            code.iconst_0();
        }
        code.ireturn();
        code.labelBinding(end);
        code.labelBinding(handler);
        code.aload(OWN).iconst_0().aaload().checkcast(CD_int.arrayType());
        code.iconst_0().iload(row).iastore();
        code.athrow();
    }

    /** The loop; returns the local that counts the rows that passed, or −1. */
    private int body(CodeBuilder code, int row) {
        Evaluator evaluator = new Evaluator(code, resources);
        resources.prologue(code);
        int position = rows == Rows.DENSE ? row : code.allocateLocal(TypeKind.INT);
        resources.position(position);
        int passed = -1;
        int selected = -1;
        Outputs outputs = new Outputs(code, roots);
        if (purpose == Purpose.FILTER) {
            passed = code.allocateLocal(TypeKind.INT);
            code.iconst_0().istore(passed);
            selected = code.allocateLocal(TypeKind.REFERENCE);
            code.aload(OUTPUTS).iconst_0().aaload().checkcast(CD_int.arrayType()).astore(selected);
        } else {
            outputs.prologue();
        }
        Label top = code.newLabel();
        Label check = code.newLabel();
        code.goto_(check);
        code.labelBinding(top);
        if (rows == Rows.SELECTED) {
            code.aload(POSITIONS).iload(row).iaload().istore(position);
        }
        if (purpose == Purpose.FILTER) {
            filter(code, evaluator, position, selected, passed);
        } else {
            for (int i = 0; i < roots.size(); i++) {
                Operand value = evaluator.evaluate(roots.get(i));
                nullable[i] = value.mayBeNull();
                outputs.write(i, value, position);
            }
        }
        code.iinc(row, 1);
        code.labelBinding(check);
        code.iload(row).iload(TO).if_icmplt(top);
        return passed;
    }

    /** Without a branch where the condition has none: random rows would be predicted wrongly. */
    private void filter(CodeBuilder code, Evaluator evaluator, int position, int selected, int passed) {
        Node condition = roots.getFirst();
        if (condition.isTotal()) {
            Operand truth = evaluator.truthWithoutJumps(condition);
            code.aload(selected).iload(passed).iload(position).iastore();
            code.iload(passed);
            truth.load(code);
            code.iadd().istore(passed);
        } else {
            Label fails = code.newLabel();
            evaluator.branch(condition, fails);
            code.aload(selected).iload(passed).iload(position).iastore();
            code.iinc(passed, 1);
            code.labelBinding(fails);
        }
    }
}
