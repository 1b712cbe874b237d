package io.millrace.streams.spring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observations, and the key names that the default conventions give them. */
public enum StreamsObservation implements ObservationDocumentation {

    /** The processing of one source record by a sub-topology: starts when the record was read, takes the sender's context from its headers. */
    PROCESS {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultRecordProcessingConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return LowCardinality.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return HighCardinality.values();
        }
    },

    /** A record handed to the producer while another is being processed: puts its context into the headers. */
    SEND {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultRecordSendingConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return LowCardinality.values();
        }
    };

    /** Names with few values, which are tags of the timers too. */
    public enum LowCardinality implements KeyName {

        /** Name of the topology. */
        TOPOLOGY("topology"),

        /** Number of the sub-topology. */
        SUBTOPOLOGY("subtopology"),

        /** The topic that the record was read from, or is sent to. */
        TOPIC("topic");

        private final String text;

        LowCardinality(String text) {
            this.text = text;
        }

        @Override
        public String asString() {
            return text;
        }
    }

    /** Names with many values, in traces only. */
    public enum HighCardinality implements KeyName {

        /** The partition that the record was read from. */
        PARTITION("partition"),

        /** The offset of the record. */
        OFFSET("offset");

        private final String text;

        HighCardinality(String text) {
            this.text = text;
        }

        @Override
        public String asString() {
            return text;
        }
    }
}
