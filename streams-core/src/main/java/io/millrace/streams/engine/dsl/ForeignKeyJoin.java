package io.millrace.streams.engine.dsl;

import io.millrace.streams.engine.operator.Change;
import io.millrace.streams.engine.operator.foreignkey.Answer;
import io.millrace.streams.engine.operator.foreignkey.AnswerChange;
import io.millrace.streams.engine.operator.foreignkey.AnswerSerde;
import io.millrace.streams.engine.operator.foreignkey.AnswerSubscription;
import io.millrace.streams.engine.operator.foreignkey.Answers;
import io.millrace.streams.engine.operator.foreignkey.KeepSubscription;
import io.millrace.streams.engine.operator.foreignkey.ResolveAnswer;
import io.millrace.streams.engine.operator.foreignkey.Side;
import io.millrace.streams.engine.operator.foreignkey.Subscribe;
import io.millrace.streams.engine.operator.foreignkey.Subscription;
import io.millrace.streams.engine.operator.foreignkey.SubscriptionSerde;
import io.millrace.streams.engine.operator.table.RowJoin;
import io.millrace.streams.kstream.KTable;
import io.millrace.streams.processor.StreamPartitioner;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.state.StoreBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Builds a join along a foreign key: the left table subscribes to rows of the right one through a topic that is partitioned like
 * the right table, and is answered through a topic that is partitioned like itself.
 */
final class ForeignKeyJoin<K, V, KO, VO, VR> {

    private static final String PREFIX = "KTABLE-FK-JOIN-";
    private static final String SUBSCRIPTION = PREFIX + "SUBSCRIPTION-";
    private static final String REGISTRATION = SUBSCRIPTION + "REGISTRATION-";
    private static final String PROCESSOR = SUBSCRIPTION + "PROCESSOR-";
    private static final String RESPONSE = SUBSCRIPTION + "RESPONSE-";
    private static final String OUTPUT = PREFIX + "OUTPUT-";
    private static final String SINK = "KTABLE-SINK-";
    private static final String SOURCE = "KTABLE-SOURCE-";
    private static final String TOPIC = "-topic";

    private final Flow<K, V> left;
    private final Flow<KO, VO> right;
    private final TableNode<K, V> leftTable;
    private final TableNode<KO, VO> rightTable;
    private final Side<K, V> leftSide;
    private final Side<KO, VO> rightSide;
    private final TableJoinedSpec<K, KO> spec;

    ForeignKeyJoin(TableJoins<K, V> left, TableJoins<KO, VO> right, TableJoinedSpec<K, KO> spec) {
        this.left = left.flow();
        this.right = right.flow();
        this.leftTable = left.table();
        this.rightTable = right.table();
        this.leftSide = new Side<>(left.flow().keySerde(), left.flow().valueSerde());
        this.rightSide = new Side<>(right.flow().keySerde(), right.flow().valueSerde());
        this.spec = spec;
    }

    /** Names of the nodes and topics, in the order in which they take their numbers. */
    private record Places(
            String subscriptionTopic,
            String subscribe,
            RepartitionOperator.Nodes subscriptions,
            String store,
            String keep,
            String answerSubscription,
            String answerChange,
            String answerTopic,
            RepartitionOperator.Nodes answers,
            String resolve) {

        static Places taken(NameSource names, @Nullable String given) {
            String subscriptionTopic = names.node(given, "-subscription-registration", REGISTRATION) + TOPIC;
            String subscribe = names.node(given, "-subscription-registration-processor", REGISTRATION);
            RepartitionOperator.Nodes subscriptions = new RepartitionOperator.Nodes(
                    null,
                    names.node(given, "-subscription-registration-sink", SINK),
                    names.node(given, "-subscription-registration-source", SOURCE));
            String store = names.node(given, "-subscription-store", SUBSCRIPTION + "STATE-STORE-");
            String keep = names.node(given, "-subscription-receive", PROCESSOR);
            String answerSubscription = names.node(given, "-subscription-join-foreign", PROCESSOR);
            String answerChange = names.node(given, "-foreign-join-subscription", PROCESSOR);
            String answerTopic = names.node(given, "-subscription-response", RESPONSE) + TOPIC;
            RepartitionOperator.Nodes answers = new RepartitionOperator.Nodes(
                    null,
                    names.node(given, "-subscription-response-sink", SINK),
                    names.node(given, "-subscription-response-source", SOURCE));
            String resolve = names.node(given, "-subscription-response-resolver", RESPONSE + "RESOLVER-PROCESSOR-");
            return new Places(
                    subscriptionTopic,
                    subscribe,
                    subscriptions,
                    store,
                    keep,
                    answerSubscription,
                    answerChange,
                    answerTopic,
                    answers,
                    resolve);
        }
    }

