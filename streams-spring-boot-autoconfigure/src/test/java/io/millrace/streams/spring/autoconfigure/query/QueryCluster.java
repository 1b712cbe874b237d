package io.millrace.streams.spring.autoconfigure.query;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.KafkaStreams.State;
import io.millrace.streams.KeyQueryMetadata;
import io.millrace.streams.LagInfo;
import io.millrace.streams.StoreQueryParameters;
import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.StreamsMetadata;
import io.millrace.streams.TaskMetadata;
import io.millrace.streams.ThreadMetadata;
import io.millrace.streams.Topology;
import io.millrace.streams.errors.InvalidStateStorePartitionException;
import io.millrace.streams.errors.StateStoreNotAvailableException;
import io.millrace.streams.kstream.Consumed;
import io.millrace.streams.kstream.Materialized;
import io.millrace.streams.processor.StreamPartitioner;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.spring.ManagedTopology;
import io.millrace.streams.spring.StateSource;
import io.millrace.streams.spring.StreamsRegistry;
import io.millrace.streams.spring.TopologyStatus;
import io.millrace.streams.state.HostInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;

/** Some instances of an application with one store, without Kafka and without HTTP between them. */
final class QueryCluster {

    static final String TOPOLOGY = "words";
    static final String STORE = "counts";

    private static final Topology DECLARED = declared();

    final int partitions;
    final List<Instance> instances = new ArrayList<>();
    final Map<Integer, HostInfo> told = new TreeMap<>();
    final Map<Integer, Set<HostInfo>> toldStandbys = new TreeMap<>();
    QueryBounds bounds = new QueryBounds(1000, 8, 1 << 20, Duration.ofSeconds(5), new QueryBounds.Staleness(true, 10));

    QueryMeter meter = QueryMeter.NONE;
    String cursorSecret;
    ExposedStores exposed = ExposedStores.ALL;
    boolean silent;
    boolean counted = true;
    KeyCodecs codecs = new KeyCodecs(new PlainTexts(), List.of());

    QueryCluster(int partitions) {
        this.partitions = partitions;
    }

