package io.millrace.streams.kstream;

import io.millrace.streams.processor.ConnectedStoreProvider;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Supplies one {@link ValueTransformerWithKey} for each task.
 *
 * @param <K> type of the key
 * @param <V> type of the value
 * @param <VR> type of the new value
 */
public interface ValueTransformerWithKeySupplier<
                K extends @Nullable Object, V extends @Nullable Object, VR extends @Nullable Object>
        extends ConnectedStoreProvider, Supplier<ValueTransformerWithKey<K, V, VR>> {

    /**
     * Returns a new transformer at each call; instances must not be shared between tasks.
     *
     * @return a new transformer
     */
    @Override
    ValueTransformerWithKey<K, V, VR> get();
}
