package io.millrace.operators.expression;

import io.millrace.data.DataType;
import io.millrace.data.MillraceException;
import io.millrace.operators.expression.function.Errors;
import io.millrace.operators.expression.function.Slice;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The code of nodes within the loop. A node that was evaluated on every path to here is not evaluated again: what is
 * evaluated under a condition is forgotten at the condition's end.
 */
final class Evaluator {
    private final CodeBuilder code;
    private final Resources resources;
    private final Invocations invocations;
    private final List<Map<Node, Operand>> known = new ArrayList<>();

    Evaluator(CodeBuilder code, Resources resources) {
        this.code = code;
        this.resources = resources;
        this.invocations = new Invocations(code, resources);
    }

    /** The value of this node for the current row. */
    Operand evaluate(Node node) {
        if (known.isEmpty()) {
            begin();
        }
        for (Map<Node, Operand> scope : known) {
            Operand found = scope.get(node);
            if (found != null) {
                return found;
            }
        }
        Operand operand = emit(node);
        known.getLast().put(node, operand);
        return operand;
    }

    private void begin() {
        known.add(new IdentityHashMap<>());
    }

    /** Forgets what was evaluated since there were so many scopes. */
    private void forget(int depth) {
        while (known.size() > depth) {
            known.removeLast();
        }
    }

    private Operand emit(Node node) {
        return switch (node) {
            case Node.Load load -> resources.reader(load.path).read(code);
            case Node.Constant constant ->
                    constant.kind().isHolder()
                            ? Operand.local(constant.kind(), resources.slotOf(node), Operand.NEVER)
                            : Operand.constant(constant.kind(), constant.value, Operand.NEVER);
            case Node.Null missing -> resources.missing(missing.kind());
            case Node.Held held -> Operand.local(Kind.OBJECT, resources.slotOf(held), Operand.NEVER);
            case Node.Own own -> Operand.local(Kind.OBJECT, resources.slotOf(own), Operand.NEVER);
            case Node.Invoke invoke -> invocations.invoke(invoke, evaluateAll(invoke.parts()));
            case Node.Foreign foreign -> invocations.foreign(foreign, evaluateAll(foreign.parts()));
            case Node.Checked checked -> checked(checked);
            case Node.And and -> connective(and.parts(), 1);
            case Node.Or or -> connective(or.parts(), 0);
            case Node.Not not -> not(evaluate(not.parts().getFirst()));
            case Node.IsNull test -> isNull(evaluate(test.parts().getFirst()));
            case Node.IsTrue test -> truth(test.parts().getFirst());
            case Node.Case choice -> choice(choice);
            case Node.Coalesce coalesce -> coalesce(coalesce);
        };
    }

    private Operand checked(Node.Checked checked) {
        Operand operand = evaluate(checked.parts().get(1));
        Operand attempt = evaluate(checked.parts().get(0));
        if (!attempt.mayBeNull()) {
            return attempt;
        }
        Label fine = code.newLabel();
        attempt.loadNull(code);
        code.ifeq(fine);
        operand.loadNull(code);
        code.ifne(fine);
        int depth = known.size();
        begin();
        evaluate(checked.parts().get(2)).load(code);
        code.aload(resources.slotOf(checked));
        code.invokestatic(
                Descriptors.of(Errors.class),
                checked.text ? "badText" : "badCast",
                MethodTypeDesc.of(
                        Descriptors.of(MillraceException.class),
                        Descriptors.of(Slice.class),
                        Descriptors.of(DataType.class)));
        code.athrow();
        forget(depth);
        code.labelBinding(fine);
        return new Operand(attempt.kind(), attempt.slot(), attempt.constant(), operand.nullSlot());
    }

    private List<Operand> evaluateAll(List<Node> nodes) {
        List<Operand> operands = new ArrayList<>(nodes.size());
        for (Node node : nodes) {
            operands.add(evaluate(node));
        }
        return operands;
    }

    /** The truth of a condition whose every part may be evaluated, without a jump. */
    Operand truthWithoutJumps(Node condition) {
        invocations.withoutJumps();
        return truth(condition);
    }

    /** 1 where this boolean is true, 0 where it is false or missing. */
    Operand truth(Node node) {
        Operand known = truthWithoutBranch(node);
        if (known != null) {
            return known;
        }
        Operand value = evaluate(node);
        if (!value.mayBeNull()) {
            return value;
        }
        int slot = code.allocateLocal(TypeKind.INT);
        value.load(code);
        value.loadNull(code);
        code.iconst_1().ixor().iand().istore(slot);
        return Operand.local(Kind.BOOLEAN, slot, Operand.NEVER);
    }

