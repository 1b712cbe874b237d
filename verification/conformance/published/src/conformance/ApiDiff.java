package conformance;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** Compares the API of the reference with what a class path offers, by name and erased descriptor after relocation. */
final class ApiDiff {
    private final ApiModel ref;
    private final ClassDb impl;

    ApiDiff(final ApiModel ref, final ClassDb impl) {
        this.ref = ref;
        this.impl = impl;
    }

    static ClassDb implDb(final List<Path> implementation, final List<Path> libs) throws java.io.IOException {
        final ClassDb db = new ClassDb(ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        for (final Path p : implementation) db.addLazy(p);
        for (final Path p : libs) db.addLazy(p);
        return db;
    }

    void run(final boolean quiet) {
        int total = 0, present = 0, classes = 0, classesPresent = 0, fullClasses = 0;
        final List<String> notes = new ArrayList<>();
        for (final ClassNode c : ref.api.values()) {
            final List<ApiModel.Member> ms = ref.members.get(c.name);
            final String target = Reloc.name(c.name);
            final ClassNode ic = impl.find(target);
            total += 1 + ms.size();
            classes++;
            final String shown = target.replace('/', '.');
            if (ic == null) {
                if (!quiet) System.out.println("MISSING CLASS " + shown + " (and its " + ms.size() + " members)");
                continue;
            }
            final int acc = ClassDb.access(ic), racc = ClassDb.access(c);
            if (!visible(racc, acc)) {
                if (!quiet) System.out.println("NOT VISIBLE   " + shown + " (and its " + ms.size() + " members)");
                continue;
            }
            final int kind = Opcodes.ACC_INTERFACE | Opcodes.ACC_ENUM | Opcodes.ACC_ANNOTATION;
            if ((acc & kind) != (racc & kind)) {
                if (!quiet)
                    System.out.println("OTHER KIND    " + shown
                            + ": class, interface, enum or annotation differs (and its " + ms.size() + " members)");
                continue;
            }
            if ((racc & Opcodes.ACC_STATIC) != (acc & Opcodes.ACC_STATIC))
                notes.add(shown + ": static or inner differs");
            present++;
            classesPresent++;
            final List<String> missing = new ArrayList<>();
            for (final ApiModel.Member m : ms) {
                final String desc = Reloc.desc(m.desc);
                final Object found = m.method ? method(ic, m, desc) : field(ic, m, desc);
                if (found == null) {
                    missing.add((m.method ? "" : "field ") + m.name + (m.method ? desc : " " + desc));
                } else {
                    present++;
                    if (m.constant != null && found instanceof FieldNode) {
                        final Object want = Reloc.MAP.mapValue(m.constant);
                        if (!Objects.equals(want, ((FieldNode) found).value)) {
                            notes.add(shown + "." + m.name + ": constant is " + ((FieldNode) found).value
                                    + ", reference has " + want);
                        }
                    }
                }
            }
            if (missing.isEmpty()) {
                fullClasses++;
            } else if (!quiet) {
                System.out.println(
                        "INCOMPLETE    " + shown + ": " + missing.size() + " of " + ms.size() + " members missing");
                for (final String s : missing) System.out.println("    - " + s);
            }
        }
        if (!quiet) for (final String n : notes) System.out.println("note: " + n);
        System.out.println("classes: " + classesPresent + " of " + classes + " present, " + fullClasses
                + " complete; left out of the count: "
                + ref.leftOutDeprecated + " deprecated classes and members, " + ref.leftOutInternalTypes.size()
                + " members with an internal type in their descriptor; notes: " + notes.size());
        System.out.printf(
                java.util.Locale.ROOT,
                "api: %d/%d (%.1f%%)%n",
                present,
                total,
                total == 0 ? 0.0 : Math.floor(present * 1000.0 / total) / 10.0);
    }

    private static boolean visible(final int want, final int have) {
        if ((have & Opcodes.ACC_PUBLIC) != 0) return true;
        return (want & Opcodes.ACC_PUBLIC) == 0 && (have & Opcodes.ACC_PROTECTED) != 0;
    }

    private static boolean fits(final int want, final int have) {
        return visible(want, have) && (want & Opcodes.ACC_STATIC) == (have & Opcodes.ACC_STATIC);
    }

    private Object method(final ClassNode start, final ApiModel.Member m, final String desc) {
        final Deque<ClassNode> todo = new ArrayDeque<>(List.of(start));
        final Set<String> seen = new HashSet<>();
        while (!todo.isEmpty()) {
            final ClassNode c = todo.poll();
            if (!seen.add(c.name)) continue;
            for (final MethodNode x : c.methods) {
                if (x.name.equals(m.name) && x.desc.equals(desc)) {
                    if (fits(m.access, x.access)) return x;
                }
            }
            if (!m.name.equals("<init>")) supers(c, todo);
        }
        return null;
    }

    private Object field(final ClassNode start, final ApiModel.Member m, final String desc) {
        final Deque<ClassNode> todo = new ArrayDeque<>(List.of(start));
        final Set<String> seen = new HashSet<>();
        while (!todo.isEmpty()) {
            final ClassNode c = todo.poll();
            if (!seen.add(c.name)) continue;
            for (final FieldNode x : c.fields) {
                if (x.name.equals(m.name) && x.desc.equals(desc) && fits(m.access, x.access)) return x;
            }
            supers(c, todo);
        }
        return null;
    }

    private void supers(final ClassNode c, final Deque<ClassNode> todo) {
        final ClassNode s = impl.find(c.superName);
        if (s != null) todo.add(s);
        for (final String i : c.interfaces) {
            final ClassNode n = impl.find(i);
            if (n != null) todo.add(n);
        }
    }
}
