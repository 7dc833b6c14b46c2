package io.millrace.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The style rules that plain text can check, over every Java file of the checkout; and over a snippet that breaks each
/// of them, because a check that cannot fail is none.
class TidyTest {
    private static final int WORTH_A_LOOK_LINES = 500;
    private static final String MAIN = "dataflow/src/main/java/io/millrace/dataflow/Snippet.java";

    private record Snippet(String path, String text) {}

    /// What breaks each rule, by its name.
    private static final Map<String, List<Snippet>> BROKEN =
            Map.ofEntries(
                    Map.entry("file length", List.of(main("\n".repeat(801)))),
                    Map.entry(
                            "method length",
                            List.of(
                                    main("class A {\n void f(int a)\n throws B {\n" + "g();\n".repeat(70) + "}}"),
                                    main("class A { class B { A() {\n" + "g(() -> { });\n".repeat(70) + "}}}"))),
                    Map.entry("line length", List.of(main("// " + "x".repeat(140)))),
                    Map.entry(
                            "type name",
                            List.of(
                                    main("final class StoreImpl {}"),
                                    main("interface AbstractStore {}"),
                                    main("record DefaultInfo() {}"),
                                    main("enum StringUtils {}"),
                                    main("class OperatorV2 {}"),
                                    main("class BaseTask {}"))),
                    Map.entry(
                            "package name",
                            List.of(
                                    main("package io.millrace.state.impl;"),
                                    main("package io.millrace.common.state;"))),
                    Map.entry("loose end", List.of(main("// TODO: later"), main("/* FIXME */"))),
                    Map.entry("author or date", List.of(main("/** @author me */"))),
                    Map.entry(
                            "door to time",
                            List.of(
                                    main("long t = System.nanoTime();"),
                                    main("Thread.sleep(1);"),
                                    main("var now = Instant.now();"))),
                    Map.entry(
                            "door to randomness",
                            List.of(
                                    main("var r = new Random();"),
                                    main("ThreadLocalRandom.current()"),
                                    main("Math.random()"))),
                    Map.entry(
                            "door to threads",
                            List.of(
                                    main("new Thread(this)"),
                                    main("Executors.newCachedThreadPool()"),
                                    main("rows.parallelStream()"),
                                    new Snippet(
                                            "worker/src/main/java/io/millrace/worker/Task.java",
                                            "Thread.ofPlatform()"))),
                    Map.entry(
                            "door to storage",
                            List.of(
                                    new Snippet(
                                            "state/src/main/java/io/millrace/state/Log.java", "Files.delete(path);"))),
                    Map.entry(
                            "door to the console",
                            List.of(main("System.out.println(1);"), main("catch (E e) { e.printStackTrace(); }"))),
                    Map.entry("another engine", List.of(main("/** Like Flink does it. */"), main("// as in Spark"))),
                    Map.entry(
                            "accessor",
                            List.of(main("    public int getSize() {"), main("    List<String> getNames();"))),
                    Map.entry("protected field", List.of(main("    protected final int size = 3;"))),
                    Map.entry(
                            "test name",
                            List.of(
                                    new Snippet(
                                            "data/src/test/java/io/millrace/data/BatchCheck.java",
                                            "class A { @Test void b() {} }"))));

    /// What looks like a breach and is none.
    private static final List<Snippet> TIDY =
            List.of(
                    main("class DatabaseName {} record Base64Text() {} class Defaults {} class Information {}"),
                    main("String s = \"TODO System.nanoTime()\"; char c = '\"'; // fine"),
                    main("var s = \"\"\"\n new Thread(\"x\") \\\"\"\" // TODO\n \"\"\";"),
                    main("return getSize();"),
                    main("    @Override\n    public String getMessage() {"),
                    main("int x = row.getInt(3);"),
                    main("class A {\n Map<K, V> table = Map.of(\n" + "a,\n".repeat(90) + "b); void f() { } }"),
                    main("var random = new Random(seed);"),
                    main("/// FlinkSqlParserImpl is a class of the parsing library."),
                    new Snippet("worker/src/main/java/io/millrace/worker/WorkerDriver.java", "Thread.ofPlatform()"),
                    new Snippet(
                            "server/src/main/java/io/millrace/server/Cli.java",
                            "System.out.println(System.nanoTime());"),
                    new Snippet(
                            "data/src/test/java/io/millrace/data/BatchTest.java",
                            "class A { @Test void b() { Thread.sleep(1); } }"));

