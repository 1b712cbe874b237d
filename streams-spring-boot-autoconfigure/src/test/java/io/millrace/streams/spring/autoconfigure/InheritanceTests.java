package io.millrace.streams.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.errors.DefaultProductionExceptionHandler;
import io.millrace.streams.errors.LogAndContinueExceptionHandler;
import io.millrace.streams.errors.LogAndContinueProcessingExceptionHandler;
import io.millrace.streams.errors.LogAndFailExceptionHandler;
import io.millrace.streams.errors.LogAndFailProcessingExceptionHandler;
import io.millrace.streams.spring.autoconfigure.HealthProperties.Readiness;
import io.millrace.streams.spring.autoconfigure.MetricsProperties.MetricGroup;
import io.millrace.streams.spring.autoconfigure.RunSettings.EndSettings;
import io.millrace.streams.spring.autoconfigure.RunSettings.RestartSettings;
import io.millrace.streams.spring.autoconfigure.RunSettings.TopicSettings;
import io.millrace.streams.spring.autoconfigure.TopicProperties.OnTimeout;
import io.millrace.streams.spring.autoconfigure.TopicProperties.WaitFor;
import io.millrace.streams.spring.autoconfigure.bridge.SkipUnwritable;
import io.millrace.streams.spring.autoconfigure.health.HealthSettings;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;

/** Each property that can be set for all topologies and for one: what is set for one wins, what is not set is inherited. */
class InheritanceTests {

    private static final String TOPOLOGY = "orders";

    /**
     * A property.
     *
     * @param name its name below {@code streams} and below a topology
     * @param all a value for all
     * @param own another for one
     * @param effect what it does
     * @param ofAll what the first value does
     * @param ofOwn what the second does
     */
    record Row(
            String name,
            String all,
            String own,
            Function<StreamsProperties, Object> effect,
            Object ofAll,
            Object ofOwn) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Row engine(String name, String all, String own, String key, Object ofAll, Object ofOwn) {
        return new Row(name, all, own, properties -> config(properties).get(key), ofAll, ofOwn);
    }

    private static Row run(
            String name, String all, String own, Function<RunSettings, Object> part, Object a, Object o) {
        return new Row(name, all, own, part.compose(properties -> RunSettings.of(properties, TOPOLOGY)), a, o);
    }

    private static Row topics(
            String name, String all, String own, Function<TopicSettings, Object> p, Object a, Object o) {
        return run("topics." + name, all, own, p.compose(RunSettings::topics), a, o);
    }

    private static Row restart(
            String name, String all, String own, Function<RestartSettings, Object> p, Object a, Object o) {
        return run("errors.restart." + name, all, own, p.compose(RunSettings::restart), a, o);
    }

    private static Row end(String name, String all, String own, Function<EndSettings, Object> p, Object a, Object o) {
        return run(name, all, own, p.compose(RunSettings::end), a, o);
    }

    private static Row health(
            String name, String all, String own, Function<HealthSettings, Object> part, Object a, Object o) {
        return new Row(
                "health." + name, all, own, part.compose(properties -> HealthSettings.of(properties, TOPOLOGY)), a, o);
    }

    static Stream<Row> rows() {
        return Stream.of(
                        engineRows(),
                        errorRows(),
                        runRows(),
                        Stream.of(
                                health(
                                        "readiness",
                                        "none",
                                        "strict",
                                        HealthSettings::readiness,
                                        Readiness.NONE,
                                        Readiness.STRICT),
                                health("max-restore-lag", "7", "8", HealthSettings::maxRestoreLag, 7L, 8L),
                                // Whoever does not want what all have says so.
                                health("include-stopped", "true", "false", HealthSettings::includeStopped, true, false),
                                new Row(
                                        "health.liveness-on-failure",
                                        "true",
                                        "false",
                                        all -> all.inherited(
                                                TOPOLOGY,
                                                level -> level.getHealth().getLivenessOnFailure(),
                                                false),
                                        true,
                                        false),
                                new Row(
                                        "metrics.enabled",
                                        "false",
                                        "true",
                                        all -> all.inherited(
                                                TOPOLOGY,
                                                level -> level.getMetrics().getEnabled(),
                                                true),
                                        false,
                                        true),
                                new Row(
                                        "observation.enabled",
                                        "true",
                                        "false",
                                        all -> all.inherited(
                                                TOPOLOGY,
                                                level -> level.getObservation().getEnabled(),
                                                false),
                                        true,
                                        false),
                                new Row(
                                        "metrics.groups",
                                        "client,thread",
                                        "task",
                                        all -> all.inherited(
                                                TOPOLOGY,
                                                level -> level.getMetrics().getGroups(),
                                                Set.of()),
                                        Set.of(MetricGroup.CLIENT, MetricGroup.THREAD),
                                        Set.of(MetricGroup.TASK))))
                .flatMap(Function.identity());
    }

