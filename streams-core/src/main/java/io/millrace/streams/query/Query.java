package io.millrace.streams.query;

import org.jspecify.annotations.Nullable;

/**
 * A question to a state store. A store answers the types of query it knows; a store of your own may know types of your own.
 *
 * @param <R> the type of the answer
 */
public interface Query<R extends @Nullable Object> {}
