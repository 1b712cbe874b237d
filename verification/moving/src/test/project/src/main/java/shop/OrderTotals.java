package shop;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/** How much each customer has ordered. */
public final class OrderTotals {

    private OrderTotals() {}

    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, Long> orders = builder.stream("orders", Consumed.with(Serdes.String(), Serdes.Long()));
        orders.processValues(Checked::new)
                .groupByKey(Grouped.with(Serdes.String(), Serdes.Long()))
                .reduce(Long::sum, Materialized.as("totals"))
                .toStream()
                .to("totals", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    private static final class Checked extends ContextualFixedKeyProcessor<String, Long, Long> {

        @Override
        public void process(FixedKeyRecord<String, Long> record) {
            if (record.value() > 0) {
                context().forward(record);
            }
        }
    }
}
