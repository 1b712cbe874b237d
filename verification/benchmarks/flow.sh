#!/usr/bin/env bash
# Compares whole applications of Millrace with those of Kafka Streams and writes the tables of docs/benchmarks/flow.md.
# Usage: verification/benchmarks/flow.sh drain|growth|latency|profile [ROUNDS [RECORDS [REGEX]]]: rounds of alternating JVMs (5), records of the inputs (3000000), which lines to measure (all).
set -euo pipefail
cd "$(dirname "$0")/../.."
what="${1:?drain, growth, latency or profile}"
page="$PWD/docs/benchmarks/flow.md"
if [ $# -gt 3 ]; then
  page="$PWD/verification/benchmarks/target/flow-part.md" # A part must not replace the whole.
fi
mvn -B -ntp -q ${MAVEN_ARGS:-} -pl verification/benchmarks -am -DskipTests package org.apache.maven.plugins:maven-dependency-plugin:build-classpath \
  -Dspotless.check.skip -Dcheckstyle.skip -Dmdep.outputFile=target/benchmark.classpath
cd verification/benchmarks
exec java -Xmx512m -cp "target/classes:$(cat target/benchmark.classpath)" io.millrace.verification.benchmarks.flow.FlowReport \
  "$page" "$what" "${2:-5}" "${3:-3000000}" "${4:-}"
