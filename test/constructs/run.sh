#!/bin/sh
# Installs the packed file into an empty folder beside the CDK and nothing else, compiles the examples of
# docs/constructs.md there, synthesizes them, and holds them against cdk-nag and cfn-lint.
set -eu
cd "$(dirname "$0")/../.."
repository=$(pwd)

. test/python-environment.sh
python_environment cfn-lint test/templates/requirements.txt

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
checks=0

fail() {
  echo "test:constructs: $*" >&2
  exit 1
}
check() {
  checks=$((checks + 1))
  echo "ok $checks - $*"
}

npm pack --silent --pack-destination "$work" >"$work/packed"
packed=$work/$(tail -n 1 "$work/packed")

mkdir "$work/app"
cd "$work/app"
printf '{ "name": "shop", "private": true }\n' >package.json
npm install --silent --no-audit --no-fund --omit=peer "$packed" >"$work/install" 2>&1 || fail "npm install: $(cat "$work/install")"
! node -e 'require("harborwatch/constructs")' 2>"$work/errors" || fail 'the constructs work without the CDK'
grep -q 'harborwatch/constructs needs aws-cdk-lib, which is not installed' "$work/errors" ||
  fail "without the CDK the import says: $(cat "$work/errors")"
check 'without the CDK the import says what is missing'

versions=$(node -p '
  const { devDependencies: of } = require(process.argv[1]);
  ["aws-cdk-lib", "constructs", "cdk-nag", "typescript", "@types/node"].map((name) => `${name}@${of[name]}`).join(" ")
' "$repository/package.json")
# shellcheck disable=SC2086
npm install --silent --no-audit --no-fund $versions >"$work/install" 2>&1 || fail "npm install: $(cat "$work/install")"
[ ! -e node_modules/esbuild ] || fail 'esbuild was installed'

node -e '
  const { readFileSync, writeFileSync } = require("node:fs");
  const page = readFileSync(process.argv[1], "utf8");
  const examples = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text]) => text);
  if (examples.length === 0) throw new Error("no examples in docs/constructs.md");
  for (const [index, text] of examples.entries()) writeFileSync(`example-${index + 1}.ts`, text);
' "$repository/docs/constructs.md"
cat >tsconfig.json <<'END'
{
  "compilerOptions": {
    "target": "ES2022",
    "module": "nodenext",
    "strict": true,
    "types": ["node"],
    "skipLibCheck": false
  },
  "include": ["example-*.ts"]
}
END
node node_modules/typescript/bin/tsc -p . >"$work/types" || fail "the examples do not compile: $(cat "$work/types")"
check 'the examples compile, and so do the types of the package'

# Copied, since CommonJS looks for packages from where a file lies.
cp "$repository/test/constructs/synthesize.cjs" .
node synthesize.cjs >"$work/synth" 2>"$work/errors" ||
  fail "synth: $(cat "$work/errors")"
cat "$work/synth"
check 'cdk-nag (AwsSolutions) has nothing to say'

"$repository/$environment/bin/cfn-lint" --config-file "$repository/test/templates/cfnlintrc.yaml" \
  --non-zero-exit-code informational -- cdk.out/*.template.json
check 'cfn-lint has nothing to say'

node --input-type=module -e '
  import { AuditTables, DetectionAlarms, FlowLogAnalyzer, HarborwatchPipeline, TrailAnalyzer } from "harborwatch/constructs";
  if ([AuditTables, DetectionAlarms, FlowLogAnalyzer, HarborwatchPipeline, TrailAnalyzer].includes(undefined)) process.exit(1);
' || fail 'an ES module cannot import the constructs by name'
check 'ES modules import them by name'
