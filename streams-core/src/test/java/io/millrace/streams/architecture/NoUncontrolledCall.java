package io.millrace.streams.architecture;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/** Reports each call whose outcome a simulation could not decide: clocks, waiting, dice, threads. */
final class NoUncontrolledCall extends ArchCondition<JavaClass> {

    /** Beginnings of full method names. */
    private static final Set<String> UNCONTROLLED = Set.of(
            "java.lang.Math.random(",
            "java.lang.System.currentTimeMillis(",
            "java.lang.System.nanoTime(",
            "java.lang.Thread.<init>(",
            "java.lang.Thread.sleep(",
            "java.time.Clock.system",
            "java.time.Instant.now(",
            "java.util.Random.<init>()",
            "java.util.UUID.randomUUID(",
            "java.util.concurrent.Executors.",
            "java.util.concurrent.ThreadLocalRandom.current(");

    NoUncontrolledCall() {
        super("not read the clock, wait, roll dice or start threads");
    }

    @Override
    public void check(JavaClass origin, ConditionEvents events) {
        for (JavaAccess<?> access : origin.getAccessesFromSelf()) {
            String target = access.getTarget().getFullName();
            if (UNCONTROLLED.stream().anyMatch(target::startsWith)) {
                events.add(SimpleConditionEvent.violated(access, access.getDescription()));
            }
        }
    }
}
