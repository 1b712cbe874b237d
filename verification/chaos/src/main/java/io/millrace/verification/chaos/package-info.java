/** Real processes and a real broker, under load. */
package io.millrace.verification.chaos;
