package io.millrace.streams.engine.dsl;

import io.millrace.streams.state.DslStoreSuppliers;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration given to a builder says.
 *
 * @param storeSuppliers makes the stores of tables unless a table says otherwise; null to leave it to the configuration of the
 *     application
 * @param naming whether stores and internal topics may have generated names
 */
public record DslSettings(@Nullable DslStoreSuppliers storeSuppliers, Naming naming) {

    /** Whether the user has to name what is kept outside the application. */
    public enum Naming {
        OPTIONAL,
        REQUIRED
    }

    /** Of a builder without a configuration. */
    public static final DslSettings DEFAULT = new DslSettings(null, Naming.OPTIONAL);
}
