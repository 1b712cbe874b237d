package conformance;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.signature.SignatureReader;
import org.objectweb.asm.signature.SignatureVisitor;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Which test methods need nothing of the reference but its public, not deprecated API. For every test method all test code that
 * it can reach is followed (set-up methods, helpers, overriding methods of classes that are instantiated, lambdas, static
 * initialisers); one reference to an internal class or to a member that is not public or protected makes it not eligible.
 * Whatever the eligible methods do not reach is then cut out of the test classes, so that what is left links against an
 * implementation that has the public API only.
 */
final class Eligibility {
    static final class Case {
        final String cls, name, desc;

        Case(final String cls, final String name, final String desc) {
            this.cls = cls;
            this.name = name;
            this.desc = desc;
        }

        /** Class and method as a run reports them: relocated, with erased parameter types. */
        String key() {
            final StringBuilder b =
                    new StringBuilder(className()).append('#').append(name).append('(');
            String sep = "";
            for (final Type t : Type.getArgumentTypes(Reloc.desc(desc))) {
                b.append(sep).append(t.getClassName());
                sep = ",";
            }
            return b.append(')').toString();
        }

        String className() {
            return Reloc.name(cls).replace('/', '.');
        }
    }

    private static final class Ref {
        final int opcode;
        final String owner, name, desc;

        Ref(final int opcode, final String owner, final String name, final String desc) {
            this.opcode = opcode;
            this.owner = owner;
            this.name = name;
            this.desc = desc;
        }
    }

    private static final class Summary {
        final Set<String> types = new LinkedHashSet<>();
        final Set<String> news = new LinkedHashSet<>();
        final Set<String> texts = new LinkedHashSet<>();
        final List<Ref> calls = new ArrayList<>();
        final List<Ref> fields = new ArrayList<>();
    }

    final ApiModel api;
    final ClassDb tests;
    private final boolean allowDeprecated;
    private final Map<MethodNode, Summary> summaries = new HashMap<>();
    private final Map<String, Set<String>> outsideMethods = new HashMap<>();
    private final Map<String, String> sliced = new HashMap<>();
    private final Map<String, Set<String>> supertypes = new HashMap<>();

    Eligibility(final ApiModel api, final ClassDb tests, final boolean allowDeprecated) {
        this.api = api;
        this.tests = tests;
        this.allowDeprecated = allowDeprecated;
    }

    // ---- which test methods there are ----

    private static final Set<String> TEST = Set.of(
            "Lorg/junit/jupiter/api/Test;",
            "Lorg/junit/jupiter/params/ParameterizedTest;",
            "Lorg/junit/jupiter/api/RepeatedTest;",
            "Lorg/junit/jupiter/api/TestFactory;",
            "Lorg/junit/jupiter/api/TestTemplate;");
    private static final Set<String> LIFECYCLE = Set.of(
            "Lorg/junit/jupiter/api/BeforeEach;", "Lorg/junit/jupiter/api/AfterEach;",
            "Lorg/junit/jupiter/api/BeforeAll;", "Lorg/junit/jupiter/api/AfterAll;");

    /** Ways to look at private parts; a test that does so is not a test of public behaviour. */
    private static final Set<String> REFLECTION = Set.of(
            "java/lang/Class.getDeclaredField",
            "java/lang/Class.getDeclaredFields",
            "java/lang/Class.getDeclaredMethod",
            "java/lang/Class.getDeclaredMethods",
            "java/lang/Class.getDeclaredConstructor",
            "java/lang/Class.getDeclaredConstructors",
            "org/apache/kafka/test/TestUtils.fieldValue",
            "org/apache/kafka/test/TestUtils.setFieldValue");

    private boolean annotated(final List<AnnotationNode> as, final Set<String> wanted) {
        if (as == null) return false;
        for (final AnnotationNode a : as) {
            if (wanted.contains(a.desc)) return true;
            if (wanted == TEST && !a.desc.startsWith("Lorg/junit/") && !a.desc.startsWith("Ljava/")) {
                final ClassNode n = tests.find(Type.getType(a.desc).getInternalName());
                if (n != null && n.visibleAnnotations != null) {
                    for (final AnnotationNode m : n.visibleAnnotations) if (wanted.contains(m.desc)) return true;
                }
            }
        }
        return false;
    }

