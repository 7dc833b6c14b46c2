package io.millrace.benchmarks.expression;

import java.lang.reflect.InvocationTargetException;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.SimpleCompiler;

/** Loops that are written as Java text at run time and compiled by Janino. */
final class JaninoLoops {

    /** What the text implements. */
    public interface Loop {
        long run(int[] a, int[] b, long[] price, long[] other, double[] amount);
    }

    private JaninoLoops() {}

    private static Loop compile(String name, String fields, String body) {
        String text =
                "public class "
                        + name
                        + " implements "
                        + Loop.class.getCanonicalName()
                        + " {\n"
                        + fields
                        + "\npublic long run(int[] a, int[] b, long[] price, long[] other, double[] amount) {\n"
                        + body
                        + "\n}}";
        try {
            SimpleCompiler compiler = new SimpleCompiler();
            compiler.setParentClassLoader(JaninoLoops.class.getClassLoader());
            compiler.cook(text);
            return (Loop) compiler.getClassLoader().loadClass(name).getDeclaredConstructor().newInstance();
        } catch (CompileException
                | ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ExpressionBenchmark.Way way(Loop loop) {
        return () -> loop.run(Cases.A, Cases.B, Cases.PRICE, Cases.OTHER, Cases.AMOUNT);
    }

    static void compileFresh(int number) {
        compile(
                "Fresh" + number,
                "double[] out = new double[4096];",
                "for (int i = 0; i < 4096; i++) { out[i] = amount[i] * "
                        + (1.5 + number)
                        + "; } return (long) out[17];");
    }

    static ExpressionBenchmark.Way times() {
        return way(
                compile(
                        "Times",
                        "double[] out = new double[4096];",
                        "double[] o = out; for (int i = 0; i < 4096; i++) { o[i] = amount[i] * 0.908; } return (long) o[17];"));
    }

    static ExpressionBenchmark.Way sum() {
        return way(
                compile(
                        "Sum",
                        "long[] out = new long[4096];",
                        "long[] o = out; for (int i = 0; i < 4096; i++) {"
                                + " o[i] = Math.subtractExact(Math.multiplyExact(Math.addExact(price[i], other[i]), 3L), price[i]); }"
                                + " return o[17];"));
    }

    static ExpressionBenchmark.Way both() {
        return way(
                compile(
                        "Both",
                        "int[] out = new int[4096];",
                        "int[] o = out; int n = 0; for (int i = 0; i < 4096; i++) {"
                                + " o[n] = i; n += (a[i] > 10 ? 1 : 0) & (b[i] < 5 ? 1 : 0); } return n;"));
    }
}
