package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.StreamFilter;
import io.millrace.streams.engine.operator.StreamPass;
import io.millrace.streams.engine.topology.RepartitionSpec;
import io.millrace.streams.engine.topology.SinkSpec;
import io.millrace.streams.engine.topology.SourceSpec;
import io.millrace.streams.engine.topology.TopologyDraft;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.StoreBuilder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Turns a logical graph into the nodes, stores and topics of a topology. */
final class Lowering {

    private static final Rewrite SHARED_SOURCES = new SharedSources();
    private static final Rewrite RECORDS_WITHOUT_KEYS = new RecordsWithoutKeys();

    private final TopologyDraft draft;
    private final Set<String> lowered = new HashSet<>();

    Lowering(TopologyDraft draft) {
        this.draft = draft;
    }

    /** Rewrites the operators and adds those to the draft that are not there yet. */
    void lower(List<Operator> operators, Set<Optimization> optimizations) {
        List<Operator> rewritten = RECORDS_WITHOUT_KEYS.apply(SHARED_SOURCES.apply(operators));
        for (Optimization optimization : Optimization.values()) {
            if (optimizations.contains(optimization)) {
                rewritten = optimization.rule().apply(rewritten);
            }
        }
        Renaming names = namesOfIds(rewritten);
        for (Operator operator : rewritten) {
            if (!lowered.contains(operator.name())) {
                add(operator.renamed(names));
            }
        }
        rewritten.forEach(operator -> lowered.add(operator.name()));
    }

    /** From here on, the sources and repartitions that are left go by the names of their nodes. */
    private static Renaming namesOfIds(List<Operator> operators) {
        Map<String, String> names = new HashMap<>();
        for (Operator operator : operators) {
            if (operator instanceof RepartitionOperator repartition) {
                names.put(operator.name(), repartition.names().source());
            } else if (operator instanceof SourceOperator source) {
                names.put(operator.name(), source.node());
            }
        }
        return new Renaming(names);
    }

    private void add(Operator operator) {
        if (operator instanceof SourceOperator source) {
            addSource(source);
        } else if (operator instanceof ProcessOperator process) {
            addProcess(process);
        } else if (operator instanceof SinkOperator sink) {
            addSink(sink);
        } else if (operator instanceof RepartitionOperator repartition) {
            addRepartition(repartition);
        } else if (operator instanceof StoreOperator store) {
            draft.addStateStore(store.builder(), List.of());
        } else if (operator instanceof GlobalStoreOperator global) {
            draft.addGlobalStore(global.store(), spec(global.source()), global.processor(), global.supplier());
        } else if (operator instanceof StreamJoinOperator join) {
            join.expanded().forEach(this::add);
        }
    }

    private void addSource(SourceOperator source) {
        draft.addSource(spec(source));
    }

    private static SourceSpec spec(SourceOperator source) {
        source.topics().forEach(topic -> Objects.requireNonNull(topic, "topic names cannot be null"));
        ConsumedSpec consumed = source.consumed();
        return new SourceSpec(
                source.node(),
                source.topics(),
                source.pattern(),
                Serdes.deserializer(consumed.keySerde()),
                Serdes.deserializer(consumed.valueSerde()),
                consumed.timestampExtractor(),
                consumed.offsetReset());
    }

    private void addProcess(ProcessOperator process) {
        Work work = process.work();
        if (work instanceof Work.Plain plain) {
            draft.addProcessor(process.name(), plain.supplier(), process.parents());
            connect(process.name(), plain.stores());
        } else if (work instanceof Work.KeyKeeping<?, ?, ?> keyKeeping) {
            addKeyKeeping(process.name(), keyKeeping, process.parents());
        } else if (work instanceof Work.FixedKey fixedKey) {
            draft.addFixedKeyProcessor(process.name(), fixedKey.supplier(), process.parents());
            connect(process.name(), fixedKey.stores());
        } else if (work instanceof Work.Late late) {
            draft.addProcessor(process.name(), late.supplier().get(), process.parents());
            connect(process.name(), late.stores());
        } else if (work instanceof Work.OfTable ofTable) {
            addTable(process, ofTable);
        }
        if (!process.copartitioned().isEmpty()) {
            draft.copartition(process.copartitioned());
        }
    }

    private void addKeyKeeping(String name, Work.KeyKeeping<?, ?, ?> work, List<String> parents) {
        if (draft.wrapsProcessors()) {
            draft.addFixedKeyProcessor(name, work.fixedKey(), parents);
        } else {
            draft.addProcessor(name, work.supplier(), parents);
        }
    }

    private void addTable(ProcessOperator process, Work.OfTable work) {
        TableNode<?, ?> table = work.table();
        StoreBuilder<?> store = table.store();
        ProcessorSupplier<?, ?, ?, ?> processor = table.processor();
        draft.addProcessor(
                process.name(), store == null ? processor : StoringSupplier.of(processor, store), process.parents());
        connect(process.name(), table.userStores());
        String changelog = work.changelog();
        if (store != null && store.loggingEnabled() && changelog != null) {
            draft.restoreFromSource(store.name(), changelog);
        }
    }

    private void connect(String processor, List<String> stores) {
        if (!stores.isEmpty()) {
            draft.connectProcessorAndStateStores(processor, stores);
        }
    }

    private void addSink(SinkOperator sink) {
        draft.addSink(new SinkSpec(
                sink.name(),
                sink.parents(),
                sink.topic(),
                sink.extractor(),
                sink.output().keySerializer(),
                sink.output().valueSerializer(),
                sink.output().partitioner()));
    }

    private void addRepartition(RepartitionOperator repartition) {
        draft.addRepartitionTopic(new RepartitionSpec(repartition.topic(), repartition.partitions()));
        String filter = repartition.names().filter();
        if (filter != null) {
            addKeyKeeping(filter, filterOf(repartition.input()), repartition.parents());
        }
        draft.addSink(new SinkSpec(
                repartition.names().sink(),
                filter == null ? repartition.parents() : List.of(filter),
                repartition.topic(),
                null,
                repartition.output().keySerializer(),
                repartition.output().valueSerializer(),
                repartition.output().partitioner()));
        draft.addSource(new SourceSpec(
                repartition.names().source(),
                List.of(repartition.topic()),
                null,
                repartition.input().keyDeserializer(),
                repartition.input().valueDeserializer(),
                null,
                null));
    }

    private static Work.KeyKeeping<Object, Object, Object> filterOf(RepartitionOperator.Input input) {
        return new Work.KeyKeeping<>(
                input.keepsNullKeys() ? StreamPass::new : () -> new StreamFilter<>((key, value) -> key != null));
    }
}
