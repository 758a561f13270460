#!/bin/sh
# Fills a real OpenSearch with simulated records, by the deployed templates and the code of the function, and asks it
# what the dashboard asks. Needs Maven and a JDK of 17 or newer; the first run needs the network.
set -eu
cd "$(dirname "$0")/../.."

libraries=node_modules/.cache/search
[ -d "$libraries" ] || mvn --quiet --batch-mode --file test/search/pom.xml \
  dependency:copy-dependencies -DoutputDirectory="$PWD/$libraries"
SEARCH_LIBRARIES="$PWD/$libraries" exec node_modules/.bin/jest --testMatch '**/test/search/*.suite.ts' "$@"
