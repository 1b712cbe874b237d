package conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;

/** Commands; run.sh in the folder above is what a person calls. */
public final class Main {
    static Path work, home;

    private static List<Path> refMain() throws IOException {
        final List<Path> l = new ArrayList<>();
        try (var s = Files.list(work.resolve("lib/reference"))) {
            s.filter(p -> p.toString().endsWith(".jar") && !p.toString().endsWith("-test.jar"))
                    .sorted()
                    .forEach(l::add);
        }
        return l;
    }

    private static List<Path> refTests() throws IOException {
        final List<Path> l = new ArrayList<>();
        try (var s = Files.list(work.resolve("lib/reference"))) {
            s.filter(p -> p.toString().endsWith("-test.jar")).sorted().forEach(l::add);
        }
        return l;
    }

    static List<Path> libs() throws IOException {
        return ClassDb.expand(work.resolve("lib/run") + "/*");
    }

    static ApiModel api() throws IOException {
        final ClassDb db = new ClassDb(ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        for (final Path p : refMain()) db.add(p);
        return new ApiModel(db);
    }

    static boolean integration(final String set) {
        return set.equals("integration");
    }

    public static void main(final String[] args) throws Exception {
        final String cmd = args[0];
        final Map<String, String> opt = new HashMap<>();
        final List<String> rest = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            if (args[i].startsWith("--")) {
                final int eq = args[i].indexOf('=');
                if (eq > 0) opt.put(args[i].substring(2, eq), args[i].substring(eq + 1));
                else opt.put(args[i].substring(2), "true");
            } else {
                rest.add(args[i]);
            }
        }
        work = Path.of(opt.getOrDefault("work", "/tmp/conformance"));
        home = Path.of(opt.getOrDefault("home", "."));
        switch (cmd) {
            case "relocate-reference":
                Reloc.jar(refMain(), Path.of(rest.get(0)));
                break;
            case "api-diff":
                new ApiDiff(api(), ApiDiff.implDb(ClassDb.expand(opt.get("impl")), libs()))
                        .run(opt.containsKey("quiet"));
                break;
            case "analyse":
                analyse(opt);
                break;
            case "run":
                Runner.run(rest.get(0), opt);
                break;
            default:
                throw new IllegalArgumentException(cmd);
        }
    }

    /** Works out what is eligible in both sets and writes lists and cut, relocated test jars to the work folder. */
    private static void analyse(final Map<String, String> opt) throws IOException {
        final ApiModel api = api();
        final ClassDb tests = new ClassDb(0);
        final Map<String, String> from = new HashMap<>();
        for (final Path p : refTests()) {
            ClassDb.eachEntry(p, (n, b) -> {
                if (ClassDb.isClass(n))
                    from.put(
                            n.substring(0, n.length() - 6),
                            p.getFileName().toString().contains("integration") ? "integration" : "unit");
            });
            tests.add(p);
        }
        for (final Path p : libs()) tests.addLazy(p);
        final Path res = Files.createDirectories(work.resolve("resources"));
        ClassDb.eachEntry(refTests().get(0), (n, b) -> {
            if (n.equals("log4j2.yaml"))
                Files.writeString(res.resolve(n), Reloc.text(new String(b, java.nio.charset.StandardCharsets.UTF_8)));
        });
        final Eligibility el = new Eligibility(api, tests, opt.containsKey("allow-deprecated"));
        el.rewrite();
        for (final String set : List.of("unit", "integration")) {
            final List<String> roots = new ArrayList<>();
            from.forEach((k, v) -> {
                if (v.equals(set)) roots.add(k);
            });
            final List<Eligibility.Closure> ok = new ArrayList<>();
            final List<Eligibility.Closure> all = new ArrayList<>();
            final Map<String, Integer> hist = new TreeMap<>(), sole = new TreeMap<>();
            for (final Eligibility.Case c : el.cases(roots)) {
                final Eligibility.Closure x = el.new Closure(c);
                all.add(x);
                if (x.reasons.isEmpty()) ok.add(x);
                for (final String r : x.reasons) hist.merge(r, 1, Integer::sum);
                if (x.reasons.size() == 1) sole.merge(x.reasons.iterator().next(), 1, Integer::sum);
            }
            final Path dir = Files.createDirectories(work.resolve("analysis"));
            final List<String> lines = new ArrayList<>(), why = new ArrayList<>();
            for (final Eligibility.Closure x : all) {
                if (x.reasons.isEmpty()) lines.add(x.test.key());
                else why.add(x.test.key() + "\t" + String.join("; ", x.reasons));
            }
            Files.write(dir.resolve("eligible-" + set + ".txt"), lines);
            Files.write(dir.resolve("not-eligible-" + set + ".txt"), why);
            final List<String> h = new ArrayList<>();
            hist.entrySet().stream()
                    .sorted((a, b) -> b.getValue() - a.getValue())
                    .forEach(e -> h.add(e.getValue() + "\t" + sole.getOrDefault(e.getKey(), 0) + "\t" + e.getKey()));
            Files.write(dir.resolve("blockers-" + set + ".txt"), h);
            final List<String> leaks = el.prune(ok, dir.resolve("tests-" + set + ".jar"));
            for (final String l : leaks) System.out.println("leak in " + set + ": " + l);
            System.out.println(set + ": " + ok.size() + " eligible test methods in "
                    + Eligibility.byClass(ok).size() + " classes, of " + all.size() + " test methods in "
                    + Eligibility.byClass(all).size() + " classes");
        }
    }
}
