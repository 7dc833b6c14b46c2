import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.attribute.*;

/// Checks or repairs the layout of every Java file, run from source by the build: `java etc/Format.java check|apply`.
/// It is a program of its own because the formatter uses the compiler of the JDK that runs it, and Maven may run on one
/// that is older than the language we write. Files untouched since the last clean check are skipped.
void main(String[] args) throws IOException {
    boolean apply = args[0].equals("apply");
    var root = Path.of(args[1]);
    var stamp = root.resolve("target/format.stamp");
    long cleanSince = Files.exists(stamp) ? Files.getLastModifiedTime(stamp).toMillis() : 0;
    var started = FileTime.from(Instant.now());
    var style = Style.GOOGLE.toBuilder().indentationMultiplier(2).maxLineLength(120).build();
    var options = JavaFormatterOptions.builder().style(style).formatJavadoc(true).build();
    var unclean =
            sources(root).parallelStream()
                    .filter(file -> changedSince(file, cleanSince))
                    .filter(file -> !isClean(file, options, apply))
                    .sorted()
                    .toList();
    unclean.forEach(file -> IO.println((apply ? "formatted " : "not formatted: ") + root.relativize(file)));
    if (!unclean.isEmpty() && !apply) {
        IO.println("Repair with: mvn -q -N verify -Dformat=apply");
        System.exit(1);
    }
    Files.createDirectories(stamp.getParent());
    Files.writeString(stamp, "");
    Files.setLastModifiedTime(stamp, started);
}

List<Path> sources(Path root) throws IOException {
    var found = new ArrayList<Path>();
    Files.walkFileTree(
            root,
            new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    var name = folder.getFileName().toString();
                    boolean skipped =
                            !folder.equals(root)
                                    && (name.startsWith(".") || name.equals("target") || name.equals("build"));
                    return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".java")) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
    return found;
}

boolean changedSince(Path file, long cleanSince) {
    try {
        return Files.getLastModifiedTime(file).toMillis() >= cleanSince;
    } catch (IOException e) {
        throw new UncheckedIOException(e);
    }
}

/// True when the file was already as the formatter would have it.
boolean isClean(Path file, JavaFormatterOptions options, boolean apply) {
    try {
        var before = Files.readString(file);
        var imports = ImportOrderer.reorderImports(RemoveUnusedImports.removeUnusedImports(before), options.style());
        var after = new Formatter(options).formatSource(imports);
        if (before.equals(after)) {
            return true;
        }
        if (apply) {
            Files.writeString(file, after);
        }
        return false;
    } catch (FormatterException e) {
        IO.println(file + ": " + e.getMessage());
        return false;
    } catch (IOException e) {
        throw new UncheckedIOException(e);
    }
}
