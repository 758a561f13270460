#!/bin/sh
# Fills a real OpenSearch with simulated records, by the deployed templates and the code of the function, and asks it
# what the dashboard asks. Needs Maven and a JDK of 17 or newer; the first run needs the network.
set -eu
cd "$(dirname "$0")/../.."

for program in java mvn; do
  command -v "$program" >/dev/null || {
    echo "search engine: NOT PROVEN. There is no $program here; install Maven and a JDK of 17 or newer" >&2
    exit 1
  }
done

# By what is asked for: a change of the versions fetches anew, and a fetch that broke off leaves nothing that looks whole.
libraries=node_modules/.cache/search/$(cksum <test/search/pom.xml | tr ' ' '-')
if [ ! -d "$libraries" ]; then
  rm -rf node_modules/.cache/search
  mvn --quiet --batch-mode --file test/search/pom.xml \
    dependency:copy-dependencies -DoutputDirectory="$PWD/$libraries.part"
  mv "$libraries.part" "$libraries"
fi
SEARCH_LIBRARIES="$PWD/$libraries" exec node_modules/.bin/jest --testMatch '**/test/search/*.suite.ts' "$@"
