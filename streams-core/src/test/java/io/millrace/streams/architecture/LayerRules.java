package io.millrace.streams.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The layers of Millrace as rules over a package tree: the real one, or one planted to see a rule fail. */
final class LayerRules {

    /** The API classes that lead into the engine, each with the one engine package behind it. */
    private static final Map<String, String> DOORS = Map.ofEntries(
            entry("KafkaStreams", "runtime"),
            entry("StreamsBuilder", "dsl"),
            entry("Topology", "topology"),
            entry("state.Stores", "state.view"),
            entry("state.BuiltInDslStoreSuppliers", "state.view"),
            entry("state.QueryableStoreTypes", "query"));

    /**
     * Where time and threads come from; everything else is handed a clock and is stepped. A simulation replaces the adapters of
     * Kafka as a whole, so they may wait for a broker as they like.
     */
    private static final Set<String> SOURCES_OF_TIME_AND_THREADS = Set.of("time", "runtime", "kafka");

    private final String root;
    private final String engine;

    LayerRules(String root) {
        this.root = root;
        this.engine = root + ".engine";
    }

    ArchRule enginePackagesUseOnlyWhatTheTableAllows() {
        return rule(
                "are in the engine",
                this::isEngine,
                new NoDependency("the table does not allow", this::leavesTheTable));
    }

    ArchRule everyEnginePackageIsInTheTable() {
        return rule("are in the engine", this::isEngine, new Being("in a package of the table", this::isInTheTable));
    }

    ArchRule enginePackagesAreFreeOfCycles() {
        return slices().matching(engine + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
    }

    ArchRule apiDoesNotKnowTheEngine() {
        return rule(
                "are API but no doors",
                type -> isApi(type) && doorAround(type).isEmpty(),
                new NoDependency("lead to the engine", dependency -> isEngine(target(dependency))));
    }

    ArchRule eachDoorOpensOnItsOnePackage() {
        return rule(
                "are doors",
                type -> doorAround(type).isPresent(),
                new NoDependency("miss the package behind the door", this::missesThePackageBehindTheDoor));
    }

    /** A door's nested types are API like any other: the engine sets {@code KafkaStreams.State}. */
    ArchRule engineDoesNotKnowTheDoors() {
        return rule(
                "are in the engine",
                this::isEngine,
                new NoDependency("lead to a door", dependency -> DOORS.containsKey(relativeName(target(dependency)))));
    }

    ArchRule kafkaClientsAreUsedOnlyByTheirAdapters() {
        return rule(
                "are ours",
                this::isOurs,
                new NoDependency(
                        "lead to a Kafka client from outside its adapters", this::namesAClientInTheWrongPlace));
    }

    ArchRule rocksDbIsUsedOnlyByItsBackend() {
        return rule(
                "neither are the RocksDB backend nor configure it",
                type -> isOurs(type)
                        && !lineOf(type).equals(Optional.of("state.rocks"))
                        && !relativeName(topLevel(type)).equals("state.RocksDBConfigSetter"),
                new NoDependency(
                        "lead to RocksDB",
                        dependency -> target(dependency).getName().startsWith("org.rocksdb.")));
    }

    ArchRule nothingKnowsSpring() {
        return rule(
                "are ours",
                this::isOurs,
                new NoDependency(
                        "lead to Spring",
                        dependency -> target(dependency).getName().startsWith("org.springframework.")));
    }

    ArchRule timeAndThreadsAreHandedDown() {
        return rule(
                "are below the runtime",
                type -> isEngine(type)
                        && lineOf(type)
                                .filter(SOURCES_OF_TIME_AND_THREADS::contains)
                                .isEmpty(),
                new NoUncontrolledCall());
    }

    private static ArchRule rule(String who, Predicate<JavaClass> applies, ArchCondition<JavaClass> condition) {
        return classes().that(describe(who, applies)).should(condition).allowEmptyShould(true);
    }

    private boolean leavesTheTable(Dependency dependency) {
        Optional<String> from = lineOf(dependency.getOriginClass());
        Optional<String> to = lineOf(target(dependency));
        return from.isPresent() && to.isPresent() && !EngineTable.allows(from.get(), to.get());
    }

    private boolean isInTheTable(JavaClass type) {
        return lineOf(type).isPresent() || type.getSimpleName().equals("package-info");
    }

    private boolean missesThePackageBehindTheDoor(Dependency dependency) {
        String behind = DOORS.get(doorAround(dependency.getOriginClass()).orElseThrow());
        return isEngine(target(dependency)) && !lineOf(target(dependency)).equals(Optional.of(behind));
    }

    private boolean namesAClientInTheWrongPlace(Dependency dependency) {
        JavaClass target = target(dependency);
        if (!KafkaClientTypes.isClientType(target) || KafkaClientTypes.isValue(target)) {
            return false;
        }
        JavaClass origin = dependency.getOriginClass();
        if (isApi(origin)) {
            return !KafkaClientTypes.API_NAMING_CLIENTS.contains(relativeName(topLevel(origin)));
        }
        return lineOf(origin)
                .filter(line -> KafkaClientTypes.isFor(line, target))
                .isEmpty();
    }

    private boolean isOurs(JavaClass type) {
        return isIn(root, type);
    }

    private boolean isApi(JavaClass type) {
        return isOurs(type) && !isEngine(type);
    }

    private boolean isEngine(JavaClass type) {
        return isIn(engine, type);
    }

    private static boolean isIn(String packageName, JavaClass type) {
        return type.getPackageName().equals(packageName)
                || type.getPackageName().startsWith(packageName + ".");
    }

    private Optional<String> lineOf(JavaClass type) {
        return type.getPackageName().startsWith(engine + ".")
                ? EngineTable.lineOf(type.getPackageName().substring(engine.length() + 1))
                : Optional.empty();
    }

    /** The door that a class is or is nested in. */
    private Optional<String> doorAround(JavaClass type) {
        return Optional.of(relativeName(topLevel(type))).filter(DOORS::containsKey);
    }

    private String relativeName(JavaClass type) {
        return isOurs(type) ? type.getName().substring(root.length() + 1) : type.getName();
    }

    private static JavaClass topLevel(JavaClass type) {
        JavaClass outermost = type;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return outermost;
    }

    private static JavaClass target(Dependency dependency) {
        return dependency.getTargetClass().getBaseComponentType();
    }
}
