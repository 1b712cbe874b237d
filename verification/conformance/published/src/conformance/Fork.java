package conformance;

import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs in the forked JVM: the classes of a plan file one after another; every event goes to a file at once. */
public final class Fork {
    private static BufferedWriter out;

    /** What the message or the stack trace of a failure has in it that is excluded. */
    private static List<String> excluded;

    private static synchronized void emit(final String... fields) {
        try {
            final StringBuilder b = new StringBuilder();
            for (final String f : fields) {
                if (b.length() > 0) b.append('\t');
                b.append(f == null ? "" : f.replaceAll("[\\t\\r\\n]+", " "));
            }
            out.write(b.append('\n').toString());
            out.flush();
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static String key(final MethodSource s) {
        final StringBuilder b = new StringBuilder(s.getClassName())
                .append('#')
                .append(s.getMethodName())
                .append('(');
        final Method m = s.getJavaMethod();
        String sep = "";
        for (final Class<?> p : m.getParameterTypes()) {
            b.append(sep).append(p.getTypeName());
            sep = ",";
        }
        return b.append(')').toString();
    }

    private static String brief(final Throwable t) {
        if (t == null) return "";
        final StringBuilder b = new StringBuilder(t.toString());
        Throwable c = t.getCause();
        for (int i = 0; c != null && i < 3; i++, c = c.getCause())
            b.append(" <- ").append(c);
        Arrays.stream(t.getStackTrace())
                .filter(f -> !f.getClassName().startsWith("org.junit.")
                        && !f.getClassName().startsWith("org.hamcrest."))
                .limit(5)
                .forEach(f -> b.append(" @ ").append(f));
        return b.length() > 1500 ? b.substring(0, 1500) : b.toString();
    }

    public static void main(final String[] args) throws Exception {
        out = Files.newBufferedWriter(Path.of(args[1]), StandardCharsets.UTF_8);
        excluded = Files.readAllLines(Path.of(args[2]), StandardCharsets.UTF_8);
        final Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableTestEngineAutoRegistration(true)
                .enableTestExecutionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .build());
        for (final String line : Files.readAllLines(Path.of(args[0]), StandardCharsets.UTF_8)) {
            final String[] f = line.split("\t");
            final Set<String> keys = new HashSet<>(Arrays.asList(f).subList(1, f.length));
            emit("B", f[0]);
            try {
                runClass(launcher, f[0], keys);
            } catch (final Throwable t) {
                emit("C", f[0], brief(t));
            }
            emit("E", f[0]);
        }
        out.close();
        // Threads that a failed test left behind must not keep this JVM alive.
        Runtime.getRuntime().halt(0);
    }

    private static boolean isExcluded(final Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            final String message = t + Arrays.toString(t.getStackTrace());
            if (excluded.stream().anyMatch(message::contains)) return true;
        }
        return false;
    }

    private static void runClass(final Launcher launcher, final String cls, final Set<String> keys) {
        final PostDiscoveryFilter filter = (TestDescriptor d) -> d.getSource()
                .filter(MethodSource.class::isInstance)
                .map(s -> FilterResult.includedIf(keys.contains(key((MethodSource) s))))
                .orElse(FilterResult.included("container"));
        final LauncherDiscoveryRequest req = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(cls))
                .filters(filter)
                .build();
        launcher.execute(req, new TestExecutionListener() {
            private final Map<String, int[]> counts = new HashMap<>();
            private final Map<String, String> messages = new HashMap<>();
            private final Map<String, Long> started = new HashMap<>();
            private TestPlan plan;

            @Override
            public void testPlanExecutionStarted(final TestPlan p) {
                plan = p;
            }

            private String keyOf(final TestIdentifier id) {
                return id.getSource()
                        .filter(MethodSource.class::isInstance)
                        .map(s -> key((MethodSource) s))
                        .orElse(null);
            }

            private boolean top(final TestIdentifier id, final String key) {
                return plan.getParent(id).map(p -> !key.equals(keyOf(p))).orElse(true);
            }

            @Override
            public void executionStarted(final TestIdentifier id) {
                final String k = keyOf(id);
                if (k == null) return;
                // Every invocation of a parameterised test starts the clock of the method anew.
                started.putIfAbsent(k, System.currentTimeMillis());
                emit("S", k);
            }

            @Override
            public void executionSkipped(final TestIdentifier id, final String reason) {
                final String k = keyOf(id);
                if (k != null) {
                    if (top(id, k)) emit("R", k, "SKIPPED", "0", reason);
                } else if (id.getSource().filter(ClassSource.class::isInstance).isPresent()) {
                    for (final TestIdentifier d : plan.getDescendants(id)) {
                        final String dk = keyOf(d);
                        if (dk != null && top(d, dk)) emit("R", dk, "SKIPPED", "0", reason);
                    }
                }
            }

            @Override
            public void executionFinished(final TestIdentifier id, final TestExecutionResult r) {
                final String k = keyOf(id);
                if (k == null) {
                    if (r.getStatus() == TestExecutionResult.Status.FAILED)
                        emit("C", cls, brief(r.getThrowable().orElse(null)));
                    else if (r.getStatus() == TestExecutionResult.Status.ABORTED)
                        emit("C", cls, "aborted: " + brief(r.getThrowable().orElse(null)));
                    return;
                }
                final int[] c = counts.computeIfAbsent(k, x -> new int[4]);
                if (r.getStatus() == TestExecutionResult.Status.FAILED
                        && isExcluded(r.getThrowable().orElse(null))) {
                    c[3]++;
                } else if (r.getStatus() == TestExecutionResult.Status.FAILED) {
                    c[1]++;
                    emit(
                            "F",
                            k,
                            id.getDisplayName() + ": " + brief(r.getThrowable().orElse(null)));
                    messages.putIfAbsent(
                            k,
                            id.getDisplayName() + ": " + brief(r.getThrowable().orElse(null)));
                } else if (id.isTest()) {
                    c[r.getStatus() == TestExecutionResult.Status.SUCCESSFUL ? 0 : 2]++;
                    if (r.getStatus() == TestExecutionResult.Status.ABORTED)
                        messages.putIfAbsent(
                                k, "aborted: " + brief(r.getThrowable().orElse(null)));
                }
                if (top(id, k)) {
                    final long ms = System.currentTimeMillis() - started.getOrDefault(k, System.currentTimeMillis());
                    final int run = c[0] + c[1] + c[3];
                    final String st = c[1] > 0 ? "FAILED" : c[0] > 0 ? "PASSED" : c[3] > 0 ? "EXCLUDED" : "SKIPPED";
                    final String left = c[3] > 0 ? c[3] + " of " + run + " invocations excluded; " : "";
                    emit(
                            "R",
                            k,
                            st,
                            Long.toString(ms),
                            left
                                    + (st.equals("FAILED") && run > 1
                                            ? c[1] + " of " + run + " invocations failed: " + messages.get(k)
                                            : messages.getOrDefault(k, "")));
                }
            }
        });
    }
}
