package io.millrace.streams.state;

import io.millrace.streams.DslStoreFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What {@link DslStoreSuppliers#keyValueStore} is told about the store it is to supply. */
public class DslKeyValueParams {

    private final String name;
    private final DslStoreFormat dslStoreFormat;

    /**
     * Creates the parameters.
     *
     * @param name name of the store
     * @param dslStoreFormat what is kept beside each value
     * @throws NullPointerException if either is null
     */
    public DslKeyValueParams(String name, DslStoreFormat dslStoreFormat) {
        this.name = Objects.requireNonNull(name, "name cannot be null");
        this.dslStoreFormat = Objects.requireNonNull(dslStoreFormat, "dslStoreFormat cannot be null");
    }

    /**
     * Returns the name of the store.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns what is kept beside each value.
     *
     * @return the format
     */
    public DslStoreFormat dslStoreFormat() {
        return dslStoreFormat;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        if (o == null || getClass() != o.getClass()) {
            return false;
        }
        DslKeyValueParams other = (DslKeyValueParams) o;
        return name.equals(other.name) && dslStoreFormat == other.dslStoreFormat;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, dslStoreFormat);
    }

    @Override
    public String toString() {
        return "DslKeyValueParams{name='" + name + "', dslStoreFormat=" + dslStoreFormat + "}";
    }
}
