package io.millrace.streams.engine.plan;

import static io.millrace.streams.engine.topology.Drafts.patternSource;
import static io.millrace.streams.engine.topology.Drafts.processor;
import static io.millrace.streams.engine.topology.Drafts.sink;
import static io.millrace.streams.engine.topology.Drafts.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.streams.AutoOffsetReset;
import io.millrace.streams.engine.topology.NodeSpec;
import io.millrace.streams.engine.topology.RepartitionSpec;
import io.millrace.streams.engine.topology.SinkSpec;
import io.millrace.streams.engine.topology.SourceSpec;
import io.millrace.streams.engine.topology.StoreBuilderStub;
import io.millrace.streams.engine.topology.TopologyDraft;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TopologyCompilerTests {

    private final TopologyDraft draft = new TopologyDraft();

    @Test
    void subtopologiesAreNumberedByTheirFirstSource() {
        draft.addSource(source("s-1", "t1"));
        draft.addSource(source("s-0", "t0"));
        draft.addSource(source("s-2", "t2"));
        draft.addSource(source("s-10", "t10"));
        draft.addProcessor("a", processor(), List.of("s-2"));
        draft.addProcessor("d", processor(), List.of("s-10", "s-1"));

        ExecutionPlan plan = compile();

        assertThat(plan.subtopologies()).extracting(SubtopologyPlan::id).containsExactly(0, 1, 2);
        assertThat(plan.subtopologies())
                .extracting(SubtopologyPlan::sourceTopics)
                .containsExactly(Set.of("t1", "t10"), Set.of("t0"), Set.of("t2"));
    }

    @Test
    void globalStoresTakeANumberAndNoTask() {
        draft.addSource(source("s0", "t0"));
        draft.addGlobalStore(new StoreBuilderStub("global"), source("gs", "gt"), "gp", processor());
        draft.addSource(source("s2", "t2"));

        ExecutionPlan plan = compile();

        assertThat(plan.subtopologies()).extracting(SubtopologyPlan::id).containsExactly(0, 2);
        assertThat(plan.globals().storesByTopic()).containsExactly(entry("gt", "global"));
        assertThat(plan.globals().nodes()).extracting(NodeSpec::name).containsExactly("gs", "gp");
        assertThat(plan.externalTopics()).containsExactly("t0", "t2");
    }

    @Test
    void equalTopologiesHaveTheSameFingerprintInEveryProcess() {
        draft.addSource(source("s", "b", "a"));
        draft.addProcessor("p", processor(), List.of("s"));
        draft.addSink(sink("out", "t", "p"));
        TopologyDraft other = new TopologyDraft();
        other.addSource(source("s", "a", "b"));
        other.addProcessor("p", processor(), List.of("s"));
        other.addSink(sink("out", "t", "p"));

        long fingerprint = compile().fingerprint();

        assertThat(TopologyCompiler.compile(other.definition(), "app").fingerprint())
                .isEqualTo(fingerprint);
        assertThat(fingerprint).isEqualTo(3184426895135442162L);
    }

    @Test
    void whatIsReadWrittenOrKeptIsPartOfTheFingerprint() {
        draft.addSource(source("s", "a"));
        draft.addProcessor("p", processor(), List.of("s"));
        long before = compile().fingerprint();
        draft.addStateStore(new StoreBuilderStub("store"), List.of("p"));
        long withStore = compile().fingerprint();
        draft.addSink(sink("out", "t", "p"));
        long withSink = compile().fingerprint();
        draft.addGlobalStore(new StoreBuilderStub("global"), source("gs", "gt"), "gp", processor());

        assertThat(Set.of(before, withStore, withSink, compile().fingerprint())).hasSize(4);
    }

    @Test
    void namedTopicsAreSelectedByName() {
        draft.addSource(source("s1", "a", "b"));

        assertThat(compile().selection()).isEqualTo(new TopicSelection(Set.of("a", "b"), null));
    }

    @Test
    void onePatternSelectsWhatIsNamedAndWhatMatches() {
        draft.addSource(source("s1", "a.b"));
        draft.addSource(patternSource("s2", "in-\\d+"));
        draft.addSource(new SourceSpec(
                "s3", List.of(), Pattern.compile("OUT-.*", Pattern.CASE_INSENSITIVE), null, null, null, null));

        Predicate<String> selected =
                Objects.requireNonNull(compile().selection().pattern()).asMatchPredicate();

        assertThat(List.of("a.b", "in-1", "in-12", "out-x", "OUT-y")).allMatch(selected);
        assertThat(List.of("axb", "in-", "IN-1", "other")).noneMatch(selected);
    }

    @Test
    void aTopicBelongsToWhoNamesItAndElseToThePatternThatMatches() {
        draft.addRepartitionTopic(new RepartitionSpec("x-repartition", null));
        draft.addSource(patternSource("any", "app-.*"));
        draft.addSource(source("back", "x-repartition"));

        ExecutionPlan plan = compile();

        assertThat(plan.readerOf("app-x-repartition"))
                .get()
                .extracting(SubtopologyPlan::id)
                .isEqualTo(1);
        assertThat(plan.readerOf("app-other"))
                .get()
                .extracting(SubtopologyPlan::id)
                .isEqualTo(0);
        assertThat(plan.readerOf("stranger")).isEmpty();
        assertThat(plan.resolve(List.of("app-other", "app-x-repartition", "stranger"))
                        .subtopologies())
                .extracting(SubtopologyPlan::sourceTopics)
                .containsExactly(Set.of("app-other"), Set.of("app-x-repartition"));
    }

    @Test
    void aSharedStoreConnectsSubtopologies() {
        draft.addSource(source("s1", "t1"));
        draft.addSource(source("s2", "t2"));
        draft.addSource(source("s3", "t3"));
        draft.addProcessor("x3", processor(), List.of("s3"));
        draft.addProcessor("x1", processor(), List.of("s1"));
        draft.addStateStore(new StoreBuilderStub("shared"), List.of("x3", "x1"));

        ExecutionPlan plan = compile();

        assertThat(plan.subtopologies())
                .extracting(SubtopologyPlan::sourceTopics)
                .containsExactly(Set.of("t1", "t3"), Set.of("t2"));
        assertThat(plan.subtopologies().get(0).nodes())
                .extracting(NodeSpec::name)
                .containsExactly("s1", "s3", "x3", "x1");
    }

    @Test
    void repartitionTopicsCarryTheApplicationId() {
        draft.addRepartitionTopic(new RepartitionSpec("by-state-repartition", null));
        draft.addSource(source("in", "flights"));
        draft.addSink(sink("out", "by-state-repartition", "in"));
        draft.addSource(source("back", "by-state-repartition"));

        ExecutionPlan plan = compile();

        SubtopologyPlan writer = plan.subtopologies().get(0);
        SubtopologyPlan reader = plan.subtopologies().get(1);
        assertThat(plan.repartitions()).containsOnlyKeys("app-by-state-repartition");
        assertThat(writer.repartitionSinks()).containsExactly("app-by-state-repartition");
        assertThat(((SinkSpec) writer.nodes().get(1)).topic()).isEqualTo("app-by-state-repartition");
        assertThat(reader.sourceTopics()).containsExactly("app-by-state-repartition");
        assertThat(((SourceSpec) reader.nodes().get(0)).offsetReset()).isEqualTo(AutoOffsetReset.earliest());
        assertThat(((SourceSpec) writer.nodes().get(0)).offsetReset()).isNull();
        assertThat(plan.externalTopics()).containsExactly("flights");
    }

    @Test
    void aStoreHasAChangelogUnlessItIsSwitchedOff() {
        draft.addSource(source("in", "flights"));
        draft.addProcessor("p", processor(), List.of("in"));
        draft.addStateStore(new StoreBuilderStub("logged"), List.of("p"));
        draft.addStateStore(new StoreBuilderStub("unlogged").withLoggingDisabled(), List.of("p"));

        List<StorePlan> stores = compile().subtopologies().get(0).stores();

        assertThat(stores).extracting(StorePlan::changelogTopic).containsExactly("app-logged-changelog", null);
    }

    @Test
    void aSourceTopicCanBeTheChangelog() {
        draft.addSource(source("in", "airports"));
        draft.addProcessor("p", processor(), List.of("in"));
        draft.addStateStore(new StoreBuilderStub("table").withLoggingDisabled(), List.of("p"));
        draft.restoreFromSource("table", "airports");

        StorePlan store = compile().subtopologies().get(0).stores().get(0);

        assertThat(store.changelogTopic()).isEqualTo("airports");
        assertThat(store.sourceIsChangelog()).isTrue();
    }

    @Test
    void storesComeInTheOrderOfTheNodesThatWriteThem() {
        draft.addSource(source("in", "flights"));
        draft.addProcessor("first", processor(), List.of("in"));
        draft.addProcessor("second", processor(), List.of("first"));
        draft.addProcessor("third", processor(), List.of("second"));
        draft.addStateStore(new StoreBuilderStub("c"), List.of("third"));
        draft.addStateStore(new StoreBuilderStub("a"), List.of("first", "third"));
        draft.addStateStore(new StoreBuilderStub("b"), List.of("second"));
        draft.addStateStore(new StoreBuilderStub("nobody's"), List.of());

        assertThat(compile().subtopologies().get(0).stores())
                .extracting(StorePlan::name)
                .containsExactly("a", "b", "c");
    }

    @Test
    void aPatternBecomesTheTopicsThatMatch() {
        draft.addSource(patternSource("any", "flights-.*"));
        draft.addProcessor("p", processor(), List.of("any"));

        ExecutionPlan plan = compile();
        ExecutionPlan resolved = plan.resolve(Set.of("flights-b", "airports", "flights-a"));

        assertThat(plan.hasPatterns()).isTrue();
        assertThat(plan.externalTopics()).isEmpty();
        assertThat(resolved.hasPatterns()).isFalse();
        assertThat(resolved.externalTopics()).containsExactly("flights-a", "flights-b");
        assertThat(((SourceSpec) resolved.subtopologies().get(0).nodes().get(0)).topics())
                .containsExactly("flights-a", "flights-b");
    }

    @Test
    void anEmptyDescriptionIsAnEmptyPlan() {
        assertThat(compile().subtopologies()).isEmpty();
    }

    private ExecutionPlan compile() {
        return TopologyCompiler.compile(draft.definition(), "app");
    }
}
