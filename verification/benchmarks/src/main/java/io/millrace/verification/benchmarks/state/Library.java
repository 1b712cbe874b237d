package io.millrace.verification.benchmarks.state;

import java.util.Properties;

/** What is measured. */
public enum Library {
    KAFKA_STREAMS {
        @Override
        StoreTask<KeyValues<Long>> counts(StoreSetup setup) {
            return KafkaStreamsTask.counts(setup);
        }

        @Override
        StoreTask<KeyValues<byte[]>> rows(StoreSetup setup) {
            return KafkaStreamsTask.rows(setup);
        }

        @Override
        StoreTask<Windows> windows(StoreSetup setup) {
            return KafkaStreamsTask.windows(setup);
        }

        @Override
        Restoring restoring(Properties config, String input) {
            return new KafkaStreamsRestoring(config, input);
        }
    },
    MILLRACE {
        @Override
        StoreTask<KeyValues<Long>> counts(StoreSetup setup) {
            return MillraceTask.counts(setup);
        }

        @Override
        StoreTask<KeyValues<byte[]>> rows(StoreSetup setup) {
            return MillraceTask.rows(setup);
        }

        @Override
        StoreTask<Windows> windows(StoreSetup setup) {
            return MillraceTask.windows(setup);
        }

        @Override
        Restoring restoring(Properties config, String input) {
            return new MillraceRestoring(config, input);
        }
    };

    /** A task with stores of numbers. */
    abstract StoreTask<KeyValues<Long>> counts(StoreSetup setup);

    /** A task with stores of bytes. */
    abstract StoreTask<KeyValues<byte[]>> rows(StoreSetup setup);

    /** A task with window stores of bytes. */
    abstract StoreTask<Windows> windows(StoreSetup setup);

    /** An application with one store, not started. */
    abstract Restoring restoring(Properties config, String input);
}
