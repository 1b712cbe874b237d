package io.millrace.streams.engine.kafka;

import io.millrace.streams.errors.StreamsException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What an error of a Kafka client means for the application, in words that name the remedy. */
final class ClientErrors {

    private ClientErrors() {}

    /** Whether every further record would be refused as well, so that asking anybody about this one is pointless. */
    static boolean isFatal(Throwable error) {
        return error instanceof AuthenticationException
                || error instanceof AuthorizationException
                || error instanceof SecurityDisabledException
                || error instanceof UnsupportedVersionException
                || error instanceof InvalidTopicException;
    }

    /** Whether another producer has taken this one's place. */
    static boolean isFenced(Throwable error) {
        return error instanceof ProducerFencedException || error instanceof InvalidProducerEpochException;
    }

    /** Whether the transaction in which a record was sent can only be aborted, through no fault of the record. */
    static boolean endsTransaction(Throwable error) {
        return error instanceof TransactionAbortableException
                || error instanceof InvalidTxnStateException
                || error instanceof InvalidPidMappingException
                || error instanceof OutOfOrderSequenceException;
    }

    /** An exception that says what failed, why, and what to do. */
    static StreamsException explained(String what, KafkaException error) {
        String remedy = remedy(error);
        return new StreamsException(what + ": " + describe(error) + (remedy.isEmpty() ? "" : ". " + remedy), error);
    }

    static String describe(Throwable error) {
        String message = error.getMessage();
        return message == null || message.isEmpty() ? error.getClass().getSimpleName() : message;
    }

    static String remedy(Throwable error) {
        if (error instanceof TopicAuthorizationException topics) {
            return "Grant the application's principal access to " + topics.unauthorizedTopics();
        }
        if (error instanceof GroupAuthorizationException group) {
            return "Grant the application's principal READ on the group '" + group.groupId() + "'";
        }
        if (error instanceof AuthorizationException) {
            return "Grant the application's principal the missing permission";
        }
        if (error instanceof AuthenticationException) {
            return "Check the security settings and credentials of the application";
        }
        if (error instanceof InconsistentGroupProtocolException) {
            return "The group already has members that use another assignor: stop them, or give this application an"
                    + " application.id of its own";
        }
        if (error instanceof FencedInstanceIdException) {
            return "Another running consumer has the same group.instance.id: give each its own";
        }
        if (error instanceof UnsupportedVersionException) {
            return "Upgrade the brokers";
        }
        return "";
    }
}
