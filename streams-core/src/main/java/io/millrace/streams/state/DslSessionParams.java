package io.millrace.streams.state;

import io.millrace.streams.DslStoreFormat;
import io.millrace.streams.kstream.EmitStrategy;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What {@link DslStoreSuppliers#sessionStore} is told about the store it is to supply. */
public class DslSessionParams {

    private final String name;
    private final Duration retentionPeriod;
    private final EmitStrategy emitStrategy;
    private final DslStoreFormat storeFormat;

    /**
     * Creates the parameters.
     *
     * @param name name of the store
     * @param retentionPeriod how long sessions are kept after their end, counted back from stream time
     * @param emitStrategy when results are emitted
     * @param storeFormat what is kept beside each aggregate
     * @throws NullPointerException if the name is null
     */
    public DslSessionParams(
            String name, Duration retentionPeriod, EmitStrategy emitStrategy, DslStoreFormat storeFormat) {
        this.name = Objects.requireNonNull(name, "name cannot be null");
        this.retentionPeriod = retentionPeriod;
        this.emitStrategy = emitStrategy;
        this.storeFormat = storeFormat;
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
     * Returns how long sessions are kept after their end.
     *
     * @return the retention
     */
    public Duration retentionPeriod() {
        return retentionPeriod;
    }

    /**
     * Returns when results are emitted.
     *
     * @return the strategy
     */
    public EmitStrategy emitStrategy() {
        return emitStrategy;
    }

    /**
     * Returns what is kept beside each aggregate.
     *
     * @return the format
     */
    public DslStoreFormat storeFormat() {
        return storeFormat;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        if (o == null || getClass() != o.getClass()) {
            return false;
        }
        DslSessionParams other = (DslSessionParams) o;
        return name.equals(other.name)
                && Objects.equals(retentionPeriod, other.retentionPeriod)
                && Objects.equals(emitStrategy, other.emitStrategy)
                && storeFormat == other.storeFormat;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, retentionPeriod, emitStrategy, storeFormat);
    }

    @Override
    public String toString() {
        return "DslSessionParams{name='" + name + "', retentionPeriod=" + retentionPeriod + ", emitStrategy="
                + emitStrategy + ", storeFormat=" + storeFormat + "}";
    }
}
