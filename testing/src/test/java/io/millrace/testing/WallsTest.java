package io.millrace.testing;

import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The walls between modules: what each may not know. They are checked in the compiled classes of all modules, tests
/// left out. `Example*` classes below break them on purpose, so that each kind of wall is seen to hold.
class WallsTest {
    private static final String HOME = "io.millrace.";

    /// Whom each module may import, besides itself. A name stands for the module and what is below it. Modules that are
    /// not here (server, testing, benchmarks) may import any, and nobody may import them.
    private static final Map<String, List<String>> MAY_KNOW =
            Map.ofEntries(
                    Map.entry("data", List.of()),
                    Map.entry("examples", List.of()),
                    Map.entry("dataflow", List.of("data")),
                    Map.entry("operators", List.of("data", "dataflow")),
                    Map.entry("state", List.of("data", "dataflow")),
                    Map.entry("protocol", List.of("data", "dataflow")),
                    Map.entry("worker", List.of("data", "dataflow", "protocol")),
                    Map.entry("coordinator", List.of("data", "dataflow", "protocol")),
                    Map.entry("sql", List.of("data", "dataflow", "operators")),
                    Map.entry("streams", List.of("data", "dataflow", "operators")),
                    Map.entry("connectors", List.of("data", "dataflow", "formats")),
                    Map.entry("formats", List.of("data", "dataflow")),
                    Map.entry("runners", List.of("data", "dataflow", "operators")),
                    Map.entry("models", List.of("data", "dataflow", "operators")));

    private static final List<String> ASSEMBLY = List.of("server", "testing", "benchmarks");

    /// Families of one module per outside system or format; a member does not know its siblings.
    private static final List<String> FAMILIES = List.of("connectors", "formats", "runners", "models");

    /// Modules that need nothing but the JDK.
    private static final List<String> GROUND =
            List.of("data", "dataflow", "operators", "state", "worker", "coordinator", "examples");

    /// Libraries that one module alone may import. Any other library too may be imported by one module only; these say
    /// which.
    private static final Map<String, List<String>> LIBRARY_HOME =
            Map.of(
                    "org.apache.calcite", List.of("sql"),
                    "org.apache.flink", List.of("sql", "runners.flink"),
                    "org.jline", List.of("server"),
                    "com.github.luben", List.of("connectors.files", "formats.parquet"),
                    "de.siegmar", List.of("formats.text"));

    /// Not libraries in this sense: the JDK, and annotations without code.
    private static final List<String> EVERYBODYS =
            List.of("java.", "javax.", "jdk.", "org.jspecify.", "com.google.errorprone.annotations.", HOME);

    private static final JavaClasses CLASSES = compiledClasses();

    private static JavaClasses compiledClasses() {
        var folders =
                Modules.find().folders().stream()
                        .map(folder -> folder.resolve("target/classes"))
                        .filter(Files::isDirectory)
                        .toList();
        return new ClassFileImporter().importPaths(folders);
    }

    @Test
    void everyModuleIsCompiled() {
        var modules = Modules.find();
        var compiled = new TreeSet<String>();
        CLASSES.forEach(type -> compiled.add(moduleOf(type)));
        var expected = modules.folders().stream().map(modules::name).filter(name -> !isAssembly(name)).toList();
        assertThat(compiled)
                .as("modules with classes; where one is missing, run the whole build: mvn verify")
                .containsAll(expected);
    }

    @TestFactory
    Stream<DynamicTest> moduleKnowsOnlyWhatItMay() {
        return MAY_KNOW.keySet().stream()
                .sorted()
                .map(module -> DynamicTest.dynamicTest(module, () -> knowsOnlyWhatItMay(module).check(CLASSES)));
    }

    @Test
    void nobodyKnowsTheAssembly() {
        noClasses()
                .that(belongTo(MAY_KNOW.keySet().stream().toList()))
                .should(dependOnClassesThat(belongTo(ASSEMBLY)))
                .because("the server wires everything, so nothing may depend on it; tests and benchmarks ship nothing")
                .check(CLASSES);
    }

