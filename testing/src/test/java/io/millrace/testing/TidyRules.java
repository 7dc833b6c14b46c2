package io.millrace.testing;

import static io.millrace.testing.TidyRule.inCode;
import static io.millrace.testing.TidyRule.inComments;

import io.millrace.testing.TidyRule.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The rules of the style guide that plain text can check. What they let pass on purpose stands in the lists on top.
final class TidyRules {
    static final int FILE_LINES_MAX = 800;
    static final int METHOD_LINES_MAX = 70;
    static final int LINE_CHARS_MAX = 120;

    /// Modules that are the world, or measure it: clocks, threads, files and the console are theirs.
    private static final Set<String> OUTSIDE_MODULES = Set.of("server", "testing", "benchmarks");

    /// Classes elsewhere that may have a thread: small drivers which lend it to logic that has none.
    private static final Pattern DRIVERS = Pattern.compile("(worker|coordinator)/.*/\\w*Driver\\.java");

    /// Modules whose business is the local disk or the console. All others use the doors.
    private static final Set<String> DISK_MODULES = Set.of("connectors/files");

    /// The storage door itself.
    private static final String STORAGE_DOOR = "LocalFileStorage.java";

    /// SQL's RAND without a seed: what it gives is outside every promise.
    private static final String UNSEEDED = "FunctionTable.java";

    private static final Set<String> CONSOLE_MODULES = Set.of("connectors/generators");

    private static final String BANNED_WORDS =
            "Impl|Base|Abstract|Default|V2|V3|NG|Utils?|Helpers?|Common|Info|Wrapper";

    /// A name ends where a capital letter, a digit or the end follows: `DatabaseName` and `Base64` are none of these
    /// words.
    private static final String BANNED_NAME =
            "\\b(?:class|interface|record|enum)\\s+(\\w*?(?<![A-Z])(?:" + BANNED_WORDS + ")(?![a-z0-9])\\w*)";

