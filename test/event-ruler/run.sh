#!/bin/sh
# Holds our own reading of EventBridge's patterns to AWS's engine, event-ruler, on the deployed rules and the catalogue's
# examples. Needs Maven and a JDK of 11 or newer; the first run needs the network.
set -eu
cd "$(dirname "$0")/../.."

libraries=node_modules/.cache/event-ruler
[ -d "$libraries" ] || mvn --quiet --batch-mode --file test/event-ruler/pom.xml \
  dependency:copy-dependencies -DoutputDirectory="$PWD/$libraries"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node --require tsx/cjs test/event-ruler/write-cases.ts "$work"
java -cp "$libraries/*" test/event-ruler/Judge.java "$work/patterns" "$work/events" >"$work/said"
node --require tsx/cjs test/event-ruler/compare.ts "$work/said"
