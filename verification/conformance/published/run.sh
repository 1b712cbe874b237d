#!/usr/bin/env bash
# Kafka Streams' own published tests, run against Millrace. See ../README.md.
set -euo pipefail
HOME_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$HOME_DIR/../../.." && pwd)
WORK=$HOME_DIR/../target/published
JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java

usage() {
  cat <<'U'
run.sh              run the published unit tests; fails if any does not pass that is not in exclusions.tsv
run.sh integration  the same with the integration tests, which start brokers: an hour on two cores
run.sh list [integration]   the test methods that count
run.sh api          compare the public API
Options of the first two: --filter=REGEX (of class names or Class#method keys), --quiet, --timeout=S a class, --method-timeout=S,
--batch=N classes in one JVM, --jvm-args="...", --no-exclusions
U
}

fetch() { # name, extra Maven options
  mvn -B -q dependency:copy-dependencies -f "$HOME_DIR/deps/$1.xml" -DoutputDirectory="$WORK/lib/$1" "${@:2}"
}

tool() { "$JAVA" -cp "$WORK/classes:$WORK/lib/tool/*" conformance.Main "$@" --work="$WORK" --home="$HOME_DIR"; }

# Fetches the artefacts, moves them to Millrace's packages, and works out which tests use nothing but public API.
setup() {
  mkdir -p "$WORK"
  WORK=$(cd "$WORK" && pwd)
  if [ -z "$(find "$HOME_DIR" -newer "$WORK/ready" -print -quit 2>/dev/null || echo new)" ]; then return; fi
  fetch tool -DincludeScope=runtime
  fetch run -DincludeScope=runtime
  fetch reference -DexcludeTransitive=true
  rm -rf "$WORK/classes" "$WORK/shim-classes"
  mkdir -p "$WORK/classes" "$WORK/shim-classes"
  "${JAVA}c" -nowarn --release 17 -d "$WORK/classes" -cp "$WORK/lib/tool/*:$WORK/lib/run/*" "$HOME_DIR"/src/conformance/*.java
  tool relocate-reference "$WORK/reference-relocated.jar"
  "${JAVA}c" -nowarn --release 17 -d "$WORK/shim-classes" -cp "$WORK/reference-relocated.jar:$WORK/lib/run/*" "$HOME_DIR"/shim/conformance/shim/*.java
  tool analyse
  touch "$WORK/ready"
}

main() {
  local command=run tests=unit
  case "${1:-}" in list | api | help) command=$1; shift ;; esac
  case "${1:-}" in unit | integration) tests=$1; shift ;; esac
  if [ "$command" = help ]; then usage; return; fi
  setup
  if [ "$command" = list ]; then tool run "$tests" --list "$@"; return; fi
  mvn -B -q compile -f "$ROOT/pom.xml" -pl streams-test -am
  local millrace="$ROOT/streams-core/target/classes:$ROOT/streams-test/target/classes"
  if [ "$command" = api ]; then tool api-diff --impl="$millrace" "$@"; else tool run "$tests" --impl="$millrace" "$@"; fi
}

main "$@"
