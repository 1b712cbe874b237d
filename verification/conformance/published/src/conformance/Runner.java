package conformance;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.tree.ClassNode;

/** Runs the eligible tests of one set against an implementation, in forked JVMs, and counts test methods. */
final class Runner {
    private static final class Outcome {
        final String status, message;
        final long ms;

        Outcome(final String status, final long ms, final String message) {
            this.status = status;
            this.ms = ms;
            this.message = message;
        }
    }

    private static final class Todo {
        final String cls;
        final Set<String> keys = new LinkedHashSet<>();
        long spentMs;
        int restarts;

        Todo(final String cls) {
            this.cls = cls;
        }
    }

    private final String set;
    private final Map<String, String> opt;
    private final Map<String, Outcome> outcomes = new HashMap<>();
    private final Map<String, String> classMessages = new HashMap<>();
    private final Map<String, Long> classMs = new HashMap<>();
    private final boolean quiet;
    private static final String FAILURE = "failure: ";
    private static final String EXCLUDED_FAILURES = "excluded-failures.txt";

    private int forks, maxHangs;
    private Map<String, String> limits;

    private Runner(final String set, final Map<String, String> opt) {
        this.set = set;
        this.opt = opt;
        this.quiet = opt.containsKey("quiet");
    }

    /**
     * Excluded: a class, Class#method, or Class#method(types), or "failure: " and what the message or stack of a failed invocation has in it; then a
     * tab and the reason.
     */
    static Map<String, String> exclusions(final Path f) throws IOException {
        final Map<String, String> out = new LinkedHashMap<>();
        if (Files.exists(f))
            for (final String l : Files.readAllLines(f)) {
                if (l.isBlank() || l.startsWith("#!")) continue;
                final int t = l.indexOf('\t');
                if (t < 0) throw new IOException(f.getFileName() + ": two columns needed: " + l);
                out.put(l.substring(0, t).trim(), l.substring(t + 1).trim());
            }
        return out;
    }

    /** The classes of a list, one a line; empty where there is no list, and then all classes count. */
    private static Set<String> listed(final Path f) throws IOException {
        final Set<String> out = new java.util.LinkedHashSet<>();
        if (Files.exists(f))
            for (final String l : Files.readAllLines(f)) if (!l.isBlank() && !l.startsWith("#")) out.add(l.trim());
        return out;
    }

    static boolean excluded(final Map<String, String> ex, final String key) {
        return ex.containsKey(key)
                || ex.containsKey(key.substring(0, key.indexOf('(')))
                || ex.containsKey(key.substring(0, key.indexOf('#')));
    }

    static void run(final String set, final Map<String, String> opt) throws Exception {
        new Runner(set, opt).run();
    }

