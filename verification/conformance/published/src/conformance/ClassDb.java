package conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InnerClassNode;

/** Classes of a list of directories and jars, by internal name; optionally with a lazily read fallback (libraries, JDK). */
final class ClassDb {
    final Map<String, ClassNode> classes = new TreeMap<>();
    private final Map<String, ZipFile> lazyIndex = new HashMap<>();
    private final List<Path> lazyDirs = new ArrayList<>();
    private final Map<String, ClassNode> lazy = new HashMap<>();
    private final int flags;

    ClassDb(final int readerFlags) {
        this.flags = readerFlags;
    }

    static List<Path> expand(final String classpath) throws IOException {
        final List<Path> out = new ArrayList<>();
        for (final String e : classpath.split(java.io.File.pathSeparator)) {
            if (e.isEmpty()) continue;
            if (e.endsWith("/*")) {
                try (var s = Files.list(Path.of(e.substring(0, e.length() - 2)))) {
                    s.filter(p -> p.toString().endsWith(".jar")).sorted().forEach(out::add);
                }
            } else {
                final Path p = Path.of(e);
                if (!Files.exists(p)) throw new IOException("classpath entry not found: " + e);
                out.add(p);
            }
        }
        return out;
    }

    interface Sink {
        void accept(String name, byte[] bytes) throws IOException;
    }

    static void eachEntry(final Path p, final Sink sink) throws IOException {
        if (Files.isDirectory(p)) {
            Files.walkFileTree(p, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(final Path f, final BasicFileAttributes a) throws IOException {
                    sink.accept(p.relativize(f).toString().replace('\\', '/'), Files.readAllBytes(f));
                    return FileVisitResult.CONTINUE;
                }
            });
        } else {
            try (ZipFile z = new ZipFile(p.toFile())) {
                for (final var en = z.entries(); en.hasMoreElements(); ) {
                    final ZipEntry e = en.nextElement();
                    if (e.isDirectory()) continue;
                    try (InputStream in = z.getInputStream(e)) {
                        sink.accept(e.getName(), in.readAllBytes());
                    }
                }
            }
        }
    }

    static boolean isClass(final String entry) {
        return entry.endsWith(".class") && !entry.startsWith("META-INF/") && !entry.endsWith("module-info.class");
    }

    /** Reads every class of the entry eagerly. The first definition of a name wins, as on a class path. */
    ClassDb add(final Path p) throws IOException {
        eachEntry(p, (name, bytes) -> {
            if (isClass(name)) {
                final ClassNode n = read(bytes);
                classes.putIfAbsent(n.name, n);
            }
        });
        return this;
    }

    /** Classes of the entry are found by {@link #find} but not listed. */
    ClassDb addLazy(final Path p) throws IOException {
        if (Files.isDirectory(p)) {
            lazyDirs.add(p);
        } else {
            final ZipFile z = new ZipFile(p.toFile());
            for (final var en = z.entries(); en.hasMoreElements(); ) {
                final String n = en.nextElement().getName();
                if (isClass(n)) lazyIndex.putIfAbsent(n.substring(0, n.length() - 6), z);
            }
        }
        return this;
    }

    private ClassNode read(final byte[] b) {
        final ClassNode n = new ClassNode();
        new ClassReader(b).accept(n, flags);
        return n;
    }

    ClassNode find(final String name) {
        if (name == null) return null;
        final ClassNode c = classes.get(name);
        if (c != null) return c;
        return lazy.computeIfAbsent(name, k -> {
            try {
                final ZipFile z = lazyIndex.get(k);
                if (z != null) {
                    try (InputStream in = z.getInputStream(z.getEntry(k + ".class"))) {
                        return readLazy(in.readAllBytes());
                    }
                }
                for (final Path d : lazyDirs) {
                    final Path f = d.resolve(k + ".class");
                    if (Files.exists(f)) return readLazy(Files.readAllBytes(f));
                }
                try (InputStream in = ClassLoader.getSystemResourceAsStream(k + ".class")) {
                    return in == null ? null : readLazy(in.readAllBytes());
                }
            } catch (final IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private static ClassNode readLazy(final byte[] b) {
        final ClassNode n = new ClassNode();
        new ClassReader(b).accept(n, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return n;
    }

    /** Access flags as the source says them (a nested class keeps its real ones in the InnerClasses attribute). */
    static int access(final ClassNode c) {
        for (final InnerClassNode i : c.innerClasses) {
            if (i.name.equals(c.name)) return i.access | (c.access & Opcodes.ACC_DEPRECATED);
        }
        return c.access;
    }

    /** The enclosing class of a member class; null for a top-level class; "" for a local or anonymous one. */
    static String outer(final ClassNode c) {
        for (final InnerClassNode i : c.innerClasses) {
            if (i.name.equals(c.name)) return i.outerName == null || i.innerName == null ? "" : i.outerName;
        }
        return null;
    }
}