    private static Stream<Row> engineRows() {
        return Stream.of(
                engine("application-id", "mall", "exact", "application.id", "mall-orders", "exact"),
                engine("state-dir", "/a", "/b", "state.dir", "/a", "/b"),
                engine("num-threads", "3", "4", "num.stream.threads", 3, 4),
                engine("num-standby-replicas", "1", "2", "num.standby.replicas", 1, 2),
                engine("replication-factor", "3", "1", "replication.factor", 3, 1),
                engine(
                        "processing-guarantee",
                        "exactly-once-v2",
                        "at-least-once",
                        "processing.guarantee",
                        "exactly_once_v2",
                        "at_least_once"),
                engine("commit-interval", "2s", "3s", "commit.interval.ms", 2000L, 3000L),
                engine("cache-max-size", "1KB", "2KB", "statestore.cache.max.bytes", 1024L, 2048L),
                engine(
                        "query-isolation",
                        "read-committed",
                        "read-uncommitted",
                        "query.isolation.level",
                        "read_committed",
                        "read_uncommitted"),
                engine("default-key-serde", "a.Serde", "b.Serde", "default.key.serde", "a.Serde", "b.Serde"),
                engine("default-value-serde", "a.Serde", "b.Serde", "default.value.serde", "a.Serde", "b.Serde"),
                engine(
                        "default-timestamp-extractor",
                        "a.Clock",
                        "b.Clock",
                        "default.timestamp.extractor",
                        "a.Clock",
                        "b.Clock"),
                engine(
                        "rocksdb-config-setter",
                        "a.Setter",
                        "b.Setter",
                        "rocksdb.config.setter",
                        "a.Setter",
                        "b.Setter"),
                engine("connection", "one", "two", "bootstrap.servers", List.of("one:9092"), List.of("two:9092")),
                engine("metrics.recording-level", "debug", "info", "metrics.recording.level", "DEBUG", "INFO"),
                engine("properties.poll.ms", "5", "6", "poll.ms", "5", "6"));
    }

    private static Stream<Row> errorRows() {
        String deserialization = "deserialization.exception.handler";
        String processing = "processing.exception.handler";
        return Stream.of(
                engine(
                        "errors.deserialization",
                        "continue",
                        "fail",
                        deserialization,
                        LogAndContinueExceptionHandler.class,
                        LogAndFailExceptionHandler.class),
                engine(
                        "errors.processing",
                        "continue",
                        "fail",
                        processing,
                        LogAndContinueProcessingExceptionHandler.class,
                        LogAndFailProcessingExceptionHandler.class),
                engine(
                        "errors.production",
                        "continue",
                        "fail",
                        "production.exception.handler",
                        SkipUnwritable.class,
                        DefaultProductionExceptionHandler.class),
                new Row(
                        "errors.dead-letter-topic",
                        "lost",
                        "lost-{topology}",
                        properties -> {
                            properties.getErrors().setProcessing("dead-letter");
                            return config(properties).get("errors.dead.letter.queue.topic.name");
                        },
                        "lost",
                        "lost-orders"));
    }

