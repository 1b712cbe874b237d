package io.millrace.streams.engine.kafka;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.errors.StreamsException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Which transactions the brokers offer. From version 2 on, each transaction has an epoch of its own, so that a record that was long on
 * its way cannot get into a later transaction than that in which it was sent; without it, exactly once has a hole.
 */
public final class TransactionVersion {

    private static final String FEATURE = "transaction.version";
    private static final short NEEDED = 2;

    private TransactionVersion() {}

    /**
     * Asks the brokers.
     *
     * @param timeout how long to wait for the answer
     * @throws StreamsException if their transactions are older than needed
     * @throws org.apache.kafka.common.errors.RetriableException if they do not answer
     */
    public static void require(Admin admin, Duration timeout) {
        FinalizedVersionRange range = features(admin, timeout).get(FEATURE);
        short version = range == null ? 0 : range.maxVersionLevel();
        if (version < NEEDED) {
            throw new StreamsException(StreamsConfig.PROCESSING_GUARANTEE_CONFIG + "=" + StreamsConfig.EXACTLY_ONCE_V2
                    + " needs brokers whose feature " + FEATURE + " is " + NEEDED + " or higher, but here it is "
                    + version
                    + ". Upgrade it with kafka-features.sh upgrade --feature " + FEATURE + "=" + NEEDED
                    + " (brokers from 4.0 on have it), or set " + StreamsConfig.PROCESSING_GUARANTEE_CONFIG + "="
                    + StreamsConfig.AT_LEAST_ONCE);
        }
    }

    private static Map<String, FinalizedVersionRange> features(Admin admin, Duration timeout) {
        try {
            return admin.describeFeatures()
                    .featureMetadata()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .finalizedFeatures();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("The brokers did not tell their features in " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        }
    }
}