    KTable<K, VR> joined(
            BiFunction<? super K, ? super V, ? extends @Nullable KO> foreignKey,
            RowJoin<V, VO, VR> rows,
            @Nullable MaterializedSpec<K, VR> materialized) {
        leftTable.requireOldValues();
        // So that a filter does not answer for rows that it never let pass.
        rightTable.requireOldValues();
        TableNode.Access<K, V> leftRows = leftTable.access();
        TableNode.Access<KO, VO> rightRows = rightTable.access();
        Places places = Places.taken(left.graph().names(), spec.name());
        addSubscribing(places, foreignKey, rows);
        addAnswering(places, rightRows);
        Flow<K, VR> resolved = resolved(places, leftRows, rows);
        return kept(resolved, materialized == null ? MaterializedSpec.unset() : materialized);
    }

    private void addSubscribing(
            Places places,
            BiFunction<? super K, ? super V, ? extends @Nullable KO> foreignKey,
            RowJoin<V, VO, VR> rows) {
        Subscribe.Terms<K, V, KO> terms =
                new Subscribe.Terms<>(foreignKey, leftSide, rightSide, places.subscriptionTopic(), !rows.needsRight());
        ProcessorSupplier<K, Change<V>, KO, Subscription> subscribe = () -> new Subscribe<>(terms);
        OperatorGraph graph = left.graph();
        graph.add(new ProcessOperator(places.subscribe(), List.of(left.node()), Work.of(subscribe), Set.of()));
        SubscriptionSerde serde = new SubscriptionSerde();
        graph.add(new RepartitionOperator(
                places.subscriptions(),
                List.of(places.subscribe()),
                places.subscriptionTopic(),
                null,
                new SinkOperator.Output(Serdes.serializer(right.keySerde()), serde, toRight()),
                new RepartitionOperator.Input(Serdes.deserializer(right.keySerde()), serde, true)));
    }

    private void addAnswering(Places places, TableNode.Access<KO, VO> rightRows) {
        OperatorGraph graph = left.graph();
        // A subscription has no headers to keep.
        StoreBuilder<?> store = TableStores.timestamped(
                MaterializedSpec.<org.apache.kafka.common.utils.Bytes, Subscription>unset()
                        .withSerdes(org.apache.kafka.common.serialization.Serdes.Bytes(), new SubscriptionSerde()),
                places.store(),
                graph.storeDefaults());
        ProcessorSupplier<KO, Subscription, KO, Subscription> keep =
                () -> new KeepSubscription<>(places.store(), places.subscriptionTopic(), rightSide);
        graph.add(new ProcessOperator(
                places.keep(),
                List.of(places.subscriptions().source()),
                Work.of(StoringSupplier.of(keep, store)),
                right.sourcesWith(Set.of(places.subscriptions().source()))));
        Answers.Terms<K, VO> terms =
                new Answers.Terms<>(leftSide, rightSide, places.subscriptionTopic(), places.answerTopic());
        ProcessorSupplier<KO, Subscription, K, Answer> answerSubscription =
                () -> new AnswerSubscription<>(rightRows.lookup().get(), terms);
        graph.add(new ProcessOperator(
                places.answerSubscription(),
                List.of(places.keep()),
                new Work.Plain(answerSubscription, rightRows.stores()),
                Set.of()));
        ProcessorSupplier<KO, Change<VO>, K, Answer> answerChange =
                () -> new AnswerChange<>(places.store(), rightSide, terms);
        graph.add(new ProcessOperator(
                places.answerChange(),
                List.of(right.node()),
                Work.of(StoringSupplier.of(answerChange, store)),
                Set.of()));
        AnswerSerde serde = new AnswerSerde();
        graph.add(new RepartitionOperator(
                places.answers(),
                List.of(places.answerSubscription(), places.answerChange()),
                places.answerTopic(),
                null,
                new SinkOperator.Output(Serdes.serializer(left.keySerde()), serde, toLeft()),
                new RepartitionOperator.Input(Serdes.deserializer(left.keySerde()), serde, true)));
    }