    /** The truth of a connective is that of its parts, connected. */
    private @Nullable Operand truthWithoutBranch(Node node) {
        boolean and = node instanceof Node.And;
        if (!node.isTotal() || !(and || node instanceof Node.Or)) {
            return null;
        }
        int slot = code.allocateLocal(TypeKind.INT);
        boolean first = true;
        for (Node part : node.parts()) {
            Operand truth = truth(part);
            truth.load(code);
            if (!first) {
                code.iload(slot);
                if (and) {
                    code.iand();
                } else {
                    code.ior();
                }
            }
            code.istore(slot);
            first = false;
        }
        return Operand.local(Kind.BOOLEAN, slot, Operand.NEVER);
    }

    /**
     * Goes on where the condition is true and jumps where it is false or missing. What it evaluated on the way on stays
     * known until the caller forgets it.
     */
    void branch(Node condition, Label fails) {
        if (condition instanceof Node.And and && !and.isTotal()) {
            for (Node part : and.parts()) {
                branch(part, fails);
                begin();
            }
            return;
        }
        Operand truth = truth(condition);
        truth.load(code);
        code.ifeq(fails);
    }

    private Operand not(Operand value) {
        int slot = code.allocateLocal(TypeKind.INT);
        value.load(code);
        code.iconst_1().ixor().istore(slot);
        return Operand.local(Kind.BOOLEAN, slot, value.nullSlot());
    }

    private Operand isNull(Operand value) {
        return value.nullSlot() >= 0
                ? Operand.local(Kind.BOOLEAN, value.nullSlot(), Operand.NEVER)
                : Operand.constant(Kind.BOOLEAN, value.mayBeNull() ? 1 : 0, Operand.NEVER);
    }

    /**
     * AND with neutral 1, OR with neutral 0: the first part that is there and not neutral decides; otherwise the result
     * is missing when some part was.
     */
    private Operand connective(List<Node> parts, int neutral) {
        int value = code.allocateLocal(TypeKind.INT);
        int missing = code.allocateLocal(TypeKind.INT);
        Label decided = code.newLabel();
        Label end = code.newLabel();
        boolean nullable = false;
        code.iconst_0().istore(missing);
        int depth = Math.max(known.size(), 1);
        for (Node part : parts) {
            Operand operand = evaluate(part);
            Label next = code.newLabel();
            if (operand.mayBeNull()) {
                nullable = true;
                Label there = code.newLabel();
                operand.loadNull(code);
                code.ifeq(there);
                code.iconst_1().istore(missing);
                code.goto_(next);
                code.labelBinding(there);
            }
            operand.load(code);
            if (neutral == 1) {
                code.ifeq(decided);
            } else {
                code.ifne(decided);
            }
            code.labelBinding(next);
            begin();
        }
        forget(depth);
        code.loadConstant(neutral).istore(value);
        code.goto_(end);
        code.labelBinding(decided);
        code.loadConstant(1 - neutral).istore(value);
        code.iconst_0().istore(missing);
        code.labelBinding(end);
        return Operand.local(Kind.BOOLEAN, value, nullable ? missing : Operand.NEVER);
    }

    private Operand choice(Node.Case choice) {
        List<Node> parts = choice.parts();
        Kind kind = choice.kind();
        int value = code.allocateLocal(Descriptors.typeKind(kind));
        int missing = code.allocateLocal(TypeKind.INT);
        boolean nullable = false;
        Label end = code.newLabel();
        int depth = Math.max(known.size(), 1);
        for (int i = 0; i + 1 < parts.size(); i += 2) {
            Label next = code.newLabel();
            branch(parts.get(i), next);
            begin();
            nullable |= assign(evaluate(parts.get(i + 1)), value, missing);
            code.goto_(end);
            code.labelBinding(next);
            // What the first condition evaluated before it could jump stays known: every path comes by.
            forget(depth);
            begin();
        }
        nullable |= assign(evaluate(parts.getLast()), value, missing);
        code.labelBinding(end);
        forget(depth);
        return Operand.local(kind, value, nullable ? missing : Operand.NEVER);
    }

    private Operand coalesce(Node.Coalesce coalesce) {
        Kind kind = coalesce.kind();
        int value = code.allocateLocal(Descriptors.typeKind(kind));
        int missing = code.allocateLocal(TypeKind.INT);
        boolean nullable = true;
        Label end = code.newLabel();
        int depth = Math.max(known.size(), 1);
        for (Node part : coalesce.parts()) {
            Operand operand = evaluate(part);
            nullable = assign(operand, value, missing);
            if (!nullable) {
                break;
            }
            operand.loadNull(code);
            code.ifeq(end);
            begin();
        }
        code.labelBinding(end);
        forget(depth);
        return Operand.local(kind, value, nullable ? missing : Operand.NEVER);
    }

    private boolean assign(Operand from, int value, int missing) {
        from.load(code);
        code.storeLocal(Descriptors.typeKind(from.kind()), value);
        from.loadNull(code);
        code.istore(missing);
        return from.mayBeNull();
    }
}
