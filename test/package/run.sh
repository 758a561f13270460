#!/bin/sh
# Installs the packed file into an empty folder, without the repository, and works with it: on the Node that is there,
# or on each of the major versions that are named (`run.sh 20 22 24`), which the registry's `node` package brings.
set -eu
cd "$(dirname "$0")/../.."

# `du` counts 100 MB and npm 6 packages in November 2026: DuckDB and the SQL translator are 94 MB of it.
most_megabytes=130
most_packages=60

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
checks=0

fail() {
  echo "test:package: $*" >&2
  exit 1
}
check() {
  checks=$((checks + 1))
  echo "ok $checks - $*"
}

npm pack --silent --pack-destination "$work" >"$work/packed"
packed=$work/$(tail -n 1 "$work/packed")

node_of_major() {
  tools=node_modules/.cache/node-$1
  if [ ! -x "$tools/node_modules/node/bin/node" ]; then
    mkdir -p "$tools"
    # The version is `node_modules/node`'s own; its install script links the binary of this platform.
    npm install --silent --no-audit --no-fund --no-save --prefix "$tools" "node@$1"
  fi
  (cd "$tools/node_modules/node/bin" && pwd)
}

try_it() {
  version=$(node --version)
  folder=$work/empty-$version
  mkdir "$folder"
  cd "$folder"
  npm init --yes >/dev/null 2>&1
  npm install --no-audit --no-fund "$packed" >"$work/install" 2>&1 || fail "npm install on $version: $(cat "$work/install")"
  # The SQL translator asks for Node 22, and works on 20; the README says so.
  case $version in
    v20.*) ;;
    *) ! grep -i warn "$work/install" || fail "npm warns on $version" ;;
  esac
  packages=$(node -p 'Object.keys(require("./node_modules/.package-lock.json").packages).length')
  [ "$packages" -le $most_packages ] || fail "$packages packages are more than $most_packages"
  megabytes=$(du -sm node_modules | cut -f 1)
  [ "$megabytes" -le $most_megabytes ] || fail "$megabytes MB are more than $most_megabytes"
  for absent in typescript tsx aws-cdk-lib esbuild; do
    [ ! -e "node_modules/$absent" ] || fail "$absent was installed"
  done
  for file in THIRD-PARTY-NOTICES.txt bom.cdx.json; do
    [ -s "node_modules/harborwatch/dist/$file" ] || fail "the package lacks $file"
  done
  node -e '
    const { readFileSync } = require("node:fs");
    const [bill, notices] = process.argv.slice(1).map((file) => readFileSync(file, "utf8"));
    const missing = JSON.parse(bill).components
      .filter(({ properties = [] }) => properties.some(({ name }) => name === "harborwatch:bundled"))
      .map(({ name, version }) => `${name} ${version} (`)
      .filter((name) => !notices.includes(name));
    if (missing.length > 0) throw new Error(`no notice of ${missing}`);
  ' node_modules/harborwatch/dist/bom.cdx.json node_modules/harborwatch/dist/THIRD-PARTY-NOTICES.txt ||
    fail 'the notices lack a package that is in the bundle'
  check "$version: $packages packages, $megabytes MB, each with its notice"

  export XDG_CACHE_HOME="$folder/cache"
  commands=$(npx harborwatch --help | sed -n '/^Commands:/,$s/^  \([a-z]*\) .*/\1/p' | grep -v '^help$')
  [ -n "$commands" ] || fail 'no commands in --help'
  for command in $commands; do
    npx harborwatch "$command" --help >"$work/help" 2>"$work/errors" || fail "$command --help"
    grep -q "^Usage: harborwatch $command" "$work/help" || fail "$command --help says something else"
    [ ! -s "$work/errors" ] || fail "$command --help warns: $(cat "$work/errors")"
  done
  check "$version: --help of" $commands

  npx harborwatch simulate exec-abuse --out logs >/dev/null
  status=0
  npx harborwatch replay logs >"$work/replay" 2>"$work/errors" || status=$?
  [ $status -eq 10 ] || fail "replay ends with $status: $(cat "$work/errors")"
  grep -q ecs-task-ssm-session-opened "$work/replay" || fail 'replay does not tell of the shell'
  # Once more, with the compiled code that the first run has kept.
  npx harborwatch replay logs >"$work/again" 2>"$work/errors" || true
  cmp "$work/replay" "$work/again" || fail 'the second replay differs'
  check "$version: simulate and replay"

  npx harborwatch query ecs-exec-sessions --on local logs --format json >"$work/answer" 2>"$work/errors" ||
    fail "query: $(cat "$work/errors")"
  node -e 'process.exit(JSON.parse(require("fs").readFileSync(process.argv[1])).length > 0 ? 0 : 1)' "$work/answer" ||
    fail 'the question has no answer'
  npx harborwatch detections trail-stopped >/dev/null
  npx harborwatch export --as cloudformation >/dev/null
  check "$version: query, detections, export"
  cd "$OLDPWD"
}

repository=$(pwd)
if [ $# -eq 0 ]; then
  (try_it)
else
  for major in "$@"; do
    (PATH=$(node_of_major "$major"):$PATH && export PATH && cd "$repository" && try_it) || exit 1
  done
fi
