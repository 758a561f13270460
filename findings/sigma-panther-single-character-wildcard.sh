#!/bin/sh
# In Sigma `?` stands for exactly one character. pySigma's backend for Panther turns `app-*-ec?-role` into a regular
# expression with `ec?-role`, where the question mark makes the letter before it optional: the rule finds `e-role`
# and no longer `ecs-role`, which it names. `ec?-*` becomes startswith("ec?-"), which looks for a question mark. No error is raised.
# Needs Python 3 and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check pysigma-backend-panther==0.3.1 pysigma==1.5.1
environment/bin/python - <<'PYTHON'
from sigma.backends.panther import PantherBackend
from sigma.collection import SigmaCollection

RULE = """
title: Role of the container service
id: 6d0a5a0e-5c1d-4a55-9f0e-0c7f3f0c1a11
status: test
logsource: {{product: aws, service: cloudtrail}}
detection:
  selection:
    roleName: '{pattern}'
  condition: selection
level: high
"""

class Event(dict):
    def deep_get(self, name, default=None):
        return self.get(name, default)

def found(pattern, names):
    code = PantherBackend().convert(SigmaCollection.from_yaml(RULE.format(pattern=pattern)))
    scope = {}
    exec(code if isinstance(code, str) else "\n".join(code), scope)
    return [name for name in names if scope["rule"](Event(roleName=name))]

inside = found("app-*-ec?-role", ["app-web-ecs-role", "app-web-ec2-role", "app-web-ec-role", "app-web-e-role"])
end = found("ec?-*", ["ecs-role", "ec2-role", "ec?-role"])
print("pysigma-backend-panther 0.3.1")
print("app-*-ec?-role: Sigma means the ecs and the ec2 role; found:", inside)
print("ec?-*: Sigma means all three; found:", end)
assert inside == ["app-web-ec-role", "app-web-e-role"] and end == ["ec?-role"], "the behaviour has changed"
PYTHON
