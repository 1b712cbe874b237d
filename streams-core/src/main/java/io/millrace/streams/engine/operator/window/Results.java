package io.millrace.streams.engine.operator.window;

import io.millrace.streams.kstream.EmitStrategy.StrategyType;

/**
 * Where the results of a windowed aggregation are kept, and what is sent of them.
 *
 * @param storeName the store of the windows
 * @param emits each update, or one final result when a window closes
 * @param oldValues whether somebody downstream asked for the value before each change
 */
public record Results(String storeName, StrategyType emits, boolean oldValues) {}
