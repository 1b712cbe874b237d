#!/usr/bin/env bash
# How long docs/tutorial.md takes a computer: installs Millrace into a repository of its own, makes the project of the page in
# an empty directory, tests it with Maven, starts it, and types the page's commands until they print what the page shows.
# Needs a JDK, Maven and curl; the application gets any free port, and the commands are typed with that one. Prints the seconds of
# each step; ends with 1 if an answer is not as shown, and with 124 if it takes longer than DEADLINE.
#   MAVEN_FLAGS  further arguments for each Maven, such as -o
#   REPOSITORY   a local Maven repository to install into; by default a copy of ~/.m2/repository
#   SKIP_BUILD   if it is set, REPOSITORY has this Millrace already
#   DEADLINE     the seconds that all of it may take, 1800 by default; then whatever it has started is ended
set -euo pipefail
if [ -z "${STOPWATCH_RUNS:-}" ]; then
  # Ends the whole group of processes: Maven, and the application that Maven started.
  STOPWATCH_RUNS=1 exec timeout --kill-after=30 "${DEADLINE:-1800}" "${BASH_SOURCE[0]}"
fi
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$here/target/stopwatch
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
rm -rf "$work"
mkdir -p "$work"

if [ -z "${REPOSITORY:-}" ]; then
  REPOSITORY=$work/repository
  mkdir -p ~/.m2/repository
  # No links: Maven writes to some of its files in place.
  cp -a ~/.m2/repository "$REPOSITORY"
  rm -rf "$REPOSITORY/io/millrace"
fi
maven() { mvn -B -ntp -q ${MAVEN_FLAGS:-} "-Dmaven.repo.local=$REPOSITORY" "$@"; }
now() { date +%s%N; }
step() { # WHAT SINCE
  printf '%6.1f s  %s\n' "$(awk "BEGIN { print ($(now) - $2) / 1e9 }")" "$1"
}
masked() { sed -E 's/"timestamp":"[^"]*"/"timestamp":"today"/g; s/"host":"[^"]*"/"host":"here"/g'; }

if [ -z "${SKIP_BUILD:-}" ]; then
  began=$(now)
  (cd "$root" && maven install -Dmaven.test.skip -Dspotless.check.skip -Dcheckstyle.skip -pl streams-spring-boot-starter,streams-spring-boot-test -am)
  step "install Millrace" "$began"
fi

first=$(now)
lines=$("$java" "$here/src/test/java/io/millrace/verification/tutorial/Tutorial.java" "$root/docs/tutorial.md" "$work")
step "write the files of the tutorial: $lines lines of Java and YAML" "$first"

cd "$work/demo"
began=$(now)
maven test > "$work/test.log" 2>&1 || { cat "$work/test.log"; exit 1; }
step "compile and test: mvn test" "$began"

began=$(now)
# Not by the function: what is to be ended is Maven itself, which ends the application.
SERVER_PORT=0 mvn -B -ntp -q ${MAVEN_FLAGS:-} "-Dmaven.repo.local=$REPOSITORY" spring-boot:test-run > "$work/run.log" 2>&1 &
run=$!
trap 'kill "$run" 2>/dev/null; wait "$run" 2>/dev/null || true' EXIT
until grep -q "goes from REBALANCING to RUNNING" "$work/run.log"; do
  kill -0 "$run" 2>/dev/null || { cat "$work/run.log"; exit 1; }
  sleep 0.1
done
step "start it: mvn spring-boot:test-run" "$began"
port=$(sed -nE 's/.*Tomcat started on port ([0-9]+).*/\1/p' "$work/run.log")
[ -n "$port" ] || { echo "The application has told no port: $work/run.log"; exit 1; }

began=$(now)
number=1
while [ -f "$work/command-$number" ]; do
  command=$(sed "s/localhost:8080/localhost:$port/" "$work/command-$number")
  shown=$(masked < "$work/shown-$number")
  attempts=0
  until answer=$(eval "$command" | masked) && [ "$answer" = "$shown" ]; do
    attempts=$((attempts + 1))
    # What writes is not repeated.
    if [ "$attempts" = 100 ] || [[ $command == *" -d "* ]]; then
      printf '%s\nshown:  %s\nanswer: %s\n' "$command" "$shown" "$answer"
      exit 1
    fi
    sleep 0.1
  done
  number=$((number + 1))
done
step "write a line and ask for its counts: $((number - 1)) commands answered as shown" "$began"
step "in all, without the installation" "$first"
