#!/usr/bin/env bash
# Hostile requests to the sample while it processes records; see README.md. Arguments: see HostileMain.USAGE.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
sample="$here/../../sample-app/target"
if [ -z "${SKIP_BUILD:-}" ]; then
  (cd "$here/../.." && mvn -q ${MAVEN_FLAGS:-} process-test-classes -pl sample-app -am)
fi
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx512m -cp "$sample/test-classes:$sample/classes:$(cat "$sample/test-classpath")" \
  io.millrace.sample.HostileMain "$@"
