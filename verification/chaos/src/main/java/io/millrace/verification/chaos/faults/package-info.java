/** Kills, freezes and cuts off instances of an application under load, and compares what came out with what went in. */
package io.millrace.verification.chaos.faults;
