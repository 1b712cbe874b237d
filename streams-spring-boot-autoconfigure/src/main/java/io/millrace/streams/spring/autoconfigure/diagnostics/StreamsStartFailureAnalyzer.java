package io.millrace.streams.spring.autoconfigure.diagnostics;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows what a {@link StreamsStartException} tells. */
final class StreamsStartFailureAnalyzer extends AbstractFailureAnalyzer<StreamsStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StreamsStartException cause) {
        return new FailureAnalysis(cause.description(), cause.action(), cause);
    }
}
