package io.millrace.streams.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.engine.assign.ClassicGroupAdapter;
import io.millrace.streams.spring.autoconfigure.metrics.MicrometerReporter;
import io.millrace.streams.spring.autoconfigure.observation.ObservingInterceptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDB;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

class StreamsRuntimeHintsTests {

    private static final String LIBRARY = "librocksdbjni-linux64.so";
    private static final Pattern LOOKED_UP = Pattern.compile("org/rocksdb/([A-Za-z$]+)\0");

    private final RuntimeHints hints = registered();

    private static RuntimeHints registered() {
        RuntimeHints hints = new RuntimeHints();
        SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
                .load(RuntimeHintsRegistrar.class)
                .forEach(registrar -> registrar.registerHints(hints, null));
        return hints;
    }

    @Test
    void everyClassThatIsADefaultCanBeMade() {
        for (ConfigDef.ConfigKey key : StreamsConfig.configDef().configKeys().values()) {
            if (key.type == ConfigDef.Type.CLASS
                    && key.defaultValue instanceof Class<?> type
                    && type.getName().startsWith("io.millrace.")) {
                assertThat(RuntimeHintsPredicates.reflection()
                                .onType(type)
                                .withMemberCategory(MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS))
                        .as(key.name)
                        .accepts(hints);
            }
        }
        for (Class<?> type :
                new Class<?>[] {ClassicGroupAdapter.class, MicrometerReporter.class, ObservingInterceptor.class}) {
            assertThat(RuntimeHintsPredicates.reflection()
                            .onType(type)
                            .withMemberCategory(MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS))
                    .as(type.getName())
                    .accepts(hints);
        }
    }

    @Test
    void whatTheNativeLibraryLooksUpIsThere() throws IOException {
        Set<String> named = LOOKED_UP
                .matcher(library())
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toSet());

        assertThat(named).hasSizeGreaterThan(30);
        assertThat(hints.jni().typeHints().map(hint -> hint.getType().getName().substring("org.rocksdb.".length())))
                .containsExactlyInAnyOrderElementsOf(named);
        assertThat(RuntimeHintsPredicates.resource().forResource(LIBRARY)).accepts(hints);
    }

    private static String library() throws IOException {
        try (InputStream library = RocksDB.class.getClassLoader().getResourceAsStream(LIBRARY)) {
            return new String(Objects.requireNonNull(library).readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