    private Flow<K, VR> resolved(Places places, TableNode.Access<K, V> leftRows, RowJoin<V, VO, VR> rows) {
        ResolveAnswer.Terms<K, V, VO> terms =
                new ResolveAnswer.Terms<>(leftSide, rightSide, places.subscriptionTopic(), places.answerTopic());
        ProcessorSupplier<K, Answer, K, VR> resolve =
                () -> new ResolveAnswer<>(leftRows.lookup().get(), rows, terms);
        Set<String> sources = left.sourcesWith(Set.of(places.answers().source()));
        left.graph()
                .add(new ProcessOperator(
                        places.resolve(),
                        List.of(places.answers().source()),
                        new Work.Plain(resolve, leftRows.stores()),
                        sources));
        return new Flow<>(left.graph(), places.resolve(), left.keySerde(), null, sources, false);
    }

    private KTable<K, VR> kept(Flow<K, VR> resolved, MaterializedSpec<K, VR> asked) {
        NameSource names = left.graph().names();
        String name = names.node(spec.name(), "-result", OUTPUT);
        String storeName = asked.name() == null ? names.store(OUTPUT) : asked.name();
        MaterializedSpec<K, VR> result = asked.orSerdes(left.keySerde(), null);
        SourceTable<K, VR> table = new SourceTable<>(
                TableStores.keyValue(result, storeName, left.graph().storeDefaults()), asked.name() != null);
        return new DslTable<>(
                resolved.then(name, new Work.OfTable(table), result.keySerde(), result.valueSerde()), table, storeName);
    }

    private @Nullable StreamPartitioner<KO, Subscription> toRight() {
        StreamPartitioner<KO, Void> given = spec.otherPartitioner();
        return given == null ? null : (topic, key, value, count) -> partitions(given, topic, key, count);
    }

    private StreamPartitioner<K, Answer> toLeft() {
        StreamPartitioner<K, Void> given = spec.partitioner();
        return given == null
                ? (topic, key, answer, count) ->
                        Optional.ofNullable(answer.primaryPartition()).map(Set::of)
                : (topic, key, answer, count) -> partitions(given, topic, key, count);
    }

    /** Where a message goes: to one partition. In several, each would be answered, or its row be joined, as often. */
    @SuppressWarnings("NullAway") // The value is Void: there is none.
    private static <T> Optional<Set<Integer>> partitions(
            StreamPartitioner<T, Void> partitioner, String topic, T key, int count) {
        Optional<Set<Integer>> partitions = partitioner.partitions(topic, key, null, count);
        if (partitions.isPresent() && partitions.get().size() != 1) {
            // The words of Kafka Streams, which people search for.
            throw new IllegalArgumentException(
                    "The partitions returned by StreamPartitioner#partitions method when used for FK join should be a"
                            + " singleton set");
        }
        return partitions;
    }
}