    static final List<TidyRule> ALL =
            List.of(
                    new TidyRule(
                            "file length",
                            "a file has one idea; past " + FILE_LINES_MAX + " lines it is split",
                            source -> over(source.lines().size(), FILE_LINES_MAX, 1, "file")),
                    new TidyRule(
                            "method length",
                            "a method fits a screen of " + METHOD_LINES_MAX + " lines",
                            source -> longMethods(source)),
                    new TidyRule(
                            "line length",
                            "a line has at most " + LINE_CHARS_MAX + " characters",
                            source -> longLines(source)),
                    new TidyRule(
                            "type name",
                            "a name says what differs, and this word says nothing",
                            inCode(BANNED_NAME, everywhere())),
                    new TidyRule(
                            "package name",
                            "a package is named after what is in it",
                            inCode(
                                    "^package\\s+([\\w.]*\\b(?:impl|utils?|common|core|internal|helpers?|misc)\\b[\\w.]*)",
                                    everywhere())),
                    new TidyRule(
                            "loose end",
                            "a loose end is tied up or written into the plan, not into the code",
                            inComments("\\b(?:TODO|FIXME|XXX|HACK)\\b", everywhere())),
                    new TidyRule(
                            "author or date",
                            "version control knows who and when",
                            inComments(
                                    "@(?:author|since|version)\\b|\\b(?:19|20)\\d\\d-\\d\\d-\\d\\d (?:by|by:)",
                                    everywhere())),
                    new TidyRule(
                            "door to time",
                            "time comes in through the Clock door, or there is no simulator",
                            inCode(
                                    "\\bSystem\\.(?:currentTimeMillis|nanoTime)\\b|\\bThread\\.sleep\\b|\\bClock\\.system\\w*"
                                            + "|\\b(?:Instant|LocalDate|LocalTime|LocalDateTime|ZonedDateTime|OffsetDateTime)\\.now\\b"
                                            + "|\\bTimeUnit\\.\\w+\\.sleep\\b",
                                    behindDoors())),
                    new TidyRule(
                            "door to randomness",
                            "randomness comes in by seed, or a failure cannot be replayed",
                            inCode(
                                    "\\bnew (?:Secure|Splittable)?Random\\(\\s*\\)|\\bnew SecureRandom\\b|\\bMath\\.random\\b"
                                            + "|\\bThreadLocalRandom\\b|\\bUUID\\.randomUUID\\b|\\bCollections\\.shuffle\\(\\s*\\w+\\s*\\)",
                                    behindDoors().and(source -> !source.path().endsWith(UNSEEDED)))),
                    new TidyRule(
                            "door to threads",
                            "logic has no thread: write step() or handle(), and a small driver that lends it one",
                            inCode(
                                    "\\bnew Thread\\b|\\bThread\\.(?:ofVirtual|ofPlatform|startVirtualThread)\\b|\\bExecutors\\.\\w+"
                                            + "|\\bnew (?:ThreadPoolExecutor|ScheduledThreadPoolExecutor|ForkJoinPool|Timer)\\b"
                                            + "|\\bForkJoinPool\\.commonPool\\b|\\.parallelStream\\(|\\.parallel\\(\\)"
                                            + "|\\bCompletableFuture\\.(?:run|supply)Async\\b|\\bextends Thread\\b",
                                    behindDoors().and(source -> !DRIVERS.matcher(source.path()).matches()))),
                    new TidyRule(
                            "door to storage",
                            "files come in through the storage door: a simulated crash drops what was not synced",
                            inCode(
                                    "\\bFiles\\.\\w+\\(|\\bFileChannel\\.open\\b|\\bnew (?:File|FileInputStream|FileOutputStream|FileReader"
                                            + "|FileWriter|RandomAccessFile)\\(",
                                    behindDoors()
                                            .and(source -> !DISK_MODULES.contains(source.module()))
                                            .and(source -> !source.path().endsWith(STORAGE_DOOR)))),
                    new TidyRule(
                            "door to the console",
                            "what is printed goes to a stream that the assembly passes in; an error is thrown, not printed",
                            inCode(
                                    "\\bSystem\\.(?:out|err)\\b|\\.printStackTrace\\(\\s*\\)|\\bIO\\.print\\w*",
                                    behindDoors().and(source -> !CONSOLE_MODULES.contains(source.module())))),
                    new TidyRule(
                            "another engine",
                            "a comment says what this code does; comparisons go to docs/ and benchmarks",
                            inComments(
                                    "\\b(?:Flink|Spark|Trino|Presto|Hazelcast|RisingWave|Materialize|Arroyo|Feldera|ClickHouse|Velox"
                                            + "|DataFusion|DuckDB|TigerBeetle|Kafka Streams)\\b",
                                    source -> mayNotNameEngines(source))),
                    new TidyRule("accessor", "things are nouns, acts are verbs: no get", source -> accessors(source)),
                    new TidyRule(
                            "protected field",
                            "compose; a field that subclasses share has no owner",
                            inCode(
                                    "^\\s*protected\\s+(?:static\\s+|final\\s+)*[\\w<>\\[\\],.? ]+\\s+\\w+\\s*[=;]",
                                    everywhere())),
                    new TidyRule(
                            "test name",
                            "a class with tests is an XTest or an XSimulation, or the build does not run it",
                            source -> misnamedTests(source)));

    private TidyRules() {}

    private static Predicate<SourceText> everywhere() {
        return source -> true;
    }

    private static Predicate<SourceText> behindDoors() {
        return source ->
                !source.isTest()
                        && !OUTSIDE_MODULES.contains(source.module())
                        && !source.module().startsWith("benchmarks/");
    }

    /// The SQL front end speaks another engine's dialect and has to name it; oracles and runners name what they drive.
    private static boolean mayNotNameEngines(SourceText source) {
        String module = source.module();
        return !module.equals("sql")
                && !module.equals("testing")
                && !module.startsWith("benchmarks")
                && !module.startsWith("runners/");
    }

    private static List<Finding> over(int size, int max, int line, String what) {
        return size > max ? List.of(new Finding(line, what + " of " + size + " lines")) : List.of();
    }

