package io.millrace.streams.engine.dsl;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** Checks what the user gives to {@code process}, where the user's line is still on the stack. */
final class UserProcessors {

    private UserProcessors() {}

    /** Refuses a supplier that gives every task the same processor. */
    static void requireFresh(Supplier<?> supplier) {
        Object first = supplier.get();
        Object second = supplier.get();
        if (first == second) {
            throw new IllegalArgumentException(
                    "The processor supplier " + supplier.getClass().getName()
                            + " generates single reference: get() must return a new object each time it is called, because tasks"
                            + " do not share processors.");
        }
    }

    static List<String> storeNames(String... names) {
        Objects.requireNonNull(names, "stateStoreNames cannot be a null array");
        for (String name : names) {
            Objects.requireNonNull(name, "stateStoreNames cannot contain null");
        }
        return List.of(names);
    }
}
