package io.millrace.streams.engine.runtime;

import org.jspecify.annotations.Nullable;

/** Which build of Millrace this is, as its jar tells. */
final class Build {

    static final String VERSION = told(Build.class.getPackage().getImplementationVersion());

    static final String COMMIT = told(Build.class.getPackage().getSpecificationVersion());

    private Build() {}

    /** Classes that are not in a jar do not tell. */
    private static String told(@Nullable String value) {
        return value == null ? "unknown" : value;
    }
}
