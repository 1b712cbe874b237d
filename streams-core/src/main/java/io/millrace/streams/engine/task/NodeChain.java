package io.millrace.streams.engine.task;

import io.millrace.streams.engine.plan.SubtopologyPlan;
import io.millrace.streams.engine.topology.DefaultsToValueSerde;
import io.millrace.streams.engine.topology.NodeSpec;
import io.millrace.streams.engine.topology.ProcessorSpec;
import io.millrace.streams.engine.topology.SinkSpec;
import io.millrace.streams.engine.topology.SourceSpec;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.StreamPartitioner;
import io.millrace.streams.processor.TopicNameExtractor;
import io.millrace.streams.processor.api.FixedKeyProcessor;
import io.millrace.streams.processor.api.InternalFixedKeyRecordFactory;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.Record;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** The operators of a task, linked as direct references: a record runs down the chain by plain calls. */
final class NodeChain {

    private final Map<String, SourceNode> sourcesByTopic = new HashMap<>();
    private final Map<String, NodeMeters.Traffic> consumed = new HashMap<>();
    private final List<Link> processors = new ArrayList<>();
    private final TaskContext task;
    private final Map<String, ProcessorNode.Target> targets = new HashMap<>();
    private final Map<String, SourceNode.Input> inputs = new HashMap<>();

    private record Link(ProcessorNode node, NodeContext context) {}

    private NodeChain(TaskContext task) {
        this.task = task;
    }

    /** Makes the processors of a sub-topology in the order described, and links the nodes; nothing is initialised yet. */
    static NodeChain link(SubtopologyPlan plan, TaskContext task) {
        NodeChain chain = new NodeChain(task);
        for (NodeSpec spec : plan.nodes()) {
            if (spec instanceof ProcessorSpec processor) {
                chain.targets.put(spec.name(), target(processor));
            } else if (spec instanceof SourceSpec source) {
                chain.inputs.put(spec.name(), chain.input(source));
            }
        }
        Map<String, Node> linked = new HashMap<>();
        for (int i = plan.nodes().size() - 1; i >= 0; i--) {
            NodeSpec spec = plan.nodes().get(i);
            // A node that names a parent twice gets each record of it twice.
            Node[] children = plan.nodes().stream()
                    .flatMap(node -> node.parents().stream()
                            .filter(spec.name()::equals)
                            .map(parent -> Objects.requireNonNull(linked.get(node.name()))))
                    .toArray(Node[]::new);
            linked.put(spec.name(), chain.node(spec, children));
        }
        return chain;
    }

    /** Reads the topic of a source on its own, to restore what was read from it; null if no source names the topic. */
    static @Nullable SourceNode restorer(SubtopologyPlan plan, TaskContext task, String topic) {
        NodeChain unlinked = new NodeChain(task);
        for (NodeSpec spec : plan.nodes()) {
            if (spec instanceof SourceSpec source && source.topics().contains(topic)) {
                return new SourceNode(
                        source.name(), task, unlinked.input(source), SourceNode.Purpose.RESTORE, new Node[0]);
            }
        }
        return null;
    }

    /** The source that reads a topic. */
    SourceNode source(String topic) {
        SourceNode source = sourcesByTopic.get(topic);
        if (source == null) {
            throw new IllegalStateException("Task " + task.taskId() + " does not read topic " + topic);
        }
        return source;
    }

    /** Where it is counted what is read from a topic. */
    NodeMeters.Traffic consumed(String topic) {
        return Objects.requireNonNull(consumed.get(topic), topic);
    }

    /** Initialises the processors, parents before children. */
    void init() {
        for (Link link : processors) {
            link.node().init(link.context());
        }
    }