    private static Snippet main(String text) {
        return new Snippet(MAIN, text);
    }

    @Test
    void everyFileIsTidy() throws IOException {
        var sources = sources();
        assertThat(sources).as("Java files").hasSizeGreaterThan(20);
        sources.stream()
                .filter(source -> source.lines().size() > WORTH_A_LOOK_LINES)
                .forEach(source ->
                        System.out.println(source.path() + ": " + source.lines().size() + " lines: one idea, or two?"));
        assertThat(complaints(sources)).as("breaches of the style").isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> everyRuleCanFail() {
        assertThat(BROKEN.keySet()).isEqualTo(names());
        return TidyRules.ALL.stream()
                .map(rule ->
                        DynamicTest.dynamicTest(
                                rule.name(),
                                () ->
                                        assertThat(BROKEN.get(rule.name()))
                                                .allSatisfy(broken ->
                                                        assertThat(
                                                                        rule.complaints(
                                                                                SourceText.of(
                                                                                        broken.path(), broken.text())))
                                                                .as(broken.text())
                                                                .isNotEmpty())));
    }

    @Test
    void whatIsTidyPasses() {
        var sources = TIDY.stream().map(snippet -> SourceText.of(snippet.path(), snippet.text())).toList();
        assertThat(complaints(sources)).isEmpty();
    }

    @Test
    void complaintNamesFileLineAndReason() {
        var source = SourceText.of(MAIN, "package a;\n\nclass StoreImpl {}\n");
        assertThat(complaints(List.of(source)))
                .containsExactly(MAIN + ":3: StoreImpl — a name says what differs, and this word says nothing");
    }

    @Test
    void everyPackageSaysWhatItIs() throws IOException {
        var missing = new ArrayList<String>();
        var modules = Modules.find();
        for (Path file : javaFiles(modules)) {
            Path info = file.resolveSibling("package-info.java");
            boolean isMain = file.toString().contains("/src/main/");
            if (isMain && (!Files.exists(info) || !Files.readString(info).contains("@NullMarked"))) {
                missing.add(
                        modules.root().relativize(file.getParent())
                                + ": needs a package-info.java with a sentence and"
                                + " @NullMarked");
            }
        }
        assertThat(missing.stream().distinct()).isEmpty();
    }

    private static java.util.Set<String> names() {
        return TidyRules.ALL.stream().map(TidyRule::name).collect(Collectors.toSet());
    }

    private static List<String> complaints(List<SourceText> sources) {
        return sources.stream()
                .flatMap(source -> TidyRules.ALL.stream().flatMap(rule -> rule.complaints(source).stream()))
                .toList();
    }

    private static List<SourceText> sources() throws IOException {
        var modules = Modules.find();
        var sources = new ArrayList<SourceText>();
        for (Path file : javaFiles(modules)) {
            // This file and the rules hold what they forbid.
            if (!file.getFileName().toString().startsWith("Tidy")) {
                sources.add(SourceText.of(modules.root().relativize(file).toString(), Files.readString(file)));
            }
        }
        return sources;
    }

    private static List<Path> javaFiles(Modules modules) throws IOException {
        var files = new ArrayList<Path>();
        for (Path folder : modules.folders()) {
            try (Stream<Path> found = Files.walk(folder.resolve("src"))) {
                found.filter(file -> file.toString().endsWith(".java")).sorted().forEach(files::add);
            }
        }
        return files;
    }
}
