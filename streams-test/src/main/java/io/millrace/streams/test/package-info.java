/** What tests of topologies pipe in and read out. */
@NullMarked
package io.millrace.streams.test;

import org.jspecify.annotations.NullMarked;
