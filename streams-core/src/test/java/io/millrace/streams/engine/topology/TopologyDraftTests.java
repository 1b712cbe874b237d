package io.millrace.streams.engine.topology;

import static io.millrace.streams.engine.topology.Drafts.fixedKeyProcessor;
import static io.millrace.streams.engine.topology.Drafts.patternSource;
import static io.millrace.streams.engine.topology.Drafts.processor;
import static io.millrace.streams.engine.topology.Drafts.sink;
import static io.millrace.streams.engine.topology.Drafts.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.streams.errors.TopologyException;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.StoreBuilder;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopologyDraftTests {

    private final TopologyDraft draft = new TopologyDraft();

    @BeforeEach
    void startWithASourceAndAProcessor() {
        draft.addSource(source("in", "orders"));
        draft.addProcessor("totals", processor(), List.of("in"));
    }

    @Test
    void aNodeNameIsTakenOnce() {
        refused(() -> draft.addSink(sink("totals", "out", "in")), "'totals'", "already added, as a processor");
        refused(() -> draft.addSource(source("in", "other")), "'in'", "as a source");
        refused(() -> draft.addProcessor("in", processor(), List.of("totals")), "'in'");
    }

    @Test
    void aTopicIsReadByOneSource() {
        refused(
                () -> draft.addSource(source("again", "orders")),
                "'orders'",
                "'again'",
                "source 'in' already reads it");
        refused(() -> draft.addSource(source("twice", "x", "x")), "'x'", "'twice'");
    }

    @Test
    void aPatternDoesNotMatchATopicReadByName() {
        refused(() -> draft.addSource(patternSource("any", "ord.*")), "'ord.*'", "'orders'", "'in'");
    }

    @Test
    void aNamedTopicDoesNotMatchAPatternThatIsRead() {
        draft.addSource(patternSource("any", "pay.*"));

        refused(() -> draft.addSource(source("named", "payments")), "'payments'", "'any'");
    }

    @Test
    void aSourceReadsSomething() {
        refused(() -> draft.addSource(source("nothing")), "'nothing' has no topic");
    }

    @Test
    void aParentIsAKnownNodeThatForwards() {
        draft.addSink(sink("out", "totals-topic", "totals"));

        refused(
                () -> draft.addProcessor("p", processor(), List.of("nowhere")),
                "'nowhere'",
                "'p'",
                "[in, totals, out]");
        refused(() -> draft.addProcessor("p", processor(), List.of("p")), "'p' is named as its own parent");
        refused(() -> draft.addProcessor("p", processor(), List.of("out")), "'out'", "is a sink");
        refused(() -> draft.addProcessor("p", processor(), List.of()), "'p' has no parent");
        refused(() -> draft.addSink(sink("s", "t", "out")), "'out'", "is a sink");
        refused(() -> draft.addSink(sink("s", "t")), "'s' has no parent");
    }

    @Test
    void aSupplierMakesANewProcessorEachTime() {
        Processor<Object, Object, Object, Object> shared = processor().get();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> draft.addProcessor("p", () -> shared, List.of("in")))
                .withMessageContaining("'p' returned the same instance twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> draft.addProcessor("p", () -> null, List.of("in")))
                .withMessageContaining("'p' returned null");
        assertThat(draft.definition().nodes()).extracting(NodeSpec::name).containsExactly("in", "totals");
    }

    @Test
    void aStoreNameBelongsToOneBuilder() {
        StoreBuilder<?> builder = new StoreBuilderStub("sums");
        draft.addStateStore(builder, List.of());
        draft.addStateStore(builder, List.of("totals"));

        refused(() -> draft.addStateStore(new StoreBuilderStub("sums"), List.of()), "'sums'", "different builders");
        assertThat(processorSpec("totals").stores()).containsExactly("sums");
    }

    @Test
    void onlyKnownProcessorsAreConnectedToKnownStores() {
        draft.addSink(sink("out", "totals-topic", "totals"));
        draft.addStateStore(new StoreBuilderStub("sums"), List.of());

        refused(() -> draft.connectProcessorAndStateStores("p", List.of("sums")), "'p'", "not added yet");
        refused(() -> draft.connectProcessorAndStateStores("in", List.of("sums")), "'in'", "is a source");
        refused(() -> draft.connectProcessorAndStateStores("out", List.of("sums")), "'out'", "is a sink");
        refused(() -> draft.connectProcessorAndStateStores("totals", List.of("x")), "'x'", "Added: [sums]");
        refused(() -> draft.connectProcessorAndStateStores("totals", List.of()), "'totals'", "at least one");
    }

    @Test
    void aSupplierBringsItsStoresAlong() {
        StoreBuilder<?> builder = new StoreBuilderStub("sums");
        draft.addProcessor("a", supplierWith(builder), List.of("in"));
        draft.addProcessor("b", supplierWith(builder), List.of("in"));

        assertThat(draft.definition().stores()).containsOnlyKeys("sums");
        assertThat(processorSpec("a").stores()).containsExactly("sums");
        assertThat(processorSpec("b").stores()).containsExactly("sums");
    }

    @Test
    void aProcessorKeepsTheOrderOfItsStores() {
        for (String store : List.of("z", "y", "x", "w", "v")) {
            draft.addStateStore(new StoreBuilderStub(store), List.of("totals"));
        }

        assertThat(processorSpec("totals").stores()).containsExactly("z", "y", "x", "w", "v");
        assertThat(draft.definition().stores().keySet()).containsExactly("z", "y", "x", "w", "v");
    }

    @Test
    void aFixedKeyProcessorIsToldFromAnother() {
        draft.addFixedKeyProcessor("fixed", fixedKeyProcessor(), List.of("in"));

        assertThat(processorSpec("fixed").supplier()).isNull();
        assertThat(processorSpec("fixed").fixedKeySupplier()).isNotNull();
        assertThat(processorSpec("totals").fixedKeySupplier()).isNull();
    }

    @Test
    void copartitionedSourcesBecomeTheirTopics() {
        draft.addSource(source("other", "payments", "refunds"));
        draft.copartition(List.of("in", "other"));

        assertThat(draft.definition().copartitioned()).containsExactly(Set.of("orders", "payments", "refunds"));
    }

    @Test
    void joinedRepartitionTopicsAskForOneCount() {
        draft.addRepartitionTopic(new RepartitionSpec("x-repartition", 3));
        draft.addRepartitionTopic(new RepartitionSpec("y-repartition", 5));
        draft.addSource(source("x", "x-repartition"));
        draft.addSource(source("y", "y-repartition"));
        draft.copartition(List.of("x", "y"));

        refused(draft::definition, "{x-repartition=3, y-repartition=5}");
    }

    @Test
    void aRepartitionTopicHasOneCount() {
        draft.addRepartitionTopic(new RepartitionSpec("x-repartition", 3));
        draft.addRepartitionTopic(new RepartitionSpec("x-repartition", 3));

        refused(() -> draft.addRepartitionTopic(new RepartitionSpec("x-repartition", 4)), "'x-repartition'", "3", "4");
    }

    @Test
    void aDefinitionDoesNotChangeWithTheDraft() {
        TopologyBlueprint before = draft.definition();

        draft.addStateStore(new StoreBuilderStub("sums"), List.of("totals"));

        assertThat(before.stores()).isEmpty();
        assertThat(((ProcessorSpec) before.nodes().get(1)).stores()).isEmpty();
    }

    private ProcessorSpec processorSpec(String name) {
        return draft.definition().nodes().stream()
                .filter(node -> node.name().equals(name))
                .map(ProcessorSpec.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static ProcessorSupplier<Object, Object, Object, Object> supplierWith(StoreBuilder<?> builder) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<Object, Object, Object, Object> get() {
                return processor().get();
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(builder);
            }
        };
    }

    private static void refused(ThrowingCallable action, String... fragments) {
        assertThatExceptionOfType(TopologyException.class).isThrownBy(action).withMessageContainingAll(fragments);
    }
}
