package io.millrace.streams.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule is seen to fail on a tree of classes under {@code planted} that breaks it, and to pass on one that does not. */
class PlantedViolationTests {

    private static final JavaClasses CONFORMING = ClassTree.besides(PlantedViolationTests.class, "planted.conforming");

    static Stream<Function<LayerRules, ArchRule>> allRules() {
        return Stream.of(
                LayerRules::enginePackagesUseOnlyWhatTheTableAllows,
                LayerRules::everyEnginePackageIsInTheTable,
                LayerRules::enginePackagesAreFreeOfCycles,
                LayerRules::apiDoesNotKnowTheEngine,
                LayerRules::eachDoorOpensOnItsOnePackage,
                LayerRules::engineDoesNotKnowTheDoors,
                LayerRules::kafkaClientsAreUsedOnlyByTheirAdapters,
                LayerRules::rocksDbIsUsedOnlyByItsBackend,
                LayerRules::nothingKnowsSpring,
                LayerRules::timeAndThreadsAreHandedDown);
    }

    @ParameterizedTest
    @MethodSource("allRules")
    void aConformingTreePasses(Function<LayerRules, ArchRule> rule) {
        assertThat(CONFORMING).isNotEmpty();
        assertThat(violations("planted.conforming", CONFORMING, rule)).isEmpty();
    }

    @Test
    void anEdgeUpwardsIsFound() {
        assertThat(violations("planted.upward", LayerRules::enginePackagesUseOnlyWhatTheTableAllows))
                .anyMatch(line -> line.contains("state.Store.flush") && line.contains("task.Task"));
    }

    @Test
    void aPackageOutsideTheTableIsFound() {
        assertThat(violations("planted.unlisted", LayerRules::everyEnginePackageIsInTheTable))
                .singleElement()
                .asString()
                .contains("engine.util.Stray");
    }

    @Test
    void aCycleBetweenSubPackagesIsFound() {
        assertThat(violations("planted.cyclic", LayerRules::enginePackagesAreFreeOfCycles))
                .singleElement()
                .asString()
                .contains("Slice operator.join", "Slice operator.window");
    }

    @Test
    void anApiClassThatKnowsTheEngineIsFound() {
        assertThat(violations("planted.leaking", LayerRules::apiDoesNotKnowTheEngine))
                .anyMatch(line -> line.contains("kstream.Grouped") && line.contains("plan.Plan"));
    }

    @Test
    void aDoorThatOpensOnAnotherRoomIsFound() {
        assertThat(violations("planted.sidedoor", LayerRules::eachDoorOpensOnItsOnePackage))
                .anyMatch(line -> line.contains("Topology$Starter") && line.contains("runtime.Engine"));
    }

    @Test
    void anEngineClassThatKnowsADoorIsFound() {
        assertThat(violations("planted.outward", LayerRules::engineDoesNotKnowTheDoors))
                .anyMatch(line -> line.contains("dsl.Lowering") && line.contains("StreamsBuilder"));
    }

    @Test
    void kafkaClientsOutsideTheirAdaptersAreFound() {
        assertThat(violations("planted.clients", LayerRules::kafkaClientsAreUsedOnlyByTheirAdapters))
                .anyMatch(line -> line.contains("task.Reader") && line.contains("consumer.Consumer"))
                .anyMatch(line -> line.contains("assign.Creator") && line.contains("admin.Admin"))
                .anyMatch(line -> line.contains("processor.Sender") && line.contains("producer.Producer"));
    }

    @Test
    void rocksDbOutsideItsBackendIsFound() {
        assertThat(violations("planted.rocks", LayerRules::rocksDbIsUsedOnlyByItsBackend))
                .anyMatch(line -> line.contains("engine.state.Opener"))
                .anyMatch(line -> line.contains("rocks.state.Tuned"));
    }

    @Test
    void aUseOfSpringIsFound() {
        assertThat(violations("planted.spring", LayerRules::nothingKnowsSpring))
                .anyMatch(line -> line.contains("config.Bound"));
    }

    @Test
    void clocksAndThreadsBelowTheRuntimeAreFound() {
        assertThat(violations("planted.clock", LayerRules::timeAndThreadsAreHandedDown))
                .anyMatch(line -> line.contains("System.currentTimeMillis"))
                .anyMatch(line -> line.contains("System.nanoTime"))
                .anyMatch(line -> line.contains("Thread.<init>"));
    }

    private static List<String> violations(String root, Function<LayerRules, ArchRule> rule) {
        JavaClasses tree = ClassTree.besides(PlantedViolationTests.class, root);
        return violations(root, tree, rule);
    }

    private static List<String> violations(String root, JavaClasses tree, Function<LayerRules, ArchRule> rule) {
        return rule.apply(new LayerRules(root))
                .evaluate(tree)
                .getFailureReport()
                .getDetails();
    }
}
