package io.millrace.streams.engine.runtime;

import io.millrace.streams.Definitions;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.StreamsConfig;
import io.millrace.streams.engine.config.EngineSettings;
import io.millrace.streams.engine.plan.ExecutionPlan;
import io.millrace.streams.engine.plan.TopologyCompiler;
import io.millrace.streams.engine.simulation.Chance;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.kstream.Repartitioned;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.StoreBuilder;
import io.millrace.streams.state.Stores;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;

/** What a simulated application is and how it is set up; drawn from a seed. */
record Scenario(
        boolean exactlyOnce,
        boolean repartitions,
        int partitions,
        int processes,
        int threads,
        int records,
        ExecutionPlan plan,
        EngineSettings settings,
        StreamsConfig config) {

    static final String INPUT = "in";
    static final String OUTPUT = "out";
    static final String STORE = "counts";
    static final String APPLICATION = "app";

    /** A count is deleted when it gets here. */
    static final int WRAP = 5;

    static Scenario draw(Chance chance) {
        boolean exactlyOnce = chance.oneIn(2);
        boolean repartitions = chance.oneIn(2);
        boolean cached = chance.oneIn(2);
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "simulated:9092");
        properties.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                exactlyOnce ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, chance.between(50, 600));
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, cached ? 300 : 0);
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, chance.oneIn(3) ? 100L : 0L);
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, chance.below(2));
        properties.put(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, 10L);
        properties.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, 60_000L);
        StreamsConfig config = new StreamsConfig(properties);
        StoreBuilder<KeyValueStore<String, Long>> store =
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.Long());
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(cached ? store.withCachingEnabled() : store.withCachingDisabled());
        KStream<String, String> input = builder.stream(INPUT, Consumed.with(Serdes.String(), Serdes.String()));
        if (repartitions) {
            input = input.selectKey((key, value) -> groupOf(key))
                    .repartition(
                            Repartitioned.with(Serdes.String(), Serdes.String()).withName("regrouped"));
        }
        input.process(Counter::new, STORE).to(OUTPUT, Produced.with(Serdes.String(), Serdes.String()));
        return new Scenario(
                exactlyOnce,
                repartitions,
                chance.between(1, 3),
                chance.between(1, 3),
                chance.between(1, 2),
                chance.between(40, 160),
                TopologyCompiler.compile(Definitions.of(builder.build(), config), APPLICATION),
                EngineSettings.of(config),
                config);
    }

    /** The key under which records of a key are counted together after a repartition. */
    static String groupOf(String key) {
        return "g" + Integer.parseInt(key.substring(1)) % 4;
    }

    int tasks() {
        return partitions * plan.subtopologies().size();
    }

    String changelog() {
        return APPLICATION + "-" + STORE + "-changelog";
    }

    @Override
    public String toString() {
        return (exactlyOnce ? "exactly once" : "at least once") + (repartitions ? ", repartitioned" : "") + ", "
                + partitions
                + " partitions, " + processes + " processes of " + threads + " threads, " + records
                + " records, commits every "
                + settings.worker().commitInterval().toMillis() + " ms, holds back "
                + settings.worker().heldBackBytes();
    }

    /** Counts the records of a key, up to a number, and tells the count with each of them. */
    private static final class Counter implements Processor<String, String, String, String> {

        private ProcessorContext<String, String> context;
        private KeyValueStore<String, Long> counts;

        @Override
        public void init(ProcessorContext<String, String> given) {
            context = given;
            counts = given.getStateStore(STORE);
        }

        @Override
        public void process(Record<String, String> record) {
            Long before = counts.get(record.key());
            long count = before == null ? 1 : before + 1;
            if (count == WRAP) {
                counts.delete(record.key());
            } else {
                counts.put(record.key(), count);
            }
            context.forward(record.withValue(record.value() + ":" + count));
        }
    }
}
