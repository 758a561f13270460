#!/usr/bin/env bash
# Deploys the templates that were checked and shown: runs none of the repository's code. The pipeline itself is left out,
# since what decides on approvals is changed by hand.
#   TEMPLATES    folder of the synthesized templates
#   CDK_VERSION  of the aws-cdk command
#   SHOWN_DIGEST what the review made of them
set -euo pipefail
# An earlier step runs the repository's code, and may write where templates are handed on.
digest=$(cd "$TEMPLATES" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
[ "$digest" = "$SHOWN_DIGEST" ] || { echo "stopped: the templates ($digest) are not those that were shown ($SHOWN_DIGEST); look at who wrote to the bucket since, and run the pipeline again" >&2; exit 1; }
stacks=$(node -e '
  const { artifacts } = JSON.parse(require("node:fs").readFileSync(`${process.argv[1]}/manifest.json`, "utf8"));
  const stacks = Object.entries(artifacts).filter(([id, { type }]) => type === "aws:cloudformation:stack" && id !== "PipelineStack");
  console.log(stacks.map(([id]) => id).join("\n"));' "$TEMPLATES")
[ -n "$stacks" ] || { echo "stopped: no stack in $TEMPLATES; the check step makes them" >&2; exit 1; }
npm install --global --ignore-scripts --no-audit --no-fund "aws-cdk@$CDK_VERSION"
mapfile -t names <<<"$stacks"
# A change set for each stack, kept by name in CloudFormation's history of the stack, then executed.
cdk deploy --app "$TEMPLATES" --require-approval never --progress events \
  --method=change-set --change-set-name "pipeline-${RUN_NUMBER:-by-hand}" "${names[@]}"
