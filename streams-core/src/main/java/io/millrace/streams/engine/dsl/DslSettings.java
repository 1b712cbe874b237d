package io.millrace.streams.engine.dsl;

import io.millrace.streams.state.DslStoreSuppliers;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration given to a builder says.
 *
 * @param storeSuppliers makes the stores of tables unless a table says otherwise; null to leave it to the configuration of the
 *     application
 * @param naming whether stores and internal topics may have generated names
 * @param processes how rewrites treat the processors of users
 */
public record DslSettings(@Nullable DslStoreSuppliers storeSuppliers, Naming naming, Processes processes) {

    /** Whether the user has to name what is kept outside the application. */
    public enum Naming {
        OPTIONAL,
        REQUIRED
    }

    /** What rewrites assume of the processors given to {@code process}. */
    public enum Processes {
        /** They change keys, and so repartitions may be merged behind one. */
        REKEY,
        /** Nothing: repartitions behind one stay where they are. */
        UNKNOWN
    }

    /** Of a builder without a configuration. */
    public static final DslSettings DEFAULT = new DslSettings(null, Naming.OPTIONAL, Processes.UNKNOWN);
}
