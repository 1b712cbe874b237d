package io.millrace.streams.state;

import io.millrace.streams.DslStoreFormat;
import io.millrace.streams.kstream.EmitStrategy;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What {@link DslStoreSuppliers#windowStore} is told about the store it is to supply. */
public class DslWindowParams {

    private final String name;
    private final Duration retentionPeriod;
    private final Duration windowSize;
    private final boolean retainDuplicates;
    private final EmitStrategy emitStrategy;
    private final boolean isSlidingWindow;
    private final DslStoreFormat dslStoreFormat;

    /**
     * Creates the parameters.
     *
     * @param name name of the store
     * @param retentionPeriod how long windows are kept, counted back from stream time
     * @param windowSize length of the windows
     * @param retainDuplicates whether values with the same key and timestamp are all kept
     * @param emitStrategy when results are emitted
     * @param isSlidingWindow whether the windows slide, and so start at any timestamp
     * @param dslStoreFormat what is kept beside each value
     * @throws NullPointerException if the name is null
     */
    public DslWindowParams(
            String name,
            Duration retentionPeriod,
            Duration windowSize,
            boolean retainDuplicates,
            EmitStrategy emitStrategy,
            boolean isSlidingWindow,
            DslStoreFormat dslStoreFormat) {
        this.name = Objects.requireNonNull(name, "name cannot be null");
        this.retentionPeriod = retentionPeriod;
        this.windowSize = windowSize;
        this.retainDuplicates = retainDuplicates;
        this.emitStrategy = emitStrategy;
        this.isSlidingWindow = isSlidingWindow;
        this.dslStoreFormat = dslStoreFormat;
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
     * Returns how long windows are kept, counted back from stream time.
     *
     * @return the retention
     */
    public Duration retentionPeriod() {
        return retentionPeriod;
    }

    /**
     * Returns the length of the windows.
     *
     * @return the length
     */
    public Duration windowSize() {
        return windowSize;
    }

    /**
     * Tells whether values with the same key and timestamp are all kept.
     *
     * @return true if they are
     */
    public boolean retainDuplicates() {
        return retainDuplicates;
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
     * Tells whether the windows slide.
     *
     * @return true for sliding windows
     */
    public boolean isSlidingWindow() {
        return isSlidingWindow;
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
        DslWindowParams other = (DslWindowParams) o;
        return retainDuplicates == other.retainDuplicates
                && isSlidingWindow == other.isSlidingWindow
                && name.equals(other.name)
                && Objects.equals(retentionPeriod, other.retentionPeriod)
                && Objects.equals(windowSize, other.windowSize)
                && Objects.equals(emitStrategy, other.emitStrategy)
                && dslStoreFormat == other.dslStoreFormat;
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                name, retentionPeriod, windowSize, retainDuplicates, emitStrategy, isSlidingWindow, dslStoreFormat);
    }

    @Override
    public String toString() {
        return "DslWindowParams{name='" + name + "', retentionPeriod=" + retentionPeriod + ", windowSize=" + windowSize
                + ", retainDuplicates=" + retainDuplicates + ", emitStrategy=" + emitStrategy + ", isSlidingWindow="
                + isSlidingWindow + ", dslStoreFormat=" + dslStoreFormat + "}";
    }
}
