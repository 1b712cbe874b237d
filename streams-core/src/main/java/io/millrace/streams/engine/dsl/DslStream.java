package io.millrace.streams.engine.dsl;

import io.millrace.streams.KeyValue;
import io.millrace.streams.engine.operator.StreamFilter;
import io.millrace.streams.engine.operator.StreamFlatMap;
import io.millrace.streams.engine.operator.StreamFlatMapValues;
import io.millrace.streams.engine.operator.StreamForeach;
import io.millrace.streams.engine.operator.StreamMap;
import io.millrace.streams.engine.operator.StreamMapValues;
import io.millrace.streams.engine.operator.StreamPass;
import io.millrace.streams.engine.operator.StreamPeek;
import io.millrace.streams.engine.operator.StreamPrint;
import io.millrace.streams.engine.operator.StreamSelectKey;
import io.millrace.streams.kstream.BranchedKStream;
import io.millrace.streams.kstream.ForeachAction;
import io.millrace.streams.kstream.Grouped;
import io.millrace.streams.kstream.KGroupedStream;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.kstream.KeyValueMapper;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.kstream.Named;
import io.millrace.streams.kstream.Predicate;
import io.millrace.streams.kstream.Printed;
import io.millrace.streams.kstream.Produced;
import io.millrace.streams.kstream.Repartitioned;
import io.millrace.streams.kstream.ValueMapper;
import io.millrace.streams.kstream.ValueMapperWithKey;
import io.millrace.streams.processor.TopicNameExtractor;
import io.millrace.streams.processor.api.FixedKeyProcessorSupplier;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.KeyValueStore;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** A stream. */
final class DslStream<K, V> extends StreamJoins<K, V> {

    private final Flow<K, V> flow;

    DslStream(Flow<K, V> flow) {
        super(flow);
        this.flow = flow;
    }

    @Override
    public KStream<K, V> filter(Predicate<? super K, ? super V> predicate) {
        return filtered(require(predicate, "predicate"), null);
    }

    @Override
    public KStream<K, V> filter(Predicate<? super K, ? super V> predicate, Named named) {
        return filtered(require(predicate, "predicate"), Names.of(named));
    }

    @Override
    public KStream<K, V> filterNot(Predicate<? super K, ? super V> predicate) {
        require(predicate, "predicate");
        return filtered((key, value) -> !predicate.test(key, value), null);
    }

    @Override
    public KStream<K, V> filterNot(Predicate<? super K, ? super V> predicate, Named named) {
        require(predicate, "predicate");
        return filtered((key, value) -> !predicate.test(key, value), Names.of(named));
    }

    private KStream<K, V> filtered(Predicate<? super K, ? super V> predicate, @Nullable String given) {
        return new DslStream<>(
                flow.thenPassing(flow.name(given, "KSTREAM-FILTER-"), () -> new StreamFilter<>(predicate)));
    }

    @Override
    public <KOut> KStream<KOut, V> selectKey(KeyValueMapper<? super K, ? super V, ? extends KOut> mapper) {
        return new DslStream<>(keySelected(require(mapper, "mapper"), null));
    }

    @Override
    public <KOut> KStream<KOut, V> selectKey(KeyValueMapper<? super K, ? super V, ? extends KOut> mapper, Named named) {
        return new DslStream<>(keySelected(require(mapper, "mapper"), Names.of(named)));
    }

    private <KOut> Flow<KOut, V> keySelected(
            KeyValueMapper<? super K, ? super V, ? extends KOut> mapper, @Nullable String given) {
        ProcessorSupplier<K, V, KOut, V> supplier = () -> new StreamSelectKey<>(mapper);
        return flow.thenRekeying(flow.name(given, "KSTREAM-KEY-SELECT-"), supplier, flow.valueSerde());
    }

    @Override
    public <VOut> KStream<K, VOut> mapValues(ValueMapper<? super V, ? extends VOut> mapper) {
        require(mapper, "mapper");
        return valuesMapped((key, value) -> mapper.apply(value), null);
    }

    @Override
    public <VOut> KStream<K, VOut> mapValues(ValueMapper<? super V, ? extends VOut> mapper, Named named) {
        require(mapper, "mapper");
        return valuesMapped((key, value) -> mapper.apply(value), Names.of(named));
    }

    @Override
    public <VOut> KStream<K, VOut> mapValues(ValueMapperWithKey<? super K, ? super V, ? extends VOut> mapper) {
        return valuesMapped(require(mapper, "mapper"), null);
    }

