/** Shows how much memory an application with much state takes, with few tasks and with many. */
package io.millrace.verification.chaos.memory;
