#!/usr/bin/env bash
# Memory of an application with much state, with few tasks and with many; see README.md. Arguments: see Settings.USAGE.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if [ -z "${SKIP_BUILD:-}" ]; then
  (cd "$here/../.." && mvn -q ${MAVEN_FLAGS:-} process-classes -pl verification/chaos -am)
fi
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx256m -cp "$(cat "$here/target/classpath"):$here/target/classes" \
  io.millrace.verification.chaos.memory.MemoryMain "$@"
