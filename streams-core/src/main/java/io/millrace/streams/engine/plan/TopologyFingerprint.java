package io.millrace.streams.engine.plan;

import io.millrace.streams.engine.topology.NodeSpec;
import io.millrace.streams.engine.topology.ProcessorSpec;
import io.millrace.streams.engine.topology.SinkSpec;
import io.millrace.streams.engine.topology.SourceSpec;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * A number by which instances find out that they do not run the same topology: of its sub-topologies, the nodes in them, what each reads,
 * writes and keeps, and the global stores. The same in every process, whatever the order in which things were described. Code is not part
 * of it.
 */
final class TopologyFingerprint {

    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private long hash = OFFSET_BASIS;

    private TopologyFingerprint() {}

    /** Never 0, which stands for a topology that is not known. */
    static long of(ExecutionPlan plan) {
        TopologyFingerprint fingerprint = new TopologyFingerprint();
        plan.subtopologies().forEach(fingerprint::add);
        fingerprint.add(plan.globals().asSubtopology());
        return fingerprint.hash == 0 ? 1 : fingerprint.hash;
    }

    private void add(SubtopologyPlan subtopology) {
        add("sub-topology " + subtopology.id());
        subtopology.nodes().stream()
                .sorted(Comparator.comparing(NodeSpec::name))
                .forEach(this::add);
        subtopology.stores().stream()
                .sorted(Comparator.comparing(StorePlan::name))
                .forEach(store -> add("store", List.of(store.name(), String.valueOf(store.changelogTopic()))));
    }

    private void add(NodeSpec node) {
        add("node " + node.name(), new TreeSet<>(node.parents()));
        if (node instanceof SourceSpec source) {
            add("reads " + source.pattern(), new TreeSet<>(source.topics()));
        } else if (node instanceof ProcessorSpec processor) {
            add("uses", new TreeSet<>(processor.stores()));
        } else if (node instanceof SinkSpec sink) {
            add("writes " + sink.topic());
        }
    }

    private void add(String what, Collection<String> names) {
        add(what);
        names.forEach(this::add);
    }

    /** By FNV-1a; the end of each text counts, so that what is in which does. */
    private void add(String text) {
        for (int i = 0; i < text.length(); i++) {
            add(text.charAt(i));
        }
        add('\uffff');
    }

    private void add(char character) {
        hash = (hash ^ character) * PRIME;
    }
}
