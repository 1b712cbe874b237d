/** The application under test: one instance, in a JVM of its own, that is spoken to by lines. */
package io.millrace.verification.chaos.faults.app;
