package io.millrace.streams.kstream;

/** An emit strategy that is nothing but its type. */
record TypedEmitStrategy(EmitStrategy.StrategyType type) implements EmitStrategy {}
