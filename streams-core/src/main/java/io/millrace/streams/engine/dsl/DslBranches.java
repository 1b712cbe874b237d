package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.StreamBranch;
import io.millrace.streams.engine.operator.StreamPass;
import io.millrace.streams.kstream.Branched;
import io.millrace.streams.kstream.BranchedKStream;
import io.millrace.streams.kstream.KStream;
import io.millrace.streams.kstream.Predicate;
import io.millrace.streams.processor.api.ProcessorSupplier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The branches of a stream so far. The node that splits it is there from the start, and finds the branches when it is made. */
final class DslBranches<K, V> implements BranchedKStream<K, V> {

    private static final String DEFAULT = "0";

    private final Flow<K, V> flow;
    private final String prefix;
    private final List<StreamBranch.Branch<K, V>> branches = new ArrayList<>();
    private final Map<String, KStream<K, V>> streams = new HashMap<>();
    private @Nullable String defaultChild;

    /** @param given name of the node, with which the names of the branches begin; null for a generated one */
    DslBranches(Flow<K, V> parent, @Nullable String given) {
        prefix = parent.name(given, "KSTREAM-BRANCH-");
        flow = passing(parent, prefix, () -> new StreamBranch<>(branches, defaultChild));
    }

    @Override
    public BranchedKStream<K, V> branch(Predicate<? super K, ? super V> predicate) {
        return branched(predicate, BranchedSpec.unset());
    }

    @Override
    public BranchedKStream<K, V> branch(Predicate<? super K, ? super V> predicate, Branched<K, V> branched) {
        return branched(predicate, BranchedSpec.of(branched));
    }

    private BranchedKStream<K, V> branched(Predicate<? super K, ? super V> predicate, BranchedSpec<K, V> spec) {
        Objects.requireNonNull(predicate, "predicate can't be null");
        String name = prefix + (spec.name() == null ? Integer.toString(branches.size() + 1) : spec.name());
        branches.add(new StreamBranch.Branch<>(predicate, name));
        add(name, spec);
        return this;
    }

    @Override
    public Map<String, KStream<K, V>> defaultBranch() {
        return withDefault(BranchedSpec.unset());
    }

    @Override
    public Map<String, KStream<K, V>> defaultBranch(Branched<K, V> branched) {
        return withDefault(BranchedSpec.of(branched));
    }

    private Map<String, KStream<K, V>> withDefault(BranchedSpec<K, V> spec) {
        String name = prefix + (spec.name() == null ? DEFAULT : spec.name());
        defaultChild = name;
        add(name, spec);
        return streams;
    }

    @Override
    public Map<String, KStream<K, V>> noDefaultBranch() {
        return streams;
    }

    private void add(String name, BranchedSpec<K, V> spec) {
        flow.name(name, "KSTREAM-BRANCHCHILD-");
        KStream<K, V> stream = new DslStream<>(passing(flow, name, StreamPass::new));
        KStream<K, V> kept = spec.kept(stream);
        if (kept != null) {
            streams.put(name, kept);
        }
    }

    private static <K, V> Flow<K, V> passing(Flow<K, V> parent, String name, ProcessorSupplier<K, V, K, V> supplier) {
        return parent.<K, V>then(name, Work.of(supplier), ProcessOperator.Effect.PASSED)
                .withSerdes(parent.keySerde(), parent.valueSerde());
    }
}