    /** Closes every processor, whatever the others do; throws what the first failure threw. */
    void close() {
        RuntimeException first = null;
        for (Link link : processors) {
            try {
                link.node().close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private Node node(NodeSpec spec, Node[] children) {
        if (spec instanceof SourceSpec source) {
            return source(source, children);
        }
        if (spec instanceof ProcessorSpec processor) {
            return processor(processor, children);
        }
        return sink((SinkSpec) spec);
    }

    private SourceNode source(SourceSpec spec, Node[] children) {
        SourceNode.Input input = Objects.requireNonNull(inputs.get(spec.name()));
        SourceNode node = new SourceNode(spec.name(), task, input, SourceNode.Purpose.PROCESS, children);
        spec.topics().forEach(topic -> sourcesByTopic.put(topic, node));
        consumed.putAll(task.nodeMeters().consumed(spec.name(), spec.topics()));
        return node;
    }

    private SourceNode.Input input(SourceSpec spec) {
        Deserializer<?> keys = spec.keyDeserializer();
        var extractor = spec.timestampExtractor();
        return new SourceNode.Input(
                keys == null ? defaultKeySerde("source node", spec).deserializer() : keys,
                valueDeserializer(spec),
                extractor == null ? task.settings().timestamps() : extractor);
    }

    private Deserializer<?> valueDeserializer(SourceSpec spec) {
        Deserializer<?> given = spec.valueDeserializer();
        if (given == null) {
            return defaultValueSerde("source node", spec).deserializer();
        }
        return given instanceof DefaultsToValueSerde<?> wrapper
                ? (Deserializer<?>) wrapper.orDefault(() -> defaultValueSerde("source node", spec))
                : given;
    }

    private ProcessorNode processor(ProcessorSpec spec, Node[] children) {
        ProcessorNode.Target target = Objects.requireNonNull(targets.get(spec.name()));
        ProcessorNode node = new ProcessorNode(
                spec.name(),
                task,
                target,
                children.length == 0 ? task.nodeMeters().ages(spec.name()) : null);
        processors.add(0, new Link(node, new NodeContext(task, node, spec.stores(), children)));
        return node;
    }

    private Serde<?> defaultKeySerde(String kind, NodeSpec node) {
        return configured("key serdes for " + kind, node, task::keySerde);
    }

    private Serde<?> defaultValueSerde(String kind, NodeSpec node) {
        return configured("value serdes for " + kind, node, task::valueSerde);
    }

    private static Serde<?> configured(String what, NodeSpec node, Supplier<Serde<?>> serde) {
        try {
            return serde.get();
        } catch (ConfigException e) {
            throw new StreamsException("Failed to initialize " + what + " " + node.name(), e);
        }
    }

    @SuppressWarnings("unchecked") // What a sink is fed is checked by its serializers.
    private SinkNode sink(SinkSpec spec) {
        String topic = spec.topic();
        TopicNameExtractor<Object, Object> topicOf = topic == null
                ? (TopicNameExtractor<Object, Object>) Objects.requireNonNull(spec.topicExtractor())
                : (key, value, context) -> topic;
        Serializer<?> keys = spec.keySerializer();
        SinkNode node = new SinkNode(
                spec.name(),
                task,
                new SinkNode.Output(
                        topicOf,
                        (Serializer<Object>)
                                (keys == null
                                        ? defaultKeySerde("sink node", spec).serializer()
                                        : keys),
                        (Serializer<Object>) valueSerializer(spec),
                        (StreamPartitioner<Object, Object>) spec.partitioner()));
        if (topic != null) {
            node.sendsTo(topic);
        }
        return node;
    }

    private static ProcessorNode.Target target(ProcessorSpec spec) {
        return spec.supplier() == null
                ? fixedKeyTarget(Objects.requireNonNull(spec.fixedKeySupplier()).get())
                : target(spec.supplier().get());
    }

    private Serializer<?> valueSerializer(SinkSpec spec) {
        Serializer<?> given = spec.valueSerializer();
        if (given == null) {
            return defaultValueSerde("sink node", spec).serializer();
        }
        return given instanceof DefaultsToValueSerde<?> wrapper
                ? (Serializer<?>) wrapper.orDefault(() -> defaultValueSerde("sink node", spec))
                : given;
    }

    @SuppressWarnings("unchecked") // The types a processor takes are those of the records that reach it.
    private static ProcessorNode.Target target(Processor<?, ?, ?, ?> raw) {
        Processor<Object, Object, Object, Object> processor = (Processor<Object, Object, Object, Object>) raw;
        return new ProcessorNode.Target() {
            @Override
            public void init(NodeContext context) {
                processor.init(context);
            }

            @Override
            public void process(Record<Object, Object> record) {
                processor.process(record);
            }

            @Override
            public void close() {
                processor.close();
            }
        };
    }

    @SuppressWarnings("unchecked") // As above.
    private static ProcessorNode.Target fixedKeyTarget(FixedKeyProcessor<?, ?, ?> raw) {
        FixedKeyProcessor<Object, Object, Object> processor = (FixedKeyProcessor<Object, Object, Object>) raw;
        return new ProcessorNode.Target() {
            @Override
            public void init(NodeContext context) {
                processor.init(context);
            }

            @Override
            public void process(Record<Object, Object> record) {
                processor.process(InternalFixedKeyRecordFactory.create(record));
            }

            @Override
            public void close() {
                processor.close();
            }
        };
    }
}
