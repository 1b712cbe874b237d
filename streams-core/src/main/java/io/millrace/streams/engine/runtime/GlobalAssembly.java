package io.millrace.streams.engine.runtime;

import io.millrace.streams.StreamsConfig;
import io.millrace.streams.engine.config.EngineSettings;
import io.millrace.streams.engine.kafka.ConsumerChangelogReader;
import io.millrace.streams.engine.kafka.MeasuredClients;
import io.millrace.streams.engine.log.ChangelogReader;
import io.millrace.streams.engine.plan.GlobalPlan;
import io.millrace.streams.engine.plan.StorePlan;
import io.millrace.streams.engine.restore.RestoreListeners;
import io.millrace.streams.engine.runtime.Assembly.Shared;
import io.millrace.streams.engine.runtime.global.GlobalThread;
import io.millrace.streams.engine.runtime.global.GlobalWorker;
import io.millrace.streams.engine.state.OriginScope;
import io.millrace.streams.engine.state.TaskState;
import io.millrace.streams.engine.state.TaskStateSettings;
import io.millrace.streams.engine.state.TaskStateSettings.Emission;
import io.millrace.streams.engine.state.UncommittedBudget;
import io.millrace.streams.engine.task.GlobalTask;
import io.millrace.streams.engine.task.NoSink;
import io.millrace.streams.engine.task.TaskServices;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;

/** Puts together what fills the global stores: their consumer, their task, their thread. */
final class GlobalAssembly {

    private final Assembly assembly;
    private final EngineSettings settings;
    private final Shared shared;

    GlobalAssembly(Assembly assembly, Shared shared) {
        this.assembly = assembly;
        this.settings = assembly.settings();
        this.shared = shared;
    }

    /** Makes the thread; it is not started. */
    GlobalThread thread(GlobalThread.Observer observer) {
        String name = ClientIds.globalThread(assembly.clientId());
        GlobalPlan plan = assembly.plan().globals();
        TaskServices services = new TaskServices(
                settings.tasks(), new NoSink(), assembly.clock(), partition -> 0L, assembly.metrics(), name, Map.of());
        GlobalTask task = new GlobalTask(plan, services, shared.directory().pathOf(GlobalPlan.TASK));
        Map<String, Object> config = new HashMap<>(assembly.config().getGlobalConsumerConfigs(assembly.clientId()));
        config.putIfAbsent(
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG, settings.worker().fetchBytes());
        MeasuredClients clients = new MeasuredClients(assembly.clients());
        assembly.clientMetrics().put(name, clients);
        ChangelogReader reader = ConsumerChangelogReader.ofGlobalStores(
                clients, config, settings.internalTopics().timeout(), assembly.clock());
        GlobalWorker worker = new GlobalWorker(
                name,
                plan,
                new GlobalWorker.Parts(
                        task,
                        reader,
                        this::open,
                        new RestoreListeners(assembly.restoreListener()),
                        shared.state().memory().join(),
                        assembly.metrics()),
                assembly.clock(),
                new GlobalWorker.Timing(
                        settings.worker().poll(),
                        settings.worker().commitInterval(),
                        Duration.ofMillis(assembly.config().getLong(StreamsConfig.RETRY_BACKOFF_MS_CONFIG))));
        return new GlobalThread(name, worker, observer);
    }

    private TaskState open(OriginScope origins, Map<TopicPartition, String> partitions, UncommittedBudget budget) {
        // Nobody else wants this directory, and it is given up with the whole; so what frees it is not kept.
        if (shared.directory().tryLock(GlobalPlan.TASK).isEmpty()) {
            throw new IllegalStateException("The directory of global stores is in use by this process already");
        }
        List<String> stores =
                assembly.plan().globals().stores().stream().map(StorePlan::name).toList();
        Emission emission = settings.tasks().holdsUpdatesBack() ? Emission.AS_ASKED : Emission.ON_EACH_WRITE;
        return new TaskState(
                new TaskStateSettings(GlobalPlan.TASK, Map.of(), stores, emission, partitions),
                shared.state().backends(),
                origins,
                budget);
    }
}