    @Test
    void siblingsDoNotKnowEachOther() {
        siblingsApart().check(CLASSES);
    }

    @Test
    void groundNeedsNothingButTheJdk() {
        noLibraries(GROUND).check(CLASSES);
    }

    @Test
    void everyLibraryHasOneHome() {
        var homes = libraryHomes(CLASSES.that(DescribedPredicate.not(belongTo(ASSEMBLY))));
        assertThat(homes)
                .allSatisfy((library, modules) ->
                        assertThat(LIBRARY_HOME.getOrDefault(library, List.of(modules.first())))
                                .as("each library is imported by one module, so that it can be replaced: %s", library)
                                .containsAll(modules));
    }

    @Test
    void assemblyLeavesLibrariesAtHome() {
        for (String library : List.of("org.apache.calcite", "org.apache.flink", "de.siegmar")) {
            noClasses()
                    .that(belongTo(List.of("server")))
                    .should(dependOnClassesThat(JavaClass.Predicates.resideInAPackage(library + "..")))
                    .because("the module that wraps a library hides it: " + library)
                    .check(CLASSES);
        }
    }

    @Test
    void sqlShowsNoTypeOfItsPlanner() {
        showsOnlyOurTypes("sql").check(CLASSES);
    }

    @Test
    void coordinatorNeverSeesABatch() {
        noClasses()
                .that(belongTo(List.of("coordinator")))
                .should(dependOnClassesThat(JavaClass.Predicates.type(io.millrace.data.Batch.class)))
                .because("the control plane decides; data flows past it")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    /// The rules above are given classes that break them, and must say so.
    @Test
    void wallsHold() {
        var examples = new ClassFileImporter().importClasses(ExampleOfData.class, ExampleOfSql.class);
        var broken =
                List.of(
                        knowsOnlyWhatItMay("testing", List.of()),
                        showsOnlyOurTypes("testing"),
                        noLibraries(List.of("testing")));
        assertThat(broken)
                .allSatisfy(rule ->
                        assertThatThrownBy(() -> rule.check(examples))
                                .as(rule.getDescription())
                                .isInstanceOf(AssertionError.class)
                                .hasMessageContaining("Example"));
        assertThat(libraryHomes(examples)).containsOnlyKeys("com.tngtech");
    }

    @Test
    void siblingsAreToldFromStrangers() {
        assertThat(areSiblings("connectors.files", "connectors.generators")).isTrue();
        assertThat(areSiblings("connectors.files", "connectors.files")).isFalse();
        assertThat(areSiblings("connectors.files", "formats.text")).isFalse();
    }

    private static ArchRule knowsOnlyWhatItMay(String module) {
        return knowsOnlyWhatItMay(module, MAY_KNOW.getOrDefault(module, List.of()));
    }

    private static ArchRule knowsOnlyWhatItMay(String module, List<String> others) {
        var known = Stream.concat(Stream.of(module), others.stream()).toList();
        var foreign =
                DescribedPredicate.describe(
                        "our other modules",
                        (JavaClass type) -> type.getPackageName().startsWith(HOME) && !isIn(type, known));
        return noClasses()
                .that(belongTo(List.of(module)))
                .should(dependOnClassesThat(foreign))
                .because("of our modules, " + module + " may know only " + others)
                .allowEmptyShould(true);
    }

    /// The modules that import each library.
    private static Map<String, TreeSet<String>> libraryHomes(Iterable<JavaClass> types) {
        var homes = new TreeMap<String, TreeSet<String>>();
        for (JavaClass type : types) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                library(dependency.getTargetClass())
                        .ifPresent(name -> homes.computeIfAbsent(name, n -> new TreeSet<>()).add(moduleOf(type)));
            }
        }
        return homes;
    }

    private static boolean areSiblings(String own, String other) {
        return !own.equals(other) && family(own).equals(family(other));
    }

    private static ArchRule siblingsApart() {
        return classes()
                .that(belongTo(FAMILIES))
                .should(
                        condition(
                                "not know a sibling",
                                (type, dependency) ->
                                        areSiblings(moduleOf(type), moduleOf(dependency.getTargetClass()))))
                .because("nobody downloads a connector or a format that he doesn't use")
                .allowEmptyShould(true);
    }

    private static ArchRule noLibraries(List<String> modules) {
        return classes()
                .that(belongTo(modules))
                .should(
                        condition(
                                "need only the JDK",
                                (type, dependency) -> library(dependency.getTargetClass()).isPresent()))
                .because("the ground of the engine is ours alone")
                .allowEmptyShould(true);
    }

    private static ArchRule showsOnlyOurTypes(String module) {
        return classes()
                .that(
                        DescribedPredicate.describe(
                                "are public in " + module,
                                (JavaClass type) ->
                                        type.getPackageName().equals(HOME + module)
                                                && type.getModifiers().contains(JavaModifier.PUBLIC)))
                .should(
                        new ArchCondition<JavaClass>("show no type of a library") {
                            @Override
                            public void check(JavaClass type, ConditionEvents events) {
                                shown(type)
                                        .filter(shown -> library(shown).isPresent())
                                        .forEach(shown ->
                                                events.add(
                                                        SimpleConditionEvent.violated(
                                                                type, type.getName() + " shows " + shown.getName())));
                            }
                        })
                .because("a library that stays inside can be replaced")
                .allowEmptyShould(true);
    }

    /// The types in the signatures of what a class lets others see.
    private static Stream<JavaClass> shown(JavaClass type) {
        var fields =
                type.getFields().stream()
                        .filter(field -> field.getModifiers().contains(JavaModifier.PUBLIC))
                        .flatMap(field -> field.getType().getAllInvolvedRawTypes().stream());
        var methods =
                type.getCodeUnits().stream()
                        .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                        .flatMap(method ->
                                Stream.concat(Stream.of(method.getReturnType()), method.getParameterTypes().stream()))
                        .flatMap(shown -> shown.getAllInvolvedRawTypes().stream());
        return Stream.concat(fields, methods);
    }

    private interface Breach {
        boolean isIn(JavaClass type, Dependency dependency);
    }

    private static ArchCondition<JavaClass> condition(String description, Breach breach) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> breach.isIn(type, dependency))
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(type, dependency.getDescription())));
            }
        };
    }

    private static DescribedPredicate<JavaClass> belongTo(List<String> modules) {
        return DescribedPredicate.describe("belong to " + modules, type -> isIn(type, modules));
    }

    private static boolean isIn(JavaClass type, List<String> modules) {
        return modules.stream().anyMatch(module -> (type.getPackageName() + ".").startsWith(HOME + module + "."));
    }

    private static boolean isAssembly(String module) {
        return ASSEMBLY.contains(module.split("\\.")[0]);
    }

    private static String family(String module) {
        int dot = module.indexOf('.');
        return dot < 0 ? module : module.substring(0, dot);
    }

    /// `connectors.files` for `io.millrace.connectors.files.csv`, `sql` for `io.millrace.sql.plan`; empty for
    /// strangers.
    private static String moduleOf(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(HOME)) {
            return "";
        }
        var parts = name.substring(HOME.length()).split("\\.");
        return FAMILIES.contains(parts[0]) && parts.length > 1 ? parts[0] + "." + parts[1] : parts[0];
    }

    /// The first words of a library's package that tell it from others: `org.apache.calcite`, but `com.tngtech`.
    private static Optional<String> library(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName();
        if (name.isEmpty() || EVERYBODYS.stream().anyMatch(prefix -> (name + ".").startsWith(prefix))) {
            return Optional.empty();
        }
        var parts = name.split("\\.");
        boolean isShared =
                name.startsWith("org.apache.") || name.startsWith("com.google.") || name.startsWith("com.github.");
        return Optional.of(String.join(".", List.of(parts).subList(0, Math.min(parts.length, isShared ? 3 : 2))));
    }

    /// Knows another of our modules.
    public static final class ExampleOfData {
        public int rows() {
            return io.millrace.data.Batch.MAX_ROWS;
        }
    }

    /// Shows a type of a library.
    public static final class ExampleOfSql {
        public List<JavaClass> shown() {
            return List.of();
        }
    }
}
