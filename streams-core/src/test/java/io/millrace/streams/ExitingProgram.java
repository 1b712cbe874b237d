package io.millrace.streams;

import io.millrace.streams.KafkaStreams.State;
import io.millrace.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.streams.kstream.GlobalKTable;
import io.millrace.streams.processor.StateRestoreListener;
import java.util.Properties;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;

/** Calls {@link System#exit} where its argument says, with a shutdown hook that closes the client. */
final class ExitingProgram {

    static final int EXIT_CODE = 7;

    private ExitingProgram() {}

    public static void main(String[] arguments) {
        Place place = Place.valueOf(arguments[0]);
        String input = arguments[2];
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "exit-" + place);
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[1]);
        config.put(StreamsConfig.STATE_DIR_CONFIG, arguments[3]);
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        StreamsBuilder builder = new StreamsBuilder();
        if (place == Place.GLOBAL_THREAD) {
            GlobalKTable<String, String> table = builder.globalTable(input);
            builder.<String, String>stream("other")
                    .join(table, (key, value) -> key, (value, found) -> value)
                    .to("nowhere");
        } else {
            builder.<String, String>stream(input).foreach((key, value) -> {
                if (place == Place.PROCESSOR) {
                    System.exit(EXIT_CODE);
                }
                throw new IllegalStateException("for the handler");
            });
        }
        KafkaStreams streams = new KafkaStreams(builder.build(), config);
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
        streams.setUncaughtExceptionHandler(failure -> {
            if (place == Place.HANDLER) {
                System.exit(EXIT_CODE);
            }
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((to, from) -> {
            if (place == Place.STATE_LISTENER && to == State.PENDING_ERROR) {
                System.exit(EXIT_CODE);
            }
        });
        streams.setGlobalStateRestoreListener(new ExitingListener());
        streams.start();
    }

    /** Where it ends. */
    enum Place {
        HANDLER,
        PROCESSOR,
        STATE_LISTENER,
        GLOBAL_THREAD
    }

    private static final class ExitingListener implements StateRestoreListener {

        @Override
        public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
            System.exit(EXIT_CODE);
        }

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long endOffset, long records) {}

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long records) {}
    }
}
