/** Computes from the input what must have come out, and compares. Knows nothing of faults and processes. */
package io.millrace.verification.chaos.faults.oracle;
