package conformance;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.ClassNode;

/** Moves bytecode from the reference package to the implementation's, names and string constants alike. */
final class Reloc extends Remapper {
    static final Reloc MAP = new Reloc();

    private Reloc() {
        super(org.objectweb.asm.Opcodes.ASM9);
    }

    static String name(final String n) {
        if (!n.startsWith(ApiModel.FROM)) return n;
        return ApiModel.TO + n.substring(ApiModel.FROM.length());
    }

    static String text(final String s) {
        return s.replace("org.apache.kafka.streams", "io.millrace.streams")
                .replace("org/apache/kafka/streams", "io/millrace/streams");
    }

    @Override
    public String map(final String internalName) {
        return name(internalName);
    }

    @Override
    public Object mapValue(final Object value) {
        return value instanceof String ? text((String) value) : super.mapValue(value);
    }

    static String desc(final String d) {
        return d.startsWith("(") ? MAP.mapMethodDesc(d) : MAP.mapDesc(d);
    }

    static byte[] classBytes(final byte[] in) {
        final ClassWriter w = new ClassWriter(0);
        new ClassReader(in).accept(new ClassRemapper(w, MAP), 0);
        return w.toByteArray();
    }

    static byte[] classBytes(final ClassNode n) {
        final ClassWriter w = new ClassWriter(0);
        n.accept(new ClassRemapper(w, MAP));
        return w.toByteArray();
    }

    /** Relocates whole jars or directories into one jar. */
    static void jar(final List<Path> from, final Path to) throws IOException {
        Files.createDirectories(to.toAbsolutePath().getParent());
        final Set<String> seen = new HashSet<>();
        try (OutputStream o = Files.newOutputStream(to);
                JarOutputStream j = new JarOutputStream(o)) {
            for (final Path p : from) {
                ClassDb.eachEntry(p, (entry, bytes) -> {
                    final boolean cls = ClassDb.isClass(entry);
                    final String out = cls || entry.startsWith(ApiModel.FROM)
                            ? name(entry)
                            : entry.startsWith("META-INF/services/") ? text(entry) : entry;
                    if (entry.equals("META-INF/MANIFEST.MF") || !seen.add(out)) return;
                    j.putNextEntry(new JarEntry(out));
                    if (cls) j.write(classBytes(bytes));
                    else if (entry.startsWith("META-INF/services/"))
                        j.write(text(new String(bytes, "UTF-8")).getBytes("UTF-8"));
                    else j.write(bytes);
                    j.closeEntry();
                });
            }
        }
    }
}
