package io.millrace.streams.processor.assignment;

import io.millrace.streams.StreamsConfig;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** The settings of the application that concern the assignment of tasks. Immutable. */
public class AssignmentConfigs {

    private static final ConfigDef DEFINITION = StreamsConfig.configDef();

    private final long acceptableRecoveryLag;
    private final int maxWarmupReplicas;
    private final int numStandbyReplicas;
    private final long probingRebalanceIntervalMs;
    private final List<String> rackAwareAssignmentTags;
    private final OptionalInt rackAwareTrafficCost;
    private final OptionalInt rackAwareNonOverlapCost;
    private final String rackAwareAssignmentStrategy;

    /**
     * Takes the settings from a configuration.
     *
     * @param configs the configuration of the application
     * @return the settings
     */
    public static AssignmentConfigs of(StreamsConfig configs) {
        return new AssignmentConfigs(
                configs.getLong(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG),
                configs.getInt(StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG),
                configs.getInt(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG),
                configs.getLong(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG),
                configs.getList(StreamsConfig.RACK_AWARE_ASSIGNMENT_TAGS_CONFIG),
                optional(configs.getInt(StreamsConfig.RACK_AWARE_ASSIGNMENT_TRAFFIC_COST_CONFIG)),
                optional(configs.getInt(StreamsConfig.RACK_AWARE_ASSIGNMENT_NON_OVERLAP_COST_CONFIG)),
                configs.getString(StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG));
    }

    /**
     * Creates settings.
     *
     * @param acceptableRecoveryLag how many changelog records a client may lack and still count as caught up
     * @param maxWarmupReplicas how many extra replicas may be built at a time
     * @param numStandbyReplicas how many standby replicas each stateful task has
     * @param probingRebalanceIntervalMs the time in milliseconds between two looks at warm-up replicas
     * @param rackAwareAssignmentTags the client tags by which standby replicas are spread
     * @param rackAwareTrafficCost the cost of traffic between racks; empty for the assignor's choice
     * @param rackAwareNonOverlapCost the cost of moving a task; empty for the assignor's choice
     * @param rackAwareAssignmentStrategy the strategy of rack-aware assignment
     * @throws org.apache.kafka.common.config.ConfigException if a value is not allowed in the configuration
     */
    public AssignmentConfigs(
            long acceptableRecoveryLag,
            int maxWarmupReplicas,
            int numStandbyReplicas,
            long probingRebalanceIntervalMs,
            List<String> rackAwareAssignmentTags,
            OptionalInt rackAwareTrafficCost,
            OptionalInt rackAwareNonOverlapCost,
            String rackAwareAssignmentStrategy) {
        this.acceptableRecoveryLag = checked(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, acceptableRecoveryLag);
        this.maxWarmupReplicas = checked(StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG, maxWarmupReplicas);
        this.numStandbyReplicas = checked(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, numStandbyReplicas);
        this.probingRebalanceIntervalMs =
                checked(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, probingRebalanceIntervalMs);
        this.rackAwareAssignmentTags =
                List.copyOf(checked(StreamsConfig.RACK_AWARE_ASSIGNMENT_TAGS_CONFIG, rackAwareAssignmentTags));
        this.rackAwareTrafficCost = rackAwareTrafficCost;
        this.rackAwareNonOverlapCost = rackAwareNonOverlapCost;
        this.rackAwareAssignmentStrategy =
                checked(StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG, rackAwareAssignmentStrategy);
    }

    /**
     * Creates settings with all costs given.
     *
     * @param acceptableRecoveryLag how many changelog records a client may lack and still count as caught up
     * @param maxWarmupReplicas how many extra replicas may be built at a time
     * @param numStandbyReplicas how many standby replicas each stateful task has
     * @param probingRebalanceIntervalMs the time in milliseconds between two looks at warm-up replicas
     * @param rackAwareAssignmentTags the client tags by which standby replicas are spread
     * @param rackAwareTrafficCost the cost of traffic between racks
     * @param rackAwareNonOverlapCost the cost of moving a task
     * @param rackAwareAssignmentStrategy the strategy of rack-aware assignment
     */
    public AssignmentConfigs(
            long acceptableRecoveryLag,
            int maxWarmupReplicas,
            int numStandbyReplicas,
            long probingRebalanceIntervalMs,
            List<String> rackAwareAssignmentTags,
            int rackAwareTrafficCost,
            int rackAwareNonOverlapCost,
            String rackAwareAssignmentStrategy) {
        this(
                acceptableRecoveryLag,
                maxWarmupReplicas,
                numStandbyReplicas,
                probingRebalanceIntervalMs,
                rackAwareAssignmentTags,
                OptionalInt.of(rackAwareTrafficCost),
                OptionalInt.of(rackAwareNonOverlapCost),
                rackAwareAssignmentStrategy);
    }

