/**
 * Classes that the engine makes by name and that pass each call to a bean of the application, which came along in the
 * configuration as a live object.
 */
@NullMarked
package io.millrace.streams.spring.autoconfigure.bridge;

import org.jspecify.annotations.NullMarked;
