package io.millrace.streams.engine.dsl;

import io.millrace.streams.kstream.Named;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the names that users give. */
final class Names {

    private Names() {}

    /** What the user named a node. */
    static String of(Named named) {
        return new Reader(Objects.requireNonNull(named, "named cannot be null")).name();
    }

    /** The name, if it can be part of a topic name; null stays null. */
    static @Nullable String validated(@Nullable String name) {
        if (name != null) {
            Reader.check(name);
        }
        return name;
    }

    private static final class Reader extends Named {

        Reader(Named named) {
            super(named);
        }

        String name() {
            check(name);
            return name;
        }

        static void check(String name) {
            validate(name);
        }
    }
}