    private void run() throws Exception {
        final Path analysis = Main.work.resolve("analysis");
        final Map<String, String> ex =
                opt.containsKey("no-exclusions") ? Map.of() : exclusions(Main.home.resolve("exclusions.tsv"));
        final Pattern only = opt.containsKey("filter") ? Pattern.compile(opt.get("filter")) : null;
        final Set<String> listed = listed(Main.home.resolve(set + "-classes.txt"));
        final Map<String, Todo> todo = new TreeMap<>();
        int left = 0;
        for (final String key : Files.readAllLines(analysis.resolve("eligible-" + set + ".txt"))) {
            final String cls = key.substring(0, key.indexOf('#'));
            if (!listed.isEmpty() && !listed.contains(cls)) continue;
            if (only != null && !only.matcher(cls).find() && !only.matcher(key).find()) continue;
            if (excluded(ex, key)) {
                left++;
                continue;
            }
            todo.computeIfAbsent(cls, Todo::new).keys.add(key);
        }
        final Map<String, List<String>> plan = new TreeMap<>();
        todo.forEach((k, v) -> plan.put(k, new ArrayList<>(v.keys)));
        final int total = plan.values().stream().mapToInt(List::size).sum();
        if (opt.containsKey("list")) {
            plan.forEach((k, v) -> v.forEach(System.out::println));
            System.out.println(set + ": " + total + " eligible test methods in " + plan.size() + " classes (" + left
                    + " more excluded)");
            return;
        }
        final Path dir = Main.work.resolve("run-" + set);
        delete(dir);
        Files.createDirectories(dir);
        Files.write(
                dir.resolve(EXCLUDED_FAILURES),
                ex.keySet().stream()
                        .filter(k -> k.startsWith(FAILURE))
                        .map(k -> k.substring(FAILURE.length()))
                        .toList());
        final List<Path> impl = ClassDb.expand(opt.get("impl"));
        final int stubs = stubs(impl, dir.resolve("stubs.jar"));
        if (stubs > 0)
            System.out.println(stubs
                    + " API classes are missing in the implementation; empty stubs stand in for them so that"
                    + " other tests link");

        final boolean integration = Main.integration(set);
        final int batch = Integer.parseInt(opt.getOrDefault("batch", integration ? "1" : "20"));
        final long classLimit = 1000L * Long.parseLong(opt.getOrDefault("timeout", integration ? "600" : "120"));
        final long methodLimit = 1000L * Long.parseLong(opt.getOrDefault("method-timeout", integration ? "120" : "20"));
        final long budget = 1000L * Long.parseLong(opt.getOrDefault("budget", "1000000"));
        limits = exclusions(Main.home.resolve("limits.tsv"));
        maxHangs = Integer.parseInt(opt.getOrDefault("max-hangs", integration ? "2" : "3"));
        final Deque<Todo> queue = new ArrayDeque<>(todo.values());
        final long begin = System.currentTimeMillis();
        while (!queue.isEmpty()) {
            if (System.currentTimeMillis() - begin > budget) {
                System.out.println("time budget spent; " + queue.size() + " classes not run");
                for (final Todo t : queue)
                    for (final String k : t.keys)
                        outcomes.put(k, new Outcome("FAILED", 0, "not run: time budget spent"));
                break;
            }
            final List<Todo> now = new ArrayList<>();
            while (now.size() < batch && !queue.isEmpty()) now.add(queue.poll());
            final List<Todo> again = fork(now, impl, dir, classLimit, methodLimit);
            for (int i = again.size() - 1; i >= 0; i--) queue.addFirst(again.get(i));
        }
        int passed = 0, failed = 0, skipped = 0, fullClasses = 0, partly = 0;
        final List<String> table = new ArrayList<>();
        for (final Map.Entry<String, List<String>> e : plan.entrySet()) {
            for (final String k : e.getValue()) {
                final Outcome o = outcome(k);
                switch (o.status) {
                    case "PASSED":
                        passed++;
                        break;
                    case "SKIPPED":
                        skipped++;
                        break;
                    case "EXCLUDED":
                        left++;
                        break;
                    default:
                        failed++;
                }
                if (o.message.contains("invocations excluded")) partly++;
                table.add(k + "\t" + o.status + "\t" + o.ms + "\t" + o.message);
            }
            if (e.getValue().stream().allMatch(this::passedOrExcluded)) fullClasses++;
        }
        Files.write(Main.work.resolve("results-" + set + ".tsv"), table, StandardCharsets.UTF_8);
        if (!quiet && failed + skipped > 0) {
            System.out.println("not passed:");
            for (final Map.Entry<String, List<String>> e : plan.entrySet())
                for (final String k : e.getValue()) {
                    final Outcome o = outcome(k);
                    if (!passedOrExcluded(k))
                        System.out.println("  " + o.status + " " + k + "  "
                                + (o.message.length() > 240 ? o.message.substring(0, 240) : o.message));
                }
        }
        System.out.println("classes: " + fullClasses + " of " + plan.size() + " pass wholly; methods: " + passed
                + " passed, " + failed + " failed, "
                + skipped + " skipped (count as not passed), " + left + " excluded, of " + partly
                + " some or all invocations are excluded; " + forks + " JVMs, "
                + (System.currentTimeMillis() - begin) / 1000 + " s; details in "
                + "results-" + set + ".tsv and run-" + set + "/ of the work folder");
        System.out.println(set + ": " + passed + "/" + (passed + failed + skipped));
        if (failed + skipped > 0) System.exit(1);
    }

    private boolean passedOrExcluded(final String key) {
        final String status = outcome(key).status;
        return status.equals("PASSED") || status.equals("EXCLUDED");
    }

    private Outcome outcome(final String key) {
        final Outcome o = outcomes.get(key);
        if (o != null) return o;
        return new Outcome(
                "FAILED",
                0,
                "not run: "
                        + classMessages.getOrDefault(
                                key.substring(0, key.indexOf('#')), "the test class did not report it"));
    }

