package io.millrace.streams.engine.state.view;

/**
 * A value of a type that the user declared to be immutable, as a buffer holds it.
 *
 * @param value as the user of the store sees it
 * @param weight about how many bytes of heap it takes, as was thought when it was put
 */
record DeclaredValue(Object value, int weight) {}
