#!/usr/bin/env bash
# Compares whole applications of Millrace with those of Kafka Streams and writes the tables and the chart of docs/benchmarks/flow.md.
# Usage: verification/benchmarks/flow.sh PART [ROUNDS [RECORDS [REGEX [merge|missing]]]]
#   PART     drain, throughput, growth, latency, restore, queries, start, spring, profile; all: one after the other; tables: only write what has been measured
#   ROUNDS   of alternating JVMs (5)
#   RECORDS  of the inputs (3000000; throughput, and lines of drain that take little a record, 10000000)
#   REGEX    which lines to measure; they are written to target/flow-part.md
#   merge    they take the place of the same lines in the page
#   missing  the same, but without those that the page has already
set -euo pipefail
cd "$(dirname "$0")/../.."
what="${1:?drain, throughput, growth, latency, restore, queries, start, spring, profile, all or tables}"
if [ "$what" = all ]; then
  for part in drain throughput growth latency restore queries start spring profile; do
    "$PWD/verification/benchmarks/flow.sh" "$part" "${2:-5}"
  done
  exit
fi
if [ "$what" = drain ] && [ $# -le 2 ]; then
  # The start of an application takes as much as a million records of these.
  light='copy|filter|count, 100k'
  "$PWD/verification/benchmarks/flow.sh" drain "${2:-5}" 10000000 "^($light)" merge
  exec "$PWD/verification/benchmarks/flow.sh" drain "${2:-5}" 3000000 "^(?!$light)" merge
fi
if [ "$what" = throughput ]; then records=10000000; else records=3000000; fi
page="$PWD/docs/benchmarks/flow.md"
if [ $# -eq 4 ]; then
  page="$PWD/verification/benchmarks/target/flow-part.md" # A part must not replace the whole.
  rm -f "${page%.md}".*
fi
mvn -B -ntp -q ${MAVEN_ARGS:-} -pl verification/benchmarks -am -DskipTests package org.apache.maven.plugins:maven-dependency-plugin:build-classpath \
  -Dspotless.check.skip -Dcheckstyle.skip -Dmdep.outputFile=target/benchmark.classpath
cd verification/benchmarks
exec java -Xmx512m -cp "target/classes:$(cat target/benchmark.classpath)" io.millrace.verification.benchmarks.flow.FlowReport \
  "$page" "$what" "${2:-5}" "${3:-$records}" "${4:-}" "${5:-}"