    List<Case> cases(final Collection<String> roots) {
        final List<Case> out = new ArrayList<>();
        for (final String r : new TreeSet<>(roots)) {
            final ClassNode c = tests.classes.get(r);
            final int acc = ClassDb.access(c);
            if ((acc & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE | Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC))
                    != 0) continue;
            final String outer = ClassDb.outer(c);
            if ("".equals(outer)) continue;
            if (outer != null && (acc & Opcodes.ACC_STATIC) == 0 && !nested(c)) continue;
            final Map<String, MethodNode> seen = new LinkedHashMap<>();
            for (final ClassNode h : hierarchy(c)) {
                for (final MethodNode m : h.methods) {
                    if ((m.access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC)) != 0) continue;
                    if (m.name.startsWith("<")) continue;
                    seen.putIfAbsent(m.name + m.desc, m);
                }
            }
            for (final MethodNode m : seen.values()) {
                if ((m.access & Opcodes.ACC_ABSTRACT) == 0 && annotated(m.visibleAnnotations, TEST))
                    out.add(new Case(c.name, m.name, m.desc));
            }
        }
        return out;
    }

    private static boolean nested(final ClassNode c) {
        if (c.visibleAnnotations != null)
            for (final AnnotationNode a : c.visibleAnnotations)
                if (a.desc.equals("Lorg/junit/jupiter/api/Nested;")) return true;
        return false;
    }

    /** The test class and its test superclasses and superinterfaces, nearest first. */
    private List<ClassNode> hierarchy(final ClassNode c) {
        final List<ClassNode> out = new ArrayList<>();
        final Deque<String> todo = new ArrayDeque<>(List.of(c.name));
        final Set<String> seen = new HashSet<>();
        while (!todo.isEmpty()) {
            final ClassNode n = tests.classes.get(todo.poll());
            if (n == null || !seen.add(n.name)) continue;
            out.add(n);
            if (n.superName != null) todo.add(n.superName);
            todo.addAll(n.interfaces);
        }
        return out;
    }

    private Set<String> supersOf(final String name) {
        return supertypes.computeIfAbsent(name, k -> {
            final Set<String> s = new LinkedHashSet<>();
            final Deque<String> todo = new ArrayDeque<>(List.of(k));
            while (!todo.isEmpty()) {
                final String x = todo.poll();
                if (!s.add(x)) continue;
                final ClassNode n = any(x);
                if (n == null) continue;
                if (n.superName != null) todo.add(n.superName);
                todo.addAll(n.interfaces);
            }
            return s;
        });
    }

    private ClassNode any(final String name) {
        final ClassNode t = tests.classes.get(name);
        if (t != null) return t;
        final ClassNode m = api.db.classes.get(name);
        return m != null ? m : tests.find(name);
    }

    /** Methods that code outside the tests may call on a test class, because a supertype outside the tests declares them; null: unknown. */
    private Set<String> outside(final String cls) {
        if (!outsideMethods.containsKey(cls)) {
            Set<String> out = new HashSet<>();
            for (final String s : supersOf(cls)) {
                if (tests.classes.containsKey(s)) continue;
                final ClassNode n = any(s);
                if (n == null) {
                    out = null;
                    break;
                }
                for (final MethodNode m : n.methods) {
                    if ((m.access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0) out.add(m.name + m.desc);
                }
            }
            outsideMethods.put(cls, out);
        }
        return outsideMethods.get(cls);
    }

    // ---- what a method refers to ----

    private Summary summary(final MethodNode m) {
        return summaries.computeIfAbsent(m, k -> {
            final Summary s = new Summary();
            s.types.addAll(ApiModel.typesOf(m.desc));
            if (m.exceptions != null) s.types.addAll(m.exceptions);
            annotations(m.visibleAnnotations, s);
            if (m.visibleParameterAnnotations != null)
                for (final List<AnnotationNode> l : m.visibleParameterAnnotations) annotations(l, s);
            for (final TryCatchBlockNode t : m.tryCatchBlocks) if (t.type != null) s.types.add(t.type);
            for (final AbstractInsnNode i : m.instructions) insn(s, i);
            return s;
        });
    }

    private static void insn(final Summary s, final AbstractInsnNode i) {
        if (i instanceof MethodInsnNode) {
            final MethodInsnNode x = (MethodInsnNode) i;
            call(s, x.getOpcode(), x.owner, x.name, x.desc);
        } else if (i instanceof FieldInsnNode) {
            final FieldInsnNode x = (FieldInsnNode) i;
            s.types.add(x.owner);
            s.types.addAll(ApiModel.typesOf(x.desc));
            s.fields.add(new Ref(x.getOpcode(), x.owner, x.name, x.desc));
        } else if (i instanceof TypeInsnNode) {
            final TypeInsnNode x = (TypeInsnNode) i;
            type(s, x.desc);
            if (x.getOpcode() == Opcodes.NEW) s.news.add(x.desc);
        } else if (i instanceof MultiANewArrayInsnNode) {
            s.types.addAll(ApiModel.typesOf(((MultiANewArrayInsnNode) i).desc));
        } else if (i instanceof LdcInsnNode) {
            constant(s, ((LdcInsnNode) i).cst);
        } else if (i instanceof InvokeDynamicInsnNode) {
            final InvokeDynamicInsnNode x = (InvokeDynamicInsnNode) i;
            s.types.addAll(ApiModel.typesOf(x.desc));
            handle(s, x.bsm);
            for (final Object a : x.bsmArgs) constant(s, a);
        } else if (i instanceof FrameNode) {
            final FrameNode f = (FrameNode) i;
            frame(s, f.local);
            frame(s, f.stack);
        }
    }

    /** Null if the instruction itself names nothing of the reference but its API. */
    String directProblem(final AbstractInsnNode i) {
        final Summary s = new Summary();
        insn(s, i);
        for (final String t : s.types) {
            if (!api.isMain(t)) continue;
            final String p = api.typeProblem(t);
            if (p != null && !(allowDeprecated && p.startsWith("deprecated"))) return p;
        }
        return null;
    }

    /** Stand-ins and cut field initialisers; to be called once, before anything else. */
    void rewrite() {
        tests.classes.replaceAll((k, v) -> Rewrite.standIns(v));
        for (final ClassNode c : tests.classes.values()) Rewrite.slice(c, m -> this::directProblem, sliced);
    }

    private static void frame(final Summary s, final List<Object> l) {
        if (l != null) for (final Object o : l) if (o instanceof String) type(s, (String) o);
    }

    private static void type(final Summary s, final String t) {
        if (t.startsWith("[")) s.types.addAll(ApiModel.typesOf(t));
        else s.types.add(t);
    }

    private static void call(final Summary s, final int op, final String owner, final String name, final String desc) {
        s.types.addAll(ApiModel.typesOf(desc));
        if (owner.startsWith("[")) {
            s.types.addAll(ApiModel.typesOf(owner));
            return;
        }
        s.types.add(owner);
        s.calls.add(new Ref(op, owner, name, desc));
    }

    private static void handle(final Summary s, final Handle h) {
        switch (h.getTag()) {
            case Opcodes.H_GETFIELD:
            case Opcodes.H_PUTFIELD:
            case Opcodes.H_GETSTATIC:
            case Opcodes.H_PUTSTATIC:
                s.fields.add(new Ref(
                        h.getTag() == Opcodes.H_GETSTATIC ? Opcodes.GETSTATIC : Opcodes.GETFIELD,
                        h.getOwner(),
                        h.getName(),
                        h.getDesc()));
                break;
            case Opcodes.H_NEWINVOKESPECIAL:
                s.news.add(h.getOwner());
                call(s, Opcodes.INVOKESPECIAL, h.getOwner(), h.getName(), h.getDesc());
                break;
            case Opcodes.H_INVOKESTATIC:
                call(s, Opcodes.INVOKESTATIC, h.getOwner(), h.getName(), h.getDesc());
                break;
            case Opcodes.H_INVOKESPECIAL:
                call(s, Opcodes.INVOKESPECIAL, h.getOwner(), h.getName(), h.getDesc());
                break;
            default:
                call(s, Opcodes.INVOKEVIRTUAL, h.getOwner(), h.getName(), h.getDesc());
        }
    }

    /** Text that names an internal class, as in an expected message. The supplier check is answered by a stand-in. */
    private static final java.util.regex.Pattern INTERNAL_TEXT = java.util.regex.Pattern.compile(
            "org[./]apache[./]kafka[./]streams[./](\\w+[./])*internals[./](?!ApiUtils)\\w+");

    private static void constant(final Summary s, final Object c) {
        if (c instanceof String) {
            final java.util.regex.Matcher m = INTERNAL_TEXT.matcher((String) c);
            if (m.find()) s.texts.add(m.group());
        } else if (c instanceof Type) {
            final Type t = (Type) c;
            if (t.getSort() == Type.METHOD) {
                s.types.addAll(ApiModel.typesOf(t.getDescriptor()));
            } else {
                final List<String> l = new ArrayList<>();
                ApiModel.addType(t, l);
                s.types.addAll(l);
                s.news.addAll(l);
            }
        } else if (c instanceof Handle) {
            handle(s, (Handle) c);
        }
    }

    private static void annotations(final List<AnnotationNode> as, final Summary s) {
        if (as == null) return;
        for (final AnnotationNode a : as) {
            s.types.add(Type.getType(a.desc).getInternalName());
            if (a.values != null) for (int i = 1; i < a.values.size(); i += 2) annotationValue(a.values.get(i), s);
        }
    }

    private static void annotationValue(final Object v, final Summary s) {
        if (v instanceof Type) constant(s, v);
        else if (v instanceof String[]) s.types.addAll(ApiModel.typesOf(((String[]) v)[0]));
        else if (v instanceof AnnotationNode) annotations(List.of((AnnotationNode) v), s);
        else if (v instanceof List) for (final Object o : (List<?>) v) annotationValue(o, s);
    }

    // ---- what a test method reaches ----

    final class Closure {
        final Case test;
        final Set<String> loaded = new LinkedHashSet<>();
        final Set<String> methods = new LinkedHashSet<>();
        final Set<String> fields = new LinkedHashSet<>();
        final Set<String> reasons = new TreeSet<>();
        private final Set<String> inited = new HashSet<>();
        private final Set<String> instantiated = new LinkedHashSet<>();
        private final Map<String, Set<String>> virtualCalls = new HashMap<>();
        private final Deque<MethodNode> work = new ArrayDeque<>();
        private boolean touched;

        Closure(final Case t) {
            test = t;
            root(t.cls);
            for (final ClassNode h : hierarchy(tests.classes.get(t.cls))) {
                for (final MethodNode m : h.methods) {
                    if (m.name.equals(t.name) && m.desc.equals(t.desc)) {
                        reach(h, m);
                        sources(m, t);
                    }
                }
            }
            drain();
            if (!touched) problem("no-api: uses nothing of the API");
        }

        private void root(final String name) {
            final ClassNode c = tests.classes.get(name);
            instantiate(name);
            for (final ClassNode h : hierarchy(c)) {
                load(h.name);
                for (final MethodNode m : h.methods) {
                    if (annotated(m.visibleAnnotations, LIFECYCLE)) reach(h, m);
                }
                for (final FieldNode f : h.fields) {
                    if (f.visibleAnnotations != null) {
                        for (final AnnotationNode a : f.visibleAnnotations)
                            if (a.desc.startsWith("Lorg/junit/")) field(h, f);
                    }
                }
            }
            for (final MethodNode m : c.methods) if (m.name.equals("<init>")) reach(c, m);
            if (nested(c)) root(ClassDb.outer(c));
        }

        private void sources(final MethodNode m, final Case t) {
            if (m.visibleAnnotations == null) return;
            for (final AnnotationNode a : m.visibleAnnotations) source(a, m, t);
        }

        private void source(final AnnotationNode a, final MethodNode m, final Case t) {
            if (a.desc.equals("Lorg/junit/jupiter/params/provider/MethodSource;")
                    || a.desc.equals("Lorg/junit/jupiter/params/provider/FieldSource;")) {
                final List<Object> names = new ArrayList<>();
                if (a.values != null)
                    for (int i = 1; i < a.values.size(); i += 2) {
                        if (a.values.get(i) instanceof List) names.addAll((List<?>) a.values.get(i));
                        else names.add(a.values.get(i));
                    }
                if (names.isEmpty() || names.equals(List.of(""))) names.add(m.name);
                for (final Object o : names) {
                    String n = o.toString();
                    String owner = t.cls;
                    if (n.contains("#")) {
                        owner = n.substring(0, n.indexOf('#')).replace('.', '/');
                        n = n.substring(n.indexOf('#') + 1);
                        if (tests.classes.containsKey(owner)) init(owner);
                    }
                    if (n.contains("(")) n = n.substring(0, n.indexOf('('));
                    if (!tests.classes.containsKey(owner)) continue;
                    for (final ClassNode h : hierarchy(tests.classes.get(owner))) {
                        for (final MethodNode x : h.methods) {
                            if (x.name.equals(n) && !annotated(x.visibleAnnotations, TEST)) {
                                init(h.name);
                                reach(h, x);
                            }
                        }
                        for (final FieldNode f : h.fields) if (f.name.equals(n)) field(h, f);
                    }
                }
            } else if (a.values != null) {
                for (int i = 1; i < a.values.size(); i += 2) {
                    if (a.values.get(i) instanceof List)
                        for (final Object o : (List<?>) a.values.get(i)) {
                            if (o instanceof AnnotationNode) source((AnnotationNode) o, m, t);
                        }
                }
            }
        }

        private void problem(final String p) {
            if (p != null && !(allowDeprecated && p.startsWith("deprecated"))) reasons.add(p);
        }

        private void load(final String name) {
            final ClassNode c = tests.classes.get(name);
            if (c == null) {
                if (api.isMain(name)) {
                    touched = true;
                    problem(api.typeProblem(name));
                } else if (name.startsWith(ApiModel.FROM)) {
                    problem("not-in-reference " + name);
                }
                return;
            }
            if (!loaded.add(name)) return;
            if (c.superName != null) load(c.superName);
            for (final String i : c.interfaces) load(i);
            if (c.nestHostClass != null) load(c.nestHostClass);
            if (c.outerClass != null) load(c.outerClass);
            final String outer = ClassDb.outer(c);
            if (outer != null && !outer.isEmpty()) load(outer);
            final Summary s = new Summary();
            annotations(c.visibleAnnotations, s);
            s.types.forEach(this::load);
            s.news.forEach(this::instantiate);
            if (c.recordComponents != null)
                c.recordComponents.forEach(r -> ApiModel.typesOf(r.descriptor).forEach(this::load));
            if (c.permittedSubclasses != null) c.permittedSubclasses.forEach(this::load);
            final boolean whole = jackson(c);
            for (final MethodNode m : c.methods) {
                if (whole || (c.access & Opcodes.ACC_ENUM) != 0 && (m.access & Opcodes.ACC_STATIC) != 0) {
                    init(name);
                    reach(c, m);
                }
            }
            if (whole) for (final FieldNode f : c.fields) field(c, f);
        }

        private boolean jackson(final ClassNode c) {
            final List<AnnotationNode> all = new ArrayList<>();
            if (c.visibleAnnotations != null) all.addAll(c.visibleAnnotations);
            for (final MethodNode m : c.methods) if (m.visibleAnnotations != null) all.addAll(m.visibleAnnotations);
            for (final FieldNode f : c.fields) if (f.visibleAnnotations != null) all.addAll(f.visibleAnnotations);
            for (final AnnotationNode a : all) if (a.desc.startsWith("Lcom/fasterxml/")) return true;
            return false;
        }

        private void init(final String name) {
            load(name);
            final ClassNode c = tests.classes.get(name);
            if (c == null || !inited.add(name)) return;
            if (c.superName != null) init(c.superName);
            for (final MethodNode m : c.methods) if (m.name.equals("<clinit>")) reach(c, m);
        }

        private void instantiate(final String name) {
            final ClassNode c = tests.classes.get(name);
            if (c == null) {
                load(name);
                return;
            }
            if (instantiated.contains(name)) return;
            init(name);
            instantiated.add(name);
            final Set<String> out = outside(name);
            final Set<String> done = new HashSet<>();
            for (final ClassNode h : hierarchy(c)) {
                for (final MethodNode m : h.methods) {
                    if ((m.access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) != 0 || m.name.startsWith("<"))
                        continue;
                    final String nd = m.name + m.desc;
                    if (!done.add(nd)) continue;
                    if (out == null || out.contains(nd)) {
                        reach(h, m);
                    } else {
                        for (final String o : virtualCalls.getOrDefault(nd, Set.of())) {
                            if (supersOf(name).contains(o)) {
                                reach(h, m);
                                break;
                            }
                        }
                    }
                }
            }
        }

        private void reach(final ClassNode c, final MethodNode m) {
            if (methods.add(c.name + "." + m.name + m.desc)) {
                load(c.name);
                work.add(m);
            }
        }

        private void field(final ClassNode c, final FieldNode f) {
            if (fields.add(c.name + "." + f.name)) ApiModel.typesOf(f.desc).forEach(this::load);
        }

        private void drain() {
            while (!work.isEmpty()) {
                final Summary s = summary(work.poll());
                s.types.forEach(this::load);
                s.news.forEach(this::instantiated);
                for (final String x : s.texts) problem("text " + x);
                for (final Ref r : s.fields) fieldRef(r);
                for (final Ref r : s.calls) callRef(r);
            }
        }

        private void instantiated(final String n) {
            instantiate(n);
            // A class literal may be instantiated by name: its parameterless constructor is needed.
            final ClassNode c = tests.classes.get(n);
            if (c != null)
                for (final MethodNode m : c.methods) if (m.name.equals("<init>") && m.desc.equals("()V")) reach(c, m);
        }

        private void fieldRef(final Ref r) {
            ClassNode c = tests.classes.get(r.owner);
            if (c != null && (r.opcode == Opcodes.GETSTATIC || r.opcode == Opcodes.PUTSTATIC)) init(r.owner);
            for (final String s : supersOf(r.owner)) {
                c = any(s);
                if (c == null) return;
                for (final FieldNode f : c.fields) {
                    if (!f.name.equals(r.name) || !f.desc.equals(r.desc)) continue;
                    if (tests.classes.containsKey(s)) {
                        if ((f.access & Opcodes.ACC_STATIC) != 0) init(s);
                        problem(sliced.get(s + "." + f.name));
                        field(c, f);
                    } else if (api.isMain(s)) {
                        member(c, f.name, f.desc, f.access, ApiModel.deprecated(f.access, f.visibleAnnotations));
                    }
                    return;
                }
            }
        }

        private void member(
                final ClassNode c, final String name, final String desc, final int access, final boolean deprecated) {
            if ((access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) == 0)
                problem("not-public " + c.name + "." + name);
            if (deprecated) problem("deprecated " + c.name + "." + name);
            problem(api.descProblem(desc));
        }

        private void callRef(final Ref r) {
            final String nd = r.name + r.desc;
            final boolean virtual = r.opcode == Opcodes.INVOKEVIRTUAL || r.opcode == Opcodes.INVOKEINTERFACE;
            if (tests.classes.containsKey(r.owner)) {
                if (r.opcode == Opcodes.INVOKESTATIC) init(r.owner);
                if (virtual
                        && virtualCalls
                                .computeIfAbsent(nd, k -> new HashSet<>())
                                .add(r.owner)) {
                    for (final String i : new ArrayList<>(instantiated)) {
                        if (!supersOf(i).contains(r.owner)) continue;
                        find:
                        for (final ClassNode h : hierarchy(tests.classes.get(i))) {
                            for (final MethodNode m : h.methods) {
                                if ((m.name + m.desc).equals(nd) && (m.access & Opcodes.ACC_ABSTRACT) == 0) {
                                    reach(h, m);
                                    break find;
                                }
                            }
                        }
                    }
                }
            } else if (!api.isMain(r.owner)) {
                if (REFLECTION.contains(r.owner + "." + r.name)) problem("reflection " + r.owner + "." + r.name);
                return;
            }
            for (final String s : supersOf(r.owner)) {
                final ClassNode c = any(s);
                if (c == null) continue;
                for (final MethodNode m : c.methods) {
                    if (!m.name.equals(r.name) || !m.desc.equals(r.desc)) continue;
                    if (tests.classes.containsKey(s)) {
                        if (r.opcode == Opcodes.INVOKESTATIC) init(s);
                        reach(c, m);
                    } else if (api.isMain(s)) {
                        member(c, m.name, m.desc, m.access, ApiModel.deprecated(m.access, m.visibleAnnotations));
                    }
                    return;
                }
            }
            if (api.isMain(r.owner)) problem("unresolved " + r.owner + "." + r.name + r.desc);
        }
    }

    // ---- cutting the rest away ----

    /** Writes the classes that the given test methods reach, less everything in them that they do not reach, relocated. Returns leaks (should be none). */
    List<String> prune(final Collection<Closure> keep, final Path jar) throws IOException {
        final Set<String> classes = new TreeSet<>();
        final Set<String> methods = new HashSet<>();
        final Set<String> fields = new HashSet<>();
        for (final Closure c : keep) {
            classes.addAll(c.loaded);
            methods.addAll(c.methods);
            fields.addAll(c.fields);
        }
        final Set<String> leaks = new TreeSet<>();
        Files.createDirectories(jar.toAbsolutePath().getParent());
        try (OutputStream o = Files.newOutputStream(jar);
                JarOutputStream j = new JarOutputStream(o)) {
            for (final String name : classes) {
                final ClassNode c = cut(tests.classes.get(name), classes, methods, fields);
                c.accept(new ClassRemapper(new ClassNode(), new Remapper(Opcodes.ASM9) {
                    @Override
                    public String map(final String n) {
                        if (gone(n, classes)) leaks.add(name + " -> " + n);
                        return n;
                    }
                }));
                j.putNextEntry(new JarEntry(Reloc.name(name) + ".class"));
                j.write(Reloc.classBytes(c));
                j.closeEntry();
            }
        }
        return new ArrayList<>(leaks);
    }

    private boolean gone(final String n, final Set<String> classes) {
        if (tests.classes.containsKey(n)) return !classes.contains(n);
        if (!api.isMain(n)) return false;
        final String p = api.typeProblem(n);
        return p != null && !(allowDeprecated && p.startsWith("deprecated"));
    }

    private String signature(final String sig, final Set<String> classes) {
        if (sig == null) return null;
        final boolean[] bad = new boolean[1];
        new SignatureReader(sig).accept(new SignatureVisitor(Opcodes.ASM9) {
            private String cur;

            @Override
            public void visitClassType(final String name) {
                cur = name;
                bad[0] |= gone(name, classes);
            }

            @Override
            public void visitInnerClassType(final String name) {
                cur = cur + "$" + name;
                bad[0] |= gone(cur, classes);
            }
        });
        return bad[0] ? null : sig;
    }

    private ClassNode cut(
            final ClassNode c, final Set<String> classes, final Set<String> methods, final Set<String> fields) {
        final ClassNode n = new ClassNode();
        c.accept(n);
        n.signature = signature(n.signature, classes);
        n.methods.removeIf(m -> !methods.contains(c.name + "." + m.name + m.desc));
        for (final MethodNode m : n.methods) {
            m.signature = signature(m.signature, classes);
            m.localVariables = null;
            m.visibleLocalVariableAnnotations = null;
            m.invisibleLocalVariableAnnotations = null;
            m.invisibleAnnotations = null;
        }
        n.fields.removeIf(f -> !fields.contains(c.name + "." + f.name));
        for (final FieldNode f : n.fields) f.signature = signature(f.signature, classes);
        n.innerClasses.removeIf(i -> gone(i.name, classes) || i.outerName != null && gone(i.outerName, classes));
        if (n.nestMembers != null) n.nestMembers.removeIf(x -> gone(x, classes));
        if (n.outerClass != null
                && (n.outerMethod == null
                        || !methods.contains(n.outerClass + "." + n.outerMethod + n.outerMethodDesc))) {
            n.outerMethod = null;
            n.outerMethodDesc = null;
        }
        if (n.recordComponents != null) n.recordComponents.forEach(r -> r.signature = signature(r.signature, classes));
        return n;
    }

    static Map<String, List<Closure>> byClass(final Collection<Closure> cs) {
        final Map<String, List<Closure>> out = new TreeMap<>();
        for (final Closure c : cs)
            out.computeIfAbsent(c.test.className(), k -> new ArrayList<>()).add(c);
        return out;
    }
}
