package io.millrace.streams.spring.autoconfigure.diagnostics;

import io.millrace.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows failures of the engine that have a well-known remedy. */
final class EngineFailureAnalyzer extends AbstractFailureAnalyzer<StreamsException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, StreamsException cause) {
        StreamsStartException known = KnownFailures.explain(cause);
        return known == null ? null : new FailureAnalysis(known.description(), known.action(), cause);
    }
}