    /// Literals don't count: a long text is one word to a formatter.
    private static List<Finding> longLines(SourceText source) {
        var code = source.code().lines().toList();
        var comments = source.comments().lines().toList();
        return IntStream.range(0, source.lines().size())
                .filter(i -> !source.lines().get(i).contains("http") && !source.lines().get(i).startsWith("import "))
                .filter(i -> !isLiteral(source.lines().get(i)))
                .filter(i ->
                        Math.max(code.get(i).stripTrailing().length(), comments.get(i).stripTrailing().length())
                                > LINE_CHARS_MAX)
                .mapToObj(i -> new Finding(i + 1, "line of " + source.lines().get(i).length() + " characters"))
                .toList();
    }

    /// A line that is one text and what joins it to its neighbours.
    private static boolean isLiteral(String line) {
        return line.strip().matches("(?:\\+ )?\"(?:[^\"\\\\]|\\\\.)*\"[ ,;)+]*");
    }

    private static final Pattern ACCESSOR =
            Pattern.compile(
                    "^(?!\\s*(?:return|throw|new|else|yield|import)\\b)\\s*[\\w<>\\[\\],.? @]*[\\w>\\]]\\s+(get[A-Z]\\w*)\\(\\s*\\)\\s*(?:[{;]|throws|$)");

    private static List<Finding> accessors(SourceText source) {
        var found = new ArrayList<Finding>();
        var lines = source.code().lines().toList();
        for (int i = 0; i < lines.size() && !source.isTest(); i++) {
            var matcher = ACCESSOR.matcher(lines.get(i));
            boolean overrides = lines.get(i).contains("@Override") || (i > 0 && lines.get(i - 1).contains("@Override"));
            if (matcher.find() && !overrides) {
                found.add(new Finding(i + 1, matcher.group(1) + "()"));
            }
        }
        return found;
    }

    private static final Pattern TEST_ANNOTATION =
            Pattern.compile("@(?:Test|ParameterizedTest|RepeatedTest|TestFactory|Property)\\b");

    private static List<Finding> misnamedTests(SourceText source) {
        var matcher = TEST_ANNOTATION.matcher(source.code());
        boolean runs = source.fileName().endsWith("Test.java") || source.fileName().endsWith("Simulation.java");
        return source.isTest() && !runs && matcher.find()
                ? List.of(new Finding(source.lineOf(matcher.start()), source.fileName()))
                : List.of();
    }

    private static final Pattern TYPE_HEAD = Pattern.compile("\\b(?:class|interface|record|enum)\\s+\\w+");
    private static final Pattern METHOD_HEAD = Pattern.compile("^[^=]*\\)\\s*(?:throws[\\w\\s.,]+)?$", Pattern.DOTALL);

    /// Walks the braces: one that follows a head with parentheses, directly inside a type, opens a method.
    private static List<Finding> longMethods(SourceText source) {
        String code = source.code();
        var found = new ArrayList<Finding>();
        var open = new ArrayList<Brace>();
        int headStart = 0;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == '{') {
                String head = code.substring(headStart, i).strip();
                boolean inType = open.isEmpty() || open.getLast().isType();
                boolean isType = TYPE_HEAD.matcher(head).find();
                open.add(new Brace(isType, inType && !isType && METHOD_HEAD.matcher(head).matches(), i));
            } else if (c == '}' && !open.isEmpty()) {
                Brace brace = open.removeLast();
                int first = source.lineOf(brace.position());
                if (brace.isMethod() && !isTable(code.substring(brace.position() + 1, i))) {
                    found.addAll(over(source.lineOf(i) - first + 1, METHOD_LINES_MAX, first, "method"));
                }
            }
            if (c == '{' || c == '}' || c == ';') {
                headStart = i + 1;
            }
        }
        return found;
    }

    /// One list of values, however long, is read like a table.
    private static boolean isTable(String body) {
        int list = body.strip().indexOf("return List.of(");
        return list >= 0 && list < LINE_CHARS_MAX;
    }

    private record Brace(boolean isType, boolean isMethod, int position) {}
}
