/**
 * What an application writes and asks for: declared topologies, customizers, serdes, events and the registry of what runs.
 *
 * <p>Nothing here configures beans; that is the auto-configuration's.
 */
@NullMarked
package io.millrace.streams.spring;

import org.jspecify.annotations.NullMarked;
