#!/bin/sh
# Synthesizes every deployment of test/stacks/variants.ts and lints each template once; then one synth by the CLI, which
# reads cdk.json and settings as people give them.
set -eu
cd "$(dirname "$0")/../.."

. test/python-environment.sh
python_environment cfn-lint test/templates/requirements.txt

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# CDK says on standard error what its own rules have against a template, and goes on.
says_nothing() {
  if grep -E 'Synthesis finished with errors|Template validation found|\[(Warning|Error)|WARNING|deprecated' "$1" >&2; then
    echo "the synth of $2 has something to say; see above" >&2
    cat "$1" >&2
    exit 1
  fi
}

node --require tsx/cjs test/templates/write-templates.ts "$work/templates" >"$work/list" 2>"$work/errors" || {
  cat "$work/errors" >&2
  exit 1
}
says_nothing "$work/errors" 'the variants'
cat "$work/list"

node node_modules/aws-cdk/bin/cdk synth --no-notices --quiet --output "$work/cli" -c stage=open -c mode=demo -c notificationEmails=security@example.com \
  >"$work/cli.log" 2>&1 || {
  cat "$work/cli.log" >&2
  exit 1
}
says_nothing "$work/cli.log" 'the command line'

"$environment/bin/cfn-lint" --config-file test/templates/cfnlintrc.yaml --non-zero-exit-code informational \
  -- "$work"/templates/*.json "$work"/cli/*.template.json
echo 'cfn-lint: clean'

# cfn-lint brings AWS's schemas along: what an update replaces is read from them.
schemas=$("$environment/bin/python" -c 'import cfnlint, pathlib; print(pathlib.Path(cfnlint.__file__).parent / "data/schemas")')
node --require tsx/cjs test/templates/create-only.ts "$schemas" "$work/templates" ${1:+--write}
