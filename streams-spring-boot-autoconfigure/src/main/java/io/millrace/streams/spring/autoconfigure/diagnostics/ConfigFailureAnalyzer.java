package io.millrace.streams.spring.autoconfigure.diagnostics;

import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows settings that the engine refuses. */
final class ConfigFailureAnalyzer extends AbstractFailureAnalyzer<ConfigException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, ConfigException cause) {
        StreamsStartException known = KnownFailures.explain(cause);
        return known == null ? null : new FailureAnalysis(known.description(), known.action(), cause);
    }
}
