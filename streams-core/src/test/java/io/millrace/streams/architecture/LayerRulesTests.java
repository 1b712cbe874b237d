package io.millrace.streams.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.millrace.streams.KafkaStreams;
import org.junit.jupiter.api.Test;

class LayerRulesTests {

    private static final String ROOT = "io.millrace.streams";
    private static final JavaClasses CORE = ClassTree.besides(KafkaStreams.class, ROOT);

    private final LayerRules rules = new LayerRules(ROOT);

    @Test
    void enginePackagesUseOnlyWhatTheTableAllows() {
        rules.enginePackagesUseOnlyWhatTheTableAllows().check(CORE);
    }

    @Test
    void everyEnginePackageIsInTheTable() {
        rules.everyEnginePackageIsInTheTable().check(CORE);
    }

    @Test
    void enginePackagesAreFreeOfCycles() {
        rules.enginePackagesAreFreeOfCycles().check(CORE);
    }

    @Test
    void apiDoesNotKnowTheEngine() {
        rules.apiDoesNotKnowTheEngine().check(CORE);
    }

    @Test
    void eachDoorOpensOnItsOnePackage() {
        rules.eachDoorOpensOnItsOnePackage().check(CORE);
    }

    @Test
    void engineDoesNotKnowTheDoors() {
        rules.engineDoesNotKnowTheDoors().check(CORE);
    }

    @Test
    void kafkaClientsAreUsedOnlyByTheirAdapters() {
        rules.kafkaClientsAreUsedOnlyByTheirAdapters().check(CORE);
    }

    @Test
    void rocksDbIsUsedOnlyByItsBackend() {
        rules.rocksDbIsUsedOnlyByItsBackend().check(CORE);
    }

    @Test
    void nothingKnowsSpring() {
        rules.nothingKnowsSpring().check(CORE);
    }

    @Test
    void timeAndThreadsAreHandedDown() {
        rules.timeAndThreadsAreHandedDown().check(CORE);
    }
}
