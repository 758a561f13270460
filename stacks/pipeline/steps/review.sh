#!/usr/bin/env bash
# Shows what the deployment would change, for whoever approves it. The role may read, and change nothing: the comparison is
# one of templates, since making a change set takes the right to deploy.
#   TEMPLATES    folder of the synthesized templates
#   CDK_VERSION  of the aws-cdk command
# Leaves changes.txt, and templates-digest.txt: what is deployed later has to be what was shown.
set -euo pipefail
(cd "$TEMPLATES" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1) >/tmp/templates-digest.txt
mv /tmp/templates-digest.txt templates-digest.txt
npm install --global --ignore-scripts --no-audit --no-fund "aws-cdk@$CDK_VERSION"
cdk diff --app "$TEMPLATES" --method=template --no-color 2>&1 | tee changes.txt