    private List<Todo> fork(
            final List<Todo> now, final List<Path> impl, final Path dir, final long classLimit, final long methodLimit)
            throws Exception {
        final int n = ++forks;
        final Path plan = dir.resolve("plan-" + n + ".txt"), events = dir.resolve("events-" + n + ".tsv");
        final Path tmp = Files.createDirectories(dir.resolve("tmp-" + n));
        final List<String> lines = new ArrayList<>();
        for (final Todo t : now) lines.add(t.cls + "\t" + String.join("\t", t.keys));
        Files.write(plan, lines, StandardCharsets.UTF_8);
        Files.write(events, new byte[0]);
        final StringBuilder cp = new StringBuilder();
        cp.append(Main.work.resolve("resources")).append(File.pathSeparator).append(Main.work.resolve("classes"));
        cp.append(File.pathSeparator).append(Main.work.resolve("shim-classes"));
        cp.append(File.pathSeparator).append(Main.work.resolve("analysis/tests-" + set + ".jar"));
        for (final Path p : impl) cp.append(File.pathSeparator).append(p.toAbsolutePath());
        cp.append(File.pathSeparator).append(dir.resolve("stubs.jar"));
        cp.append(File.pathSeparator).append(Main.work.resolve("lib/run")).append("/*");
        final List<String> cmd = new ArrayList<>();
        if (!opt.containsKey("no-nice")) cmd.addAll(List.of("nice", "-n", "10"));
        cmd.add(opt.getOrDefault("java", "java"));
        cmd.add("-Xmx" + opt.getOrDefault("xmx", Main.integration(set) ? "3g" : "1500m"));
        cmd.addAll(List.of("-Xss4m", "-XX:+UseSerialGC", "-XX:+EnableDynamicAgentLoading", "-Xshare:auto", "-ea"));
        if (!Main.integration(set)) cmd.add("-XX:TieredStopAtLevel=1");
        for (final String o : List.of(
                "java.lang",
                "java.util",
                "java.util.regex",
                "java.util.stream",
                "java.text",
                "java.time",
                "java.security",
                "java.nio",
                "java.nio.file")) {
            cmd.add("--add-opens=java.base/" + o + "=ALL-UNNAMED");
        }
        cmd.add("-Djava.io.tmpdir=" + tmp);
        if (opt.containsKey("jvm-args"))
            cmd.addAll(List.of(opt.get("jvm-args").trim().split("\\s+")));
        cmd.addAll(List.of(
                "-cp",
                cp.toString(),
                "conformance.Fork",
                plan.toString(),
                events.toString(),
                dir.resolve(EXCLUDED_FAILURES).toString()));
        final Process p = new ProcessBuilder(cmd)
                .directory(tmp.toFile())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("log-" + n + ".txt").toFile())
                .start();
        final Thread hook = new Thread(() -> kill(p));
        Runtime.getRuntime().addShutdownHook(hook);

