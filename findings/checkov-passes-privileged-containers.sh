#!/bin/sh
# checkov has checks that an ECS container is not privileged (CKV_AWS_334) and does not share the host's processes
# (CKV_AWS_335). On a Terraform task definition that does both, in the form that the provider documents, both pass:
# the first looks for a field `privilege`, the second for `pidMode` inside of the container instead of `pid_mode` of
# the task. Needs Python 3 and PyPI.
set -eu
version=3.3.30
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check "checkov==$version"
mkdir input
cat >input/main.tf <<'TERRAFORM'
resource "aws_ecs_task_definition" "task" {
  family   = "web"
  pid_mode = "host"
  container_definitions = jsonencode([{
    name       = "web"
    image      = "nginx:1.29"
    memory     = 256
    privileged = true
  }])
}
TERRAFORM
echo "checkov $(environment/bin/checkov --version)"
environment/bin/checkov --directory input --framework terraform --check CKV_AWS_334,CKV_AWS_335,CKV_AWS_336 \
  --output json --compact --skip-download >answer.json 2>errors.txt || [ -s answer.json ]
environment/bin/python - <<'PYTHON'
import json
results = json.load(open("answer.json"))["results"]
passed = sorted(check["check_id"] for check in results.get("passed_checks", []))
failed = sorted(check["check_id"] for check in results.get("failed_checks", []))
print("passed:", passed, "failed:", failed)
# CKV_AWS_336, on the root file system, shows that the containers are read at all.
assert failed == ["CKV_AWS_336"], "the behaviour has changed: the checks on privileged or host processes may work now"
PYTHON
