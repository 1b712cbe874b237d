#!/usr/bin/env bash
# Compares the stores of Millrace with those of Kafka Streams and writes the table of docs/benchmarks/state.md.
# Usage: verification/benchmarks/state.sh [ROUNDS [REGEX]]: rounds of alternating JVMs (2), which lines to measure (all).
set -euo pipefail
cd "$(dirname "$0")/../.."
page="$PWD/docs/benchmarks/state.md"
if [ $# -gt 1 ]; then
  page="$PWD/verification/benchmarks/target/state-part.md" # A part must not replace the whole.
fi
mvn -B -ntp -q ${MAVEN_ARGS:-} -pl verification/benchmarks -am -DskipTests package org.apache.maven.plugins:maven-dependency-plugin:build-classpath \
  -Dspotless.check.skip -Dcheckstyle.skip -Dmdep.outputFile=target/benchmark.classpath
cd verification/benchmarks
exec java -Xmx512m -Djmh.ignoreLock=true -cp "target/classes:$(cat target/benchmark.classpath)" \
  io.millrace.verification.benchmarks.state.StateReport "$page" "$@"
