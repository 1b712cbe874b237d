/** Tests the topologies of an application: each alone with a test driver, or all of them with an embedded broker. */
@NullMarked
package io.millrace.streams.spring.test;

import org.jspecify.annotations.NullMarked;
