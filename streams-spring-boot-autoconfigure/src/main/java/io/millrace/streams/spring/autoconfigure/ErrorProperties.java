package io.millrace.streams.spring.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** What to do about failures. */
public class ErrorProperties {

    /** What to do with a record that cannot be read: fail, continue, dead-letter, or bean:<name> of a DeserializationExceptionHandler. */
    private @Nullable String deserialization;

    /** What to do with a record that cannot be processed: fail, continue, dead-letter, or bean:<name> of a ProcessingExceptionHandler. */
    private @Nullable String processing;

    /** What to do with an output that cannot be written: fail, continue, or bean:<name> of a ProductionExceptionHandler. */
    private @Nullable String production;

    /** Topic that dead-letter writes to; {topology} stands for the name of the topology. */
    private @Nullable String deadLetterTopic;

    /** What to do when a thread fails: shutdown-client, replace-thread, shutdown-application (on all instances), or bean:<name> of a StreamsUncaughtExceptionHandler. */
    private @Nullable String uncaught;

    /** Restarts after a failure. */
    @NestedConfigurationProperty
    private final RestartProperties restart = new RestartProperties();

    public @Nullable String getDeserialization() {
        return deserialization;
    }

    public void setDeserialization(@Nullable String deserialization) {
        this.deserialization = deserialization;
    }

    public @Nullable String getProcessing() {
        return processing;
    }

    public void setProcessing(@Nullable String processing) {
        this.processing = processing;
    }

    public @Nullable String getProduction() {
        return production;
    }

    public void setProduction(@Nullable String production) {
        this.production = production;
    }

    public @Nullable String getDeadLetterTopic() {
        return deadLetterTopic;
    }

    public void setDeadLetterTopic(@Nullable String deadLetterTopic) {
        this.deadLetterTopic = deadLetterTopic;
    }

    public @Nullable String getUncaught() {
        return uncaught;
    }

    public void setUncaught(@Nullable String uncaught) {
        this.uncaught = uncaught;
    }

    public RestartProperties getRestart() {
        return restart;
    }
}
