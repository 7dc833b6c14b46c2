package io.millrace.testing;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// Where the modules of this checkout are: every folder with a pom.xml and a src folder, below the topmost pom.xml.
record Modules(Path root, List<Path> folders) {

    static Modules find() {
        Path root = Path.of("").toAbsolutePath();
        for (Path above = root; above != null; above = above.getParent()) {
            root = Files.exists(above.resolve("pom.xml")) ? above : root;
        }
        var folders = new ArrayList<Path>();
        try {
            Files.walkFileTree(root, new ModuleCollector(root, folders));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        folders.sort(null);
        return new Modules(root, List.copyOf(folders));
    }

    /// The module's name as its packages have it: `connectors.files` for `connectors/files`.
    String name(Path folder) {
        return root.relativize(folder).toString().replace('/', '.');
    }

    private static final class ModuleCollector extends SimpleFileVisitor<Path> {
        private final Path root;
        private final List<Path> folders;

        ModuleCollector(Path root, List<Path> folders) {
            this.root = root;
            this.folders = folders;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            if (!folder.equals(root) && (name.startsWith(".") || List.of("build", "target", "src").contains(name))) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            if (Files.exists(folder.resolve("pom.xml")) && Files.exists(folder.resolve("src"))) {
                folders.add(folder);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
