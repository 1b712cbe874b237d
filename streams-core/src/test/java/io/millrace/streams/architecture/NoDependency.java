package io.millrace.streams.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Predicate;

/** Reports each forbidden dependency of a class with the line of code it is on. */
final class NoDependency extends ArchCondition<JavaClass> {

    private final Predicate<Dependency> forbidden;

    /** The description completes "have no dependencies which ...". */
    NoDependency(String description, Predicate<Dependency> forbidden) {
        super("have no dependencies which " + description);
        this.forbidden = forbidden;
    }

    @Override
    public void check(JavaClass origin, ConditionEvents events) {
        for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
            if (forbidden.test(dependency)) {
                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
            }
        }
    }
}
