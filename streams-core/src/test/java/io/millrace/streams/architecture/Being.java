package io.millrace.streams.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Predicate;

/** Reports each class that is not what it should be. */
final class Being extends ArchCondition<JavaClass> {

    private final Predicate<JavaClass> expected;

    Being(String description, Predicate<JavaClass> expected) {
        super("be " + description);
        this.expected = expected;
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        if (!expected.test(type)) {
            events.add(SimpleConditionEvent.violated(type, type.getName() + " should " + getDescription()));
        }
    }
}