        final Map<String, Todo> byClass = new HashMap<>();
        now.forEach(t -> byClass.put(t.cls, t));
        final Set<String> ended = new LinkedHashSet<>();
        Todo current = null;
        String method = null;
        long classStart = System.currentTimeMillis(), methodStart = 0, lastEvent = System.currentTimeMillis();
        String killed = null;
        boolean wholeClass = false;
        final StringBuilder partial = new StringBuilder();
        try (RandomAccessFile in = new RandomAccessFile(events.toFile(), "r")) {
            while (true) {
                final boolean over = p.waitFor(150, TimeUnit.MILLISECONDS);
                final long len = in.length();
                if (len > in.getFilePointer()) {
                    final byte[] b = new byte[(int) (len - in.getFilePointer())];
                    in.readFully(b);
                    partial.append(new String(b, StandardCharsets.UTF_8));
                }
                for (int nl = partial.indexOf("\n"); nl >= 0; nl = partial.indexOf("\n")) {
                    final String[] f = partial.substring(0, nl).split("\t", -1);
                    partial.delete(0, nl + 1);
                    lastEvent = System.currentTimeMillis();
                    switch (f[0]) {
                        case "B":
                            current = byClass.get(f[1]);
                            classStart = lastEvent;
                            method = null;
                            break;
                        case "S":
                            method = f[1];
                            methodStart = lastEvent;
                            break;
                        case "R":
                            if (f[1].equals(method)) method = null;
                            outcomes.put(f[1], new Outcome(f[2], Long.parseLong(f[3]), f[4]));
                            if (current != null) current.keys.remove(f[1]);
                            break;
                        case "C":
                            classMessages.merge(f[1], f[2], (a, x) -> a);
                            break;
                        case "E":
                            ended.add(f[1]);
                            byClass.get(f[1]).spentMs += lastEvent - classStart;
                            report(byClass.get(f[1]));
                            current = null;
                            break;
                        default:
                    }
                }
                if (over) break;
                final long t = System.currentTimeMillis();
                if (current != null && current.spentMs + t - classStart > limit(current, classLimit)) {
                    killed = "class timeout after " + limit(current, classLimit) / 1000 + " s";
                    wholeClass = true;
                } else if (method != null && t - methodStart > methodLimit) {
                    killed = "method timeout after " + methodLimit / 1000 + " s";
                } else if (current != null && method == null && t - lastEvent > 2 * methodLimit
                        || current == null && t - lastEvent > 120_000) {
                    killed = "nothing happened for too long (between test methods)";
                    wholeClass = true;
                }
                if (killed != null) {
                    kill(p);
                    p.waitFor();
                    break;
                }
            }
        } finally {
            kill(p);
            Runtime.getRuntime().removeShutdownHook(hook);
            delete(tmp);
        }
        final List<Todo> again = new ArrayList<>();
        for (final Todo t : now) {
            if (ended.contains(t.cls)) continue;
            if (t == current) {
                t.spentMs += System.currentTimeMillis() - classStart;
                final String why = killed != null ? killed : "the JVM ended with code " + p.exitValue();
                if (method != null) {
                    outcomes.put(method, new Outcome("FAILED", System.currentTimeMillis() - methodStart, why));
                    t.keys.remove(method);
                }
                if (wholeClass || ++t.restarts >= maxHangs || t.spentMs > limit(t, classLimit)) {
                    for (final String k : t.keys)
                        outcomes.put(k, new Outcome("FAILED", 0, "not run, the class was given up: " + why));
                    t.keys.clear();
                }
                if (t.keys.isEmpty()) report(t);
                else again.add(t);
            } else if (killed == null && current == null && ended.isEmpty()) {
                for (final String k : t.keys)
                    outcomes.put(
                            k,
                            new Outcome(
                                    "FAILED",
                                    0,
                                    "not run: the JVM ended before the first class; see log-" + n + ".txt"));
                report(t);
            } else {
                again.add(t);
            }
        }
        return again;
    }

    /** Classes that take longer even on the reference have a limit of their own. */
    private long limit(final Todo t, final long general) {
        final String own = limits.get(t.cls);
        return own == null || opt.containsKey("timeout") ? general : Math.max(general, 1000L * Long.parseLong(own));
    }

    private void report(final Todo t) {
        classMs.put(t.cls, t.spentMs);
        if (quiet) return;
        int p = 0, f = 0, s = 0;
        try {
            for (final String k :
                    Files.readAllLines(Main.work.resolve("analysis").resolve("eligible-" + set + ".txt"))) {
                if (!k.startsWith(t.cls + "#") || !outcomes.containsKey(k) && !t.keys.contains(k)) continue;
                switch (outcome(k).status) {
                    case "PASSED":
                        p++;
                        break;
                    case "SKIPPED":
                        s++;
                        break;
                    case "EXCLUDED":
                        break;
                    default:
                        f++;
                }
            }
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        System.out.printf(
                java.util.Locale.ROOT,
                "%-95s passed %d, failed %d%s, total %d  (%.1f s)%n",
                t.cls,
                p,
                f,
                s > 0 ? ", skipped " + s : "",
                p + f + s,
                t.spentMs / 1000.0);
    }

    private static void kill(final Process p) {
        p.descendants().forEach(ProcessHandle::destroyForcibly);
        p.destroyForcibly();
    }

    static void delete(final Path d) throws IOException {
        if (!Files.exists(d)) return;
        try (var s = Files.walk(d)) {
            for (final Path p : s.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(p);
        } catch (final java.io.UncheckedIOException | java.nio.file.NoSuchFileException ignored) {
            // Something was still being deleted by the JVM that has just ended.
        }
    }

    /** Empty classes for the API classes that the implementation lacks, so that test classes which mention them still load. */
    private static int stubs(final List<Path> impl, final Path jar) throws IOException {
        final ApiModel api = Main.api();
        final ClassDb db = ApiDiff.implDb(impl, List.of());
        int n = 0;
        try (OutputStream o = Files.newOutputStream(jar);
                JarOutputStream j = new JarOutputStream(o)) {
            j.putNextEntry(new JarEntry("META-INF/stubs"));
            j.closeEntry();
            for (final ClassNode c : api.api.values()) {
                if (db.find(Reloc.name(c.name)) != null) continue;
                n++;
                String sup = c.superName;
                while (api.isMain(sup) && api.typeProblem(sup) != null) sup = api.db.classes.get(sup).superName;
                final ClassNode s = new ClassNode();
                final List<String> ifs = new ArrayList<>();
                for (final String i : c.interfaces) if (!api.isMain(i) || api.typeProblem(i) == null) ifs.add(i);
                s.visit(
                        Opcodes.V11,
                        c.access & ~(Opcodes.ACC_DEPRECATED | Opcodes.ACC_RECORD),
                        c.name,
                        null,
                        sup,
                        ifs.toArray(new String[0]));
                if (sup.equals("java/lang/Record")) s.superName = "java/lang/Object";
                c.innerClasses.stream()
                        .filter(i -> i.name.equals(c.name))
                        .forEach(i -> s.visitInnerClass(i.name, i.outerName, i.innerName, i.access));
                final ClassWriter w = new ClassWriter(0);
                s.accept(new ClassRemapper(w, Reloc.MAP));
                j.putNextEntry(new JarEntry(Reloc.name(c.name) + ".class"));
                j.write(w.toByteArray());
                j.closeEntry();
            }
        }
        return n;
    }
}
