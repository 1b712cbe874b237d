package io.millrace.sample;

import io.millrace.streams.broker.BrokerPortInUseException;
import io.millrace.streams.broker.BrokerStartException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in two lines why the embedded broker did not start. */
final class BrokerStartFailureAnalyzer extends AbstractFailureAnalyzer<BrokerStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BrokerStartException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), remedy(cause), cause);
    }

    private static String remedy(BrokerStartException cause) {
        return "For a second instance beside one that runs here, add --spring.profiles.active=second. "
                + remedyOfTheFirst(cause);
    }

    private static String remedyOfTheFirst(BrokerStartException cause) {
        if (cause instanceof BrokerPortInUseException) {
            return "Set flightboard.broker.port to another port, or to 0 for any free one. If a Kafka of yours listens"
                    + " there, use it: set spring.kafka.bootstrap-servers.";
        }
        return "Set flightboard.data-dir to a directory that this user may write and no other process uses, or name a"
                + " Kafka of yours with spring.kafka.bootstrap-servers.";
    }
}