    /**
     * Creates settings without rack-aware assignment.
     *
     * @param acceptableRecoveryLag how many changelog records a client may lack and still count as caught up
     * @param maxWarmupReplicas how many extra replicas may be built at a time
     * @param numStandbyReplicas how many standby replicas each stateful task has
     * @param probingRebalanceIntervalMs the time in milliseconds between two looks at warm-up replicas
     * @param rackAwareAssignmentTags the client tags by which standby replicas are spread
     */
    public AssignmentConfigs(
            Long acceptableRecoveryLag,
            Integer maxWarmupReplicas,
            Integer numStandbyReplicas,
            Long probingRebalanceIntervalMs,
            List<String> rackAwareAssignmentTags) {
        this(
                acceptableRecoveryLag,
                maxWarmupReplicas,
                numStandbyReplicas,
                probingRebalanceIntervalMs,
                rackAwareAssignmentTags,
                OptionalInt.empty(),
                OptionalInt.empty(),
                StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_NONE);
    }

    /**
     * How many changelog records a client may lack and still count as caught up.
     *
     * @return the number of records
     */
    public long acceptableRecoveryLag() {
        return acceptableRecoveryLag;
    }

    /**
     * How many extra replicas may be built at a time.
     *
     * @return the number of replicas
     */
    public int maxWarmupReplicas() {
        return maxWarmupReplicas;
    }

    /**
     * How many standby replicas each stateful task has.
     *
     * @return the number of replicas
     */
    public int numStandbyReplicas() {
        return numStandbyReplicas;
    }

    /**
     * The time between two looks whether warm-up replicas have caught up.
     *
     * @return milliseconds
     */
    public long probingRebalanceIntervalMs() {
        return probingRebalanceIntervalMs;
    }

    /**
     * The client tags by which standby replicas are spread.
     *
     * @return the names, empty for none
     */
    public List<String> rackAwareAssignmentTags() {
        return rackAwareAssignmentTags;
    }

    /**
     * The cost of traffic between racks.
     *
     * @return the cost; empty for the assignor's choice
     */
    public OptionalInt rackAwareTrafficCost() {
        return rackAwareTrafficCost;
    }

    /**
     * The cost of moving a task.
     *
     * @return the cost; empty for the assignor's choice
     */
    public OptionalInt rackAwareNonOverlapCost() {
        return rackAwareNonOverlapCost;
    }

    /**
     * The strategy of rack-aware assignment.
     *
     * @return a value of {@code rack.aware.assignment.strategy}
     */
    public String rackAwareAssignmentStrategy() {
        return rackAwareAssignmentStrategy;
    }

    @Override
    public String toString() {
        return "AssignmentConfigs{acceptableRecoveryLag=" + acceptableRecoveryLag
                + ", maxWarmupReplicas=" + maxWarmupReplicas
                + ", numStandbyReplicas=" + numStandbyReplicas
                + ", probingRebalanceIntervalMs=" + probingRebalanceIntervalMs
                + ", rackAwareAssignmentTags=" + rackAwareAssignmentTags
                + ", rackAwareTrafficCost=" + rackAwareTrafficCost
                + ", rackAwareNonOverlapCost=" + rackAwareNonOverlapCost
                + ", rackAwareAssignmentStrategy=" + rackAwareAssignmentStrategy + "}";
    }

    private static <T> T checked(String key, T value) {
        ConfigDef.ConfigKey definition =
                Objects.requireNonNull(DEFINITION.configKeys().get(key), key);
        if (definition.validator != null) {
            definition.validator.ensureValid(key, value);
        }
        return value;
    }

    private static OptionalInt optional(@Nullable Integer cost) {
        return cost == null ? OptionalInt.empty() : OptionalInt.of(cost);
    }
}