    private static Stream<Row> runRows() {
        Duration one = Duration.ofSeconds(1);
        Duration two = Duration.ofSeconds(2);
        return Stream.of(
                run("auto-startup", "false", "true", RunSettings::autoStartup, false, true),
                run("cleanup.on-startup", "true", "false", RunSettings::cleanupFirst, true, false),
                run("errors.uncaught", "replace-thread", "bean:x", RunSettings::uncaught, "replace-thread", "bean:x"),
                topics("wait", "none", "sources", TopicSettings::waitFor, WaitFor.NONE, WaitFor.SOURCES),
                topics("wait-timeout", "1s", "2s", TopicSettings::waitTimeout, one, two),
                topics(
                        "on-timeout",
                        "keep-waiting",
                        "fail",
                        TopicSettings::onTimeout,
                        OnTimeout.KEEP_WAITING,
                        OnTimeout.FAIL),
                topics("auto-create", "true", "false", TopicSettings::autoCreate, true, false),
                restart("max-attempts", "0", "2", RestartSettings::maxAttempts, 0, 2),
                restart("backoff", "2s", "1s", RestartSettings::backoff, two, one),
                restart("max-backoff", "1s", "2s", RestartSettings::maxBackoff, one, two),
                restart("reset-after", "1s", "2s", RestartSettings::resetAfter, one, two),
                end("close-timeout", "1s", "2s", EndSettings::timeout, one, two),
                end("leave-group-on-close", "false", "true", EndSettings::leaveGroup, false, true),
                end("cleanup.on-shutdown", "true", "false", EndSettings::cleanup, true, false));
    }

    private static StreamsProperties bound(String... keysAndValues) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            given.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new Binder(new MapConfigurationPropertySource(given))
                .bindOrCreate(StreamsProperties.PREFIX, Bindable.of(StreamsProperties.class));
    }

    private static Map<String, Object> config(StreamsProperties properties) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("one", (KafkaConnectionDetails) () -> List.of("one:9092"));
        beans.addBean("two", (KafkaConnectionDetails) () -> List.of("two:9092"));
        TopologyConfigs.Origin origin = new TopologyConfigs.Origin(Map.of(), () -> List.of("own:9092"), "shop");
        return new TopologyConfigs(properties, origin, new BeanLookup(beans), List.of())
                .of(List.of(TOPOLOGY, "audit"))
                .get(TOPOLOGY);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatIsSetForAllIsInherited(Row row) {
        StreamsProperties properties = bound("streams." + row.name(), row.all());

        assertThat(row.effect().apply(properties)).isEqualTo(row.ofAll());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatIsSetForOneHoldsForThatOne(Row row) {
        StreamsProperties properties = bound("streams.topologies.orders." + row.name(), row.own());

        assertThat(row.effect().apply(properties)).isEqualTo(row.ofOwn());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatIsSetForOneWins(Row row) {
        StreamsProperties properties =
                bound("streams." + row.name(), row.all(), "streams.topologies.orders." + row.name(), row.own());

        assertThat(row.effect().apply(properties)).isEqualTo(row.ofOwn());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatIsSetForAnotherMeansNothing(Row row) {
        StreamsProperties properties =
                bound("streams." + row.name(), row.all(), "streams.topologies.audit." + row.name(), row.own());

        assertThat(row.effect().apply(properties)).isEqualTo(row.ofAll());
    }

    @Test
    void theTableIsComplete() {
        Set<String> tested = new TreeSet<>();
        rows().forEach(row -> tested.add(row.name().startsWith("properties.") ? "properties" : row.name()));

        Set<String> all = new TreeSet<>();
        collect(TopologyProperties.class, "", all);

        assertThat(tested).isEqualTo(all);
    }

    private static void collect(Class<?> type, String prefix, Set<String> names) {
        for (Method method : type.getDeclaredMethods()) {
            if (!method.getName().startsWith("get") || method.getParameterCount() > 0) {
                continue;
            }
            String name = prefix
                    + Pattern.compile("(?<=[a-z])(?=[A-Z])")
                            .matcher(method.getName().substring(3))
                            .replaceAll("-")
                            .toLowerCase(Locale.ROOT);
            if (method.getReturnType().getSimpleName().endsWith("Properties")) {
                collect(method.getReturnType(), name + ".", names);
            } else {
                names.add(name);
            }
        }
    }
}
