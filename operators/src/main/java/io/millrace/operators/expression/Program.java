package io.millrace.operators.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Roots that one loop evaluates, and the code made for them so far: one class for each way that the columns are held.
 * Threads share it.
 */
final class Program {
    /** How many classes of one program are kept. */
    private static final int MAX_VARIANTS = 64;

    private record Variant(KernelGenerator.Rows rows, List<Byte> encodings) {}

    private final List<Node> roots;
    private final KernelGenerator.Purpose purpose;
    private final boolean[] reads;
    private final Map<Variant, Code> variants = new LinkedHashMap<>(16, 0.75f, true);

    Program(List<Node> roots, KernelGenerator.Purpose purpose, int sources) {
        this.roots = List.copyOf(roots);
        this.purpose = purpose;
        this.reads = new boolean[sources];
        roots.forEach(this::markReads);
    }

    private void markReads(Node node) {
        if (node instanceof Node.Load load) {
            reads[load.path] = true;
        }
        node.parts().forEach(this::markReads);
    }

    List<Node> roots() {
        return roots;
    }

    /** Whether the loop reads the column of this source. */
    boolean reads(int source) {
        return reads[source];
    }

    int sources() {
        return reads.length;
    }

    synchronized Code code(KernelGenerator.Rows rows, byte[] encodings) {
        List<Byte> key = new ArrayList<>(encodings.length);
        for (byte encoding : encodings) {
            key.add(encoding);
        }
        Variant variant = new Variant(rows, key);
        Code code = variants.get(variant);
        if (code == null) {
            code = KernelGenerator.generate(roots, purpose, rows, encodings);
            variants.put(variant, code);
            if (variants.size() > MAX_VARIANTS) {
                variants.remove(variants.keySet().iterator().next());
            }
        }
        return code;
    }

    /** A program in the hands of one projector, with the code that it used last. */
    static final class Runner {
        private final Program program;
        private final byte[] encodings;
        private final byte[] last;
        private KernelGenerator.Rows lastRows = KernelGenerator.Rows.DENSE;
        private @org.jspecify.annotations.Nullable Code code;
        private Object[] own = {};

        Runner(Program program) {
            this.program = program;
            this.encodings = new byte[program.sources()];
            this.last = new byte[program.sources()];
        }

        Program program() {
            return program;
        }

        /** The code for columns that are held like these. */
        Code prepare(io.millrace.data.Column[] columns, RowSet rows) {
            for (int i = 0; i < encodings.length; i++) {
                encodings[i] = program.reads(i) ? Encoding.of(columns[i]) : 0;
            }
            KernelGenerator.Rows kind = rows.isSelected() ? KernelGenerator.Rows.SELECTED : KernelGenerator.Rows.DENSE;
            Code current = code;
            if (current == null || kind != lastRows || !Arrays.equals(encodings, last)) {
                current = program.code(kind, encodings.clone());
                code = current;
                own = current.own();
                lastRows = kind;
                System.arraycopy(encodings, 0, last, 0, last.length);
            }
            for (Object object : own) {
                if (object instanceof io.millrace.operators.expression.function.BatchTime time) {
                    time.refresh();
                }
            }
            return current;
        }

        Object[] own() {
            return own;
        }

        /** The row at which {@link Kernel#run} threw. */
        int failedRow() {
            return ((int[]) own[0])[0];
        }
    }
}
