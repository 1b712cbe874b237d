/**
 * State stores as an application sees them: reading, writing, building and querying them.
 *
 * <p>It holds interfaces and values; only {@code Stores}, {@code BuiltInDslStoreSuppliers} and {@code QueryableStoreTypes}
 * reach into the engine.
 */
@NullMarked
package io.millrace.streams.state;

import org.jspecify.annotations.NullMarked;
