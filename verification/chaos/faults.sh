#!/usr/bin/env bash
# Faults in an application under load; see README.md. Arguments: see FaultSettings.USAGE.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if [ -z "${SKIP_BUILD:-}" ]; then
  (cd "$here/../.." && mvn -q ${MAVEN_FLAGS:-} process-classes -pl verification/chaos -am)
fi
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx1g -Dkafka.log.level=ERROR -cp "$(cat "$here/target/classpath"):$here/target/classes" \
  io.millrace.verification.chaos.faults.FaultMain "$@"
