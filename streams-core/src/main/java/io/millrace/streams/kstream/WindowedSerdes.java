package io.millrace.streams.kstream;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Serdes of windowed keys. */
public class WindowedSerdes {

    /** Creates an instance, which is good for nothing: all methods are static. */
    public WindowedSerdes() {}

    /**
     * Serde of keys in time windows.
     *
     * @param <T> type of the key inside
     */
    public static class TimeWindowedSerde<T> extends Serdes.WrapperSerde<Windowed<T>> {

        /** Creates a serde that has to be configured before use. */
        public TimeWindowedSerde() {
            super(new TimeWindowedSerializer<>(), new TimeWindowedDeserializer<>());
        }

        /**
         * Creates a serde.
         *
         * @param inner serde of the key inside
         * @param windowSize length of the windows in milliseconds
         */
        public TimeWindowedSerde(Serde<T> inner, long windowSize) {
            super(
                    new TimeWindowedSerializer<>(inner.serializer()),
                    new TimeWindowedDeserializer<>(inner.deserializer(), windowSize));
        }

        /**
         * Tells whether the keys come from the changelog topic of a window store, where a sequence number follows the start.
         *
         * @param isChangelogTopic true for changelog topics
         * @return this serde
         */
        public TimeWindowedSerde<T> forChangelog(boolean isChangelogTopic) {
            ((TimeWindowedDeserializer<T>) deserializer()).setIsChangelogTopic(isChangelogTopic);
            return this;
        }
    }

    /**
     * Serde of keys in sessions.
     *
     * @param <T> type of the key inside
     */
    public static class SessionWindowedSerde<T> extends Serdes.WrapperSerde<Windowed<T>> {

        /** Creates a serde that has to be configured before use. */
        public SessionWindowedSerde() {
            super(new SessionWindowedSerializer<>(), new SessionWindowedDeserializer<>());
        }

        /**
         * Creates a serde.
         *
         * @param inner serde of the key inside
         */
        public SessionWindowedSerde(Serde<T> inner) {
            super(
                    new SessionWindowedSerializer<>(inner.serializer()),
                    new SessionWindowedDeserializer<>(inner.deserializer()));
        }
    }

    /**
     * Returns the serde of time-windowed keys of a type that Kafka has a serde for.
     *
     * @param type class of the key inside
     * @param windowSize length of the windows in milliseconds
     * @param <T> type of the key inside
     * @return the serde
     * @throws IllegalArgumentException if Kafka has no serde for the class
     */
    public static <T> Serde<Windowed<T>> timeWindowedSerdeFrom(Class<T> type, long windowSize) {
        return new TimeWindowedSerde<>(Serdes.serdeFrom(type), windowSize);
    }

    /**
     * Returns the serde of keys in sessions of a type that Kafka has a serde for.
     *
     * @param type class of the key inside
     * @param <T> type of the key inside
     * @return the serde
     * @throws IllegalArgumentException if Kafka has no serde for the class
     */
    public static <T> Serde<Windowed<T>> sessionWindowedSerdeFrom(Class<T> type) {
        return new SessionWindowedSerde<>(Serdes.serdeFrom(type));
    }
}
