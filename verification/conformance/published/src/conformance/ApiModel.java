package conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** The public API of the reference: which classes and members are public or protected, not internal, not deprecated. */
final class ApiModel {
    static final String FROM = "org/apache/kafka/streams/";
    static final String TO = "io/millrace/streams/";

    static final class Member {
        final boolean method;
        final int access;
        final String name, desc;
        final Object constant;

        Member(final boolean method, final int access, final String name, final String desc, final Object constant) {
            this.method = method;
            this.access = access;
            this.name = name;
            this.desc = desc;
            this.constant = constant;
        }
    }

    final ClassDb db;
    final Map<String, ClassNode> api = new TreeMap<>();
    final Map<String, List<Member>> members = new TreeMap<>();
    final List<String> leftOutInternalTypes = new ArrayList<>();
    int leftOutDeprecated;
    private final Map<String, String> why = new HashMap<>();

    ApiModel(final ClassDb db) {
        this.db = db;
        for (final ClassNode c : db.classes.values()) {
            final String reason = typeProblem(c.name);
            if (reason == null) api.put(c.name, c);
            else if (reason.startsWith("deprecated")) leftOutDeprecated++;
        }
        for (final ClassNode c : api.values()) members.put(c.name, membersOf(c));
    }

    static boolean internals(final String name) {
        return name.contains("/internals/");
    }

    static boolean deprecated(final int access, final List<AnnotationNode> vis) {
        if ((access & Opcodes.ACC_DEPRECATED) != 0) return true;
        if (vis != null) for (final AnnotationNode a : vis) if (a.desc.equals("Ljava/lang/Deprecated;")) return true;
        return false;
    }

    boolean isMain(final String name) {
        return db.classes.containsKey(name);
    }

    /** Null if the main class is part of the API, else the reason why it is not. */
    String typeProblem(final String name) {
        if (!why.containsKey(name)) why.put(name, computeProblem(name));
        return why.get(name);
    }

    private String computeProblem(final String name) {
        final ClassNode c = db.classes.get(name);
        if (internals(name)) return "internals " + name;
        final int acc = ClassDb.access(c);
        if ((acc & Opcodes.ACC_SYNTHETIC) != 0) return "synthetic " + name;
        if ((acc & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) == 0) return "not-public " + name;
        if (deprecated(acc | c.access, c.visibleAnnotations)) return "deprecated " + name;
        final String outer = ClassDb.outer(c);
        if (outer != null) {
            if (outer.isEmpty()) return "local " + name;
            final String o = typeProblem(outer);
            if (o != null) return o.split(" ")[0] + " " + name;
        }
        return null;
    }

    /** Null if every main type named by the descriptor is part of the API. */
    String descProblem(final String desc) {
        for (final String t : typesOf(desc)) {
            if (isMain(t)) {
                final String p = typeProblem(t);
                if (p != null) return p;
            }
        }
        return null;
    }

    static List<String> typesOf(final String desc) {
        final List<String> out = new ArrayList<>();
        final Type t = Type.getType(desc);
        if (t.getSort() == Type.METHOD) {
            for (final Type a : t.getArgumentTypes()) addType(a, out);
            addType(t.getReturnType(), out);
        } else {
            addType(t, out);
        }
        return out;
    }

    static void addType(Type t, final List<String> out) {
        if (t.getSort() == Type.ARRAY) t = t.getElementType();
        if (t.getSort() == Type.OBJECT) out.add(t.getInternalName());
    }

    private List<Member> membersOf(final ClassNode c) {
        final Map<String, Member> out = new LinkedHashMap<>();
        collect(c, c, out);
        return new ArrayList<>(out.values());
    }

    private void collect(final ClassNode api, final ClassNode c, final Map<String, Member> out) {
        final int wanted = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED;
        for (final FieldNode f : c.fields) {
            if ((f.access & wanted) == 0 || (f.access & Opcodes.ACC_SYNTHETIC) != 0) continue;
            if (deprecated(f.access, f.visibleAnnotations)) {
                leftOutDeprecated++;
                continue;
            }
            if (hasInternal(api, f.name, f.desc)) continue;
            out.putIfAbsent("F" + f.name + f.desc, new Member(false, f.access, f.name, f.desc, f.value));
        }
        for (final MethodNode m : c.methods) {
            if ((m.access & wanted) == 0 || (m.access & Opcodes.ACC_SYNTHETIC) != 0 || m.name.equals("<clinit>"))
                continue;
            if (c != api && m.name.equals("<init>")) continue;
            if (deprecated(m.access, m.visibleAnnotations)) {
                leftOutDeprecated++;
                continue;
            }
            if (hasInternal(api, m.name, m.desc)) continue;
            out.putIfAbsent("M" + m.name + m.desc, new Member(true, m.access, m.name, m.desc, null));
        }
        // Members that an API class has from a superclass or interface which is not itself API are members of the API
        // class.
        final List<String> supers = new ArrayList<>(c.interfaces);
        if (c.superName != null) supers.add(c.superName);
        for (final String s : supers) {
            if (isMain(s) && typeProblem(s) != null && !typeProblem(s).startsWith("deprecated"))
                collect(api, db.classes.get(s), out);
        }
    }

    private boolean hasInternal(final ClassNode api, final String name, final String desc) {
        for (final String t : typesOf(desc)) {
            if (isMain(t) && typeProblem(t) != null && !typeProblem(t).startsWith("deprecated")) {
                leftOutInternalTypes.add(api.name + "." + name + desc);
                return true;
            }
        }
        return false;
    }
}