    @Override
    public <VOut> KStream<K, VOut> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VOut> mapper, Named named) {
        return valuesMapped(require(mapper, "mapper"), Names.of(named));
    }

    private <VOut> KStream<K, VOut> valuesMapped(
            ValueMapperWithKey<? super K, ? super V, ? extends VOut> mapper, @Nullable String given) {
        ProcessorSupplier<K, V, K, VOut> supplier = () -> new StreamMapValues<>(mapper);
        return new DslStream<>(flow.thenKeepingKey(flow.name(given, "KSTREAM-MAPVALUES-"), supplier, null));
    }

    @Override
    public <KOut, VOut> KStream<KOut, VOut> map(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KOut, ? extends VOut>> mapper) {
        return mapped(require(mapper, "mapper"), null);
    }

    @Override
    public <KOut, VOut> KStream<KOut, VOut> map(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KOut, ? extends VOut>> mapper,
            Named named) {
        return mapped(require(mapper, "mapper"), Names.of(named));
    }

    private <KOut, VOut> KStream<KOut, VOut> mapped(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KOut, ? extends VOut>> mapper,
            @Nullable String given) {
        ProcessorSupplier<K, V, KOut, VOut> supplier = () -> new StreamMap<>(mapper);
        return new DslStream<>(flow.thenRekeying(flow.name(given, "KSTREAM-MAP-"), supplier, null));
    }

    @Override
    public <KOut, VOut> KStream<KOut, VOut> flatMap(
            KeyValueMapper<? super K, ? super V, ? extends Iterable<? extends KeyValue<? extends KOut, ? extends VOut>>>
                    mapper) {
        return flatMapped(require(mapper, "mapper"), null);
    }

    @Override
    public <KOut, VOut> KStream<KOut, VOut> flatMap(
            KeyValueMapper<? super K, ? super V, ? extends Iterable<? extends KeyValue<? extends KOut, ? extends VOut>>>
                    mapper,
            Named named) {
        return flatMapped(require(mapper, "mapper"), Names.of(named));
    }

    private <KOut, VOut> KStream<KOut, VOut> flatMapped(
            KeyValueMapper<? super K, ? super V, ? extends Iterable<? extends KeyValue<? extends KOut, ? extends VOut>>>
                    mapper,
            @Nullable String given) {
        ProcessorSupplier<K, V, KOut, VOut> supplier = () -> new StreamFlatMap<>(mapper);
        return new DslStream<>(flow.thenRekeying(flow.name(given, "KSTREAM-FLATMAP-"), supplier, null));
    }

    @Override
    public <VOut> KStream<K, VOut> flatMapValues(ValueMapper<? super V, ? extends Iterable<? extends VOut>> mapper) {
        require(mapper, "mapper");
        return valuesFlatMapped((key, value) -> mapper.apply(value), null);
    }

    @Override
    public <VOut> KStream<K, VOut> flatMapValues(
            ValueMapper<? super V, ? extends Iterable<? extends VOut>> mapper, Named named) {
        require(mapper, "mapper");
        return valuesFlatMapped((key, value) -> mapper.apply(value), Names.of(named));
    }

    @Override
    public <VOut> KStream<K, VOut> flatMapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends Iterable<? extends VOut>> mapper) {
        return valuesFlatMapped(require(mapper, "mapper"), null);
    }

    @Override
    public <VOut> KStream<K, VOut> flatMapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends Iterable<? extends VOut>> mapper, Named named) {
        return valuesFlatMapped(require(mapper, "mapper"), Names.of(named));
    }

    private <VOut> KStream<K, VOut> valuesFlatMapped(
            ValueMapperWithKey<? super K, ? super V, ? extends Iterable<? extends VOut>> mapper,
            @Nullable String given) {
        ProcessorSupplier<K, V, K, VOut> supplier = () -> new StreamFlatMapValues<>(mapper);
        return new DslStream<>(flow.thenKeepingKey(flow.name(given, "KSTREAM-FLATMAPVALUES-"), supplier, null));
    }

    @Override
    public void print(Printed<K, V> printed) {
        PrintedSpec<K, V> spec = PrintedSpec.of(printed);
        String name = flow.name(spec.name(), "KSTREAM-PRINTER-");
        String label = spec.label() == null ? flow.node() : spec.label();
        flow.then(name, () -> new StreamPrint<>(spec.target(), label, spec.mapper()), null, null);
    }

    @Override
    public void foreach(ForeachAction<? super K, ? super V> action) {
        endedIn(require(action, "action"), null);
    }

    @Override
    public void foreach(ForeachAction<? super K, ? super V> action, Named named) {
        endedIn(require(action, "action"), Names.of(named));
    }

    private void endedIn(ForeachAction<? super K, ? super V> action, @Nullable String given) {
        flow.then(flow.name(given, "KSTREAM-FOREACH-"), () -> new StreamForeach<>(action), null, null);
    }

    @Override
    public KStream<K, V> peek(ForeachAction<? super K, ? super V> action) {
        return peeked(require(action, "action"), null);
    }

    @Override
    public KStream<K, V> peek(ForeachAction<? super K, ? super V> action, Named named) {
        return peeked(require(action, "action"), Names.of(named));
    }

    private KStream<K, V> peeked(ForeachAction<? super K, ? super V> action, @Nullable String given) {
        return new DslStream<>(flow.thenPassing(flow.name(given, "KSTREAM-PEEK-"), () -> new StreamPeek<>(action)));
    }

    @Override
    public BranchedKStream<K, V> split() {
        return new DslBranches<>(flow, null);
    }

    @Override
    public BranchedKStream<K, V> split(Named named) {
        return new DslBranches<>(flow, Names.of(named));
    }

    @Override
    public KStream<K, V> merge(KStream<K, V> otherStream) {
        return merged(require(otherStream, "otherStream"), null);
    }

    @Override
    public KStream<K, V> merge(KStream<K, V> otherStream, Named named) {
        return merged(require(otherStream, "otherStream"), Names.of(named));
    }

    private KStream<K, V> merged(KStream<K, V> otherStream, @Nullable String given) {
        Flow<K, V> other = ((DslStream<K, V>) otherStream).flow;
        String name = flow.name(given, "KSTREAM-MERGE-");
        flow.graph()
                .add(new ProcessOperator(
                        name,
                        List.of(flow.node(), other.node()),
                        Work.of(() -> new StreamPass<>()),
                        Set.of(),
                        ProcessOperator.Effect.MERGED));
        return new DslStream<>(new Flow<>(
                flow.graph(), name, null, null, flow.sourcesWith(other.sources()), flow.rekeyed() || other.rekeyed()));
    }

    @Override
    public KStream<K, V> repartition() {
        return repartitioned(RepartitionedSpec.unset());
    }

    @Override
    public KStream<K, V> repartition(Repartitioned<K, V> repartitioned) {
        return repartitioned(RepartitionedSpec.of(repartitioned));
    }

    private KStream<K, V> repartitioned(RepartitionedSpec<K, V> spec) {
        String given = spec.name();
        String baseName = given == null ? flow.name(null, "KSTREAM-REPARTITION-") : given;
        RepartitionOperator.Nodes nodes = Repartitions.nodes(flow.graph().names(), baseName);
        return new DslStream<>(Repartitions.through(
                flow.overridden(spec.keySerde(), spec.valueSerde()),
                nodes,
                baseName,
                Repartitions.Wish.asked(spec.partitions(), spec.partitioner())));
    }

    @Override
    public void to(String topic) {
        written(require(topic, "topic"), null, ProducedSpec.unset());
    }

    @Override
    public void to(String topic, Produced<K, V> produced) {
        written(require(topic, "topic"), null, ProducedSpec.of(produced));
    }

    @Override
    public void to(TopicNameExtractor<K, V> topicExtractor) {
        written(null, require(topicExtractor, "topicExtractor"), ProducedSpec.unset());
    }

    @Override
    public void to(TopicNameExtractor<K, V> topicExtractor, Produced<K, V> produced) {
        written(null, require(topicExtractor, "topicExtractor"), ProducedSpec.of(produced));
    }

    private void written(
            @Nullable String topic, @Nullable TopicNameExtractor<K, V> extractor, ProducedSpec<K, V> spec) {
        Flow<K, V> typed = flow.overridden(spec.keySerde(), spec.valueSerde());
        var keySerializer = Serdes.serializer(typed.keySerde());
        flow.graph()
                .add(new SinkOperator(
                        flow.name(spec.name(), "KSTREAM-SINK-"),
                        List.of(flow.node()),
                        topic,
                        extractor,
                        new SinkOperator.Output(
                                keySerializer,
                                Serdes.serializer(typed.valueSerde()),
                                spec.partitioner() == null
                                        ? WindowedPartitioner.ifNeeded(keySerializer)
                                        : spec.partitioner())));
    }

    @Override
    public KTable<K, V> toTable() {
        return asTable(null, MaterializedSpec.unset());
    }

    @Override
    public KTable<K, V> toTable(Named named) {
        return asTable(Names.of(named), MaterializedSpec.unset());
    }

    @Override
    public KTable<K, V> toTable(Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return asTable(null, MaterializedSpec.of(require(materialized, "materialized")));
    }

    @Override
    public KTable<K, V> toTable(Named named, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return asTable(Names.of(named), MaterializedSpec.of(require(materialized, "materialized")));
    }

    private KTable<K, V> asTable(@Nullable String given, MaterializedSpec<K, V> spec) {
        String prefix = "KSTREAM-TOTABLE-";
        String name = flow.name(given, prefix);
        NameSource names = flow.graph().names();
        String storeName = spec.name() == null ? names.store(prefix) : spec.name();
        Flow<K, V> typed = flow.overridden(spec.keySerde(), spec.valueSerde());
        Flow<K, V> partitioned = flow.rekeyed()
                ? Repartitions.through(typed, Repartitions.nodes(names, name), name, Repartitions.Wish.any())
                : typed;
        TableNode<K, V> table = new SourceTable<>(
                TableStores.keyValue(
                        spec.orSerdes(flow.keySerde(), flow.valueSerde()),
                        storeName,
                        flow.graph().storeDefaults()),
                spec.name() != null);
        return new DslTable<>(
                partitioned.then(name, new Work.OfTable(table), typed.keySerde(), typed.valueSerde()),
                table,
                spec.name());
    }

    @Override
    public KGroupedStream<K, V> groupByKey() {
        return new DslGroupedStream<>(new GroupedFlow<>(flow, null));
    }

    @Override
    public KGroupedStream<K, V> groupByKey(Grouped<K, V> grouped) {
        GroupedSpec<K, V> spec = GroupedSpec.of(require(grouped, "grouped"));
        return new DslGroupedStream<>(
                new GroupedFlow<>(flow.overridden(spec.keySerde(), spec.valueSerde()), spec.name()));
    }

    @Override
    public <KOut> KGroupedStream<KOut, V> groupBy(KeyValueMapper<? super K, ? super V, KOut> keySelector) {
        return groupedBy(require(keySelector, "keySelector"), GroupedSpec.unset());
    }

    @Override
    public <KOut> KGroupedStream<KOut, V> groupBy(
            KeyValueMapper<? super K, ? super V, KOut> keySelector, Grouped<KOut, V> grouped) {
        return groupedBy(require(keySelector, "keySelector"), GroupedSpec.of(require(grouped, "grouped")));
    }

    private <KOut> KGroupedStream<KOut, V> groupedBy(
            KeyValueMapper<? super K, ? super V, KOut> keySelector, GroupedSpec<KOut, V> spec) {
        Flow<KOut, V> selected = keySelected(keySelector, spec.name());
        return new DslGroupedStream<>(
                new GroupedFlow<>(selected.overridden(spec.keySerde(), spec.valueSerde()), spec.name()));
    }

    @Override
    public <KOut, VOut> KStream<KOut, VOut> process(
            ProcessorSupplier<? super K, ? super V, ? extends KOut, ? extends VOut> processorSupplier,
            String... stateStoreNames) {
        return processed(processorSupplier, null, stateStoreNames);
    }

    @Override
    public <KOut, VOut> KStream<KOut, VOut> process(
            ProcessorSupplier<? super K, ? super V, ? extends KOut, ? extends VOut> processorSupplier,
            Named named,
            String... stateStoreNames) {
        return processed(processorSupplier, Names.of(named), stateStoreNames);
    }

    private <KOut, VOut> KStream<KOut, VOut> processed(
            ProcessorSupplier<? super K, ? super V, ? extends KOut, ? extends VOut> supplier,
            @Nullable String given,
            String... stores) {
        UserProcessors.requireFresh(require(supplier, "processorSupplier"));
        List<String> storeNames = UserProcessors.storeNames(stores);
        String name = given == null ? flow.name(null, "KSTREAM-PROCESSOR-") : given;
        Work work = new Work.Plain(supplier, storeNames);
        ProcessOperator.Effect effect = flow.graph().effectOfProcess();
        return new DslStream<>(flow.<KOut, VOut>then(name, work, effect).afterRekeying());
    }

    @Override
    public <VOut> KStream<K, VOut> processValues(
            FixedKeyProcessorSupplier<? super K, ? super V, ? extends VOut> processorSupplier,
            String... stateStoreNames) {
        return valuesProcessed(processorSupplier, null, stateStoreNames);
    }

    @Override
    public <VOut> KStream<K, VOut> processValues(
            FixedKeyProcessorSupplier<? super K, ? super V, ? extends VOut> processorSupplier,
            Named named,
            String... stateStoreNames) {
        return valuesProcessed(processorSupplier, Names.of(named), stateStoreNames);
    }

    private <VOut> KStream<K, VOut> valuesProcessed(
            FixedKeyProcessorSupplier<? super K, ? super V, ? extends VOut> supplier,
            @Nullable String given,
            String... stores) {
        UserProcessors.requireFresh(require(supplier, "processorSupplier"));
        List<String> storeNames = UserProcessors.storeNames(stores);
        String name = given == null ? flow.name(null, "KSTREAM-PROCESSVALUES-") : given;
        return new DslStream<>(flow.then(name, new Work.FixedKey(supplier, storeNames), flow.keySerde(), null));
    }
}