    private static Topology declared() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.table("words", Consumed.with(Serdes.String(), Serdes.Long()), Materialized.as(STORE));
        return builder.build();
    }

    Instance join() {
        Instance instance = new Instance(new HostInfo("host-" + instances.size(), 8080));
        instances.add(instance);
        return instance;
    }

    /** Spreads the partitions, and tells everybody. */
    void assign() {
        for (int partition = 0; partition < partitions; partition++) {
            Instance owner = instances.get(partition % instances.size());
            owner.active.put(partition, new MapStore());
            told.put(partition, owner.host);
        }
    }

    Instance ownerOf(int partition) {
        return instances.stream()
                .filter(instance -> instance.active.containsKey(partition))
                .findFirst()
                .orElseThrow();
    }

    int partitionOf(String key) {
        return Utils.toPositive(Utils.murmur2(new StringSerializer().serialize("", key))) % partitions;
    }

    void put(String key, long value) {
        putInto(partitionOf(key), key, value);
    }

    void putInto(int partition, String key, long value) {
        ownerOf(partition).active.get(partition).put(key, value);
    }

    static StoreQuery point(String key) {
        return query(new StoreQuery.Keys(key, null, null, null, null), StoreQuery.Place.DEFAULT);
    }

    static StoreQuery query(StoreQuery.Keys keys, StoreQuery.Place place) {
        return new StoreQuery(
                TOPOLOGY, STORE, keys, new StoreQuery.Times(null, null), place, new StoreQuery.Page(null, null));
    }

    /** One instance. What it has can be changed at any time. */
    final class Instance {

        final HostInfo host;
        final Map<Integer, MapStore> active = new TreeMap<>();
        final Map<Integer, MapStore> standby = new TreeMap<>();
        final Map<Integer, Long> lags = new TreeMap<>();
        final AtomicInteger asked = new AtomicInteger();
        final List<Integer> restoring = new ArrayList<>();
        boolean down;
        TopologyStatus.Phase phase = TopologyStatus.Phase.STARTED;
        State state = State.RUNNING;
        Runnable beforeAnswer = () -> {};
        private StoreQueries queries;

        Instance(HostInfo host) {
            this.host = host;
        }

        StoreQueries queries() {
            if (queries == null) {
                queries = new StoreQueries(
                        new Registry(this),
                        topology -> host,
                        bounds,
                        codecs,
                        new StoreQueries.Others(new DirectPeers(), cursorSecret, exposed),
                        meter);
            }
            return queries;
        }

        StorePage answer(StoreQuery query) {
            return queries().answer(query);
        }
    }

    /** Calls other instances instead of sending requests. */
    private final class DirectPeers implements Peers {

        @Override
        public String silence() {
            return null;
        }

        @Override
        public StorePage ask(HostInfo peer, StoreQuery query) {
            Instance other = instances.stream()
                    .filter(instance -> instance.host.equals(peer))
                    .findFirst()
                    .orElseThrow();
            other.asked.incrementAndGet();
            other.beforeAnswer.run();
            if (other.down) {
                throw Refusals.peerUnavailable("Nobody answers.");
            }
            StorePage page = other.queries().find(query);
            StateSource source = new StateSource(
                    page.source().host(),
                    false,
                    page.source().role(),
                    page.source().partitions(),
                    page.source().lag(),
                    null);
            // Only what can be shown goes from one to the other.
            List<StorePage.Row> rows = page.rows().stream()
                    .map(row -> new StorePage.Row(row.entry(), null, source))
                    .toList();
            return new StorePage(page.type(), rows, source, List.of(), page.limit(), page.next());
        }
    }

    @SuppressWarnings("unchecked") // A mock cannot tell which partitioner it is called with.
    private KafkaStreams client(Instance instance) {
        KafkaStreams client = mock(KafkaStreams.class);
        when(client.store(any())).thenAnswer(call -> store(instance, call.getArgument(0)));
        when(client.queryMetadataForKey(anyString(), any(), any(StreamPartitioner.class)))
                .thenAnswer(call -> metadata(call.getArgument(2)));
        when(client.metadataForAllStreamsClients())
                .thenAnswer(call -> silent ? List.of() : List.of(mock(StreamsMetadata.class)));
        when(client.metadataForLocalThreads()).thenAnswer(call -> Set.of(thread(instance)));
        when(client.allLocalStorePartitionLags()).thenAnswer(call -> {
            Map<Integer, LagInfo> lags = new TreeMap<>();
            instance.lags.forEach((partition, lag) -> {
                LagInfo info = mock(LagInfo.class);
                when(info.offsetLag()).thenReturn(lag);
                lags.put(partition, info);
            });
            return Map.of(STORE, lags);
        });
        return client;
    }

    private List<MapStore> store(Instance instance, StoreQueryParameters<?> asked) {
        if (asked.partition() == null) {
            return List.copyOf(instance.active.values());
        }
        int partition = asked.partition();
        if (instance.active.containsKey(partition) && !instance.restoring.contains(partition)) {
            return List.of(instance.active.get(partition));
        }
        if (instance.restoring.contains(partition) && !asked.staleStoresEnabled()) {
            throw new StateStoreNotAvailableException("restoring");
        }
        if (instance.standby.containsKey(partition) && asked.staleStoresEnabled()) {
            return List.of(instance.standby.get(partition));
        }
        throw new InvalidStateStorePartitionException("not here");
    }

    private KeyQueryMetadata metadata(StreamPartitioner<String, Object> partitioner) {
        if (!counted) {
            return KeyQueryMetadata.NOT_AVAILABLE;
        }
        int partition = partitioner
                .partitions("words", "", null, partitions)
                .orElseThrow()
                .iterator()
                .next();
        HostInfo owner = told.get(partition);
        return owner == null && !toldStandbys.containsKey(partition)
                ? KeyQueryMetadata.NOT_AVAILABLE
                : new KeyQueryMetadata(
                        owner == null ? HostInfo.unavailable() : owner,
                        toldStandbys.getOrDefault(partition, Set.of()),
                        partition);
    }

    private static ThreadMetadata thread(Instance instance) {
        ThreadMetadata thread = mock(ThreadMetadata.class);
        Set<TaskMetadata> active = tasks(instance.active.keySet());
        Set<TaskMetadata> standby = tasks(instance.standby.keySet());
        when(thread.activeTasks()).thenReturn(active);
        when(thread.standbyTasks()).thenReturn(standby);
        return thread;
    }

    private static Set<TaskMetadata> tasks(Set<Integer> partitions) {
        Set<TaskMetadata> tasks = new HashSet<>();
        for (int partition : partitions) {
            TaskMetadata task = mock(TaskMetadata.class);
            when(task.taskId()).thenReturn(new TaskId(0, partition));
            tasks.add(task);
        }
        return tasks;
    }

    private final class Registry implements StreamsRegistry, ManagedTopology {

        private final Instance instance;
        private final KafkaStreams client;

        Registry(Instance instance) {
            this.instance = instance;
            this.client = QueryCluster.this.client(instance);
        }

        @Override
        public List<ManagedTopology> topologies() {
            return List.of(this);
        }

        @Override
        public Optional<ManagedTopology> find(String name) {
            return name.equals(TOPOLOGY) ? Optional.of(this) : Optional.empty();
        }

        @Override
        public String name() {
            return TOPOLOGY;
        }

        @Override
        public String applicationId() {
            return TOPOLOGY;
        }

        @Override
        public Topology topology() {
            return DECLARED;
        }

        @Override
        public Map<String, Object> config() {
            return Map.of();
        }

        @Override
        public KafkaStreams client() {
            return client;
        }

        @Override
        public TopologyStatus status() {
            return new TopologyStatus(instance.phase, instance.state, Instant.EPOCH, false, true, null, null, null, 0);
        }

        @Override
        public void start() {}

        @Override
        public boolean stop() {
            return true;
        }

        @Override
        public boolean stop(Duration timeout) {
            return true;
        }

        @Override
        public boolean awaitRunning(Duration timeout) {
            return true;
        }
    }
}
