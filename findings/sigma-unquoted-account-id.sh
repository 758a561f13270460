#!/bin/sh
# pySigma 2.0.1 (PyYAML 6.0.4): an AWS account id that a Sigma rule gives without quotation marks becomes one of three
# things, by its digits. Without a leading zero it is the number it looks like. With one, and no 8 or 9 in it, YAML 1.1
# reads an octal number: the rule loads, and asks for another account. With an 8 or 9 it stays the text it was. Account
# ids of twelve digits do begin with zeros, so a rule that is right for one account is silently wrong for the next.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pysigma==2.0.1 PyYAML==6.0.4

"$work/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version
from sigma.rule import SigmaRule

RULE = """
title: a call of one account
logsource: {{product: aws, service: cloudtrail}}
detection:
  selection:
    userIdentity.accountId: {account}
  condition: selection
"""
EXPECTED = {
    "111122223333": "SigmaNumber(number=111122223333)",
    "011122223333": "SigmaNumber(number=1229530843)",
    "081122223333": "SigmaString(['081122223333'])",
    "'011122223333'": "SigmaString(['011122223333'])",
}

print("pysigma", version("pysigma"), "PyYAML", version("PyYAML"))
for account, expected in EXPECTED.items():
    rule = SigmaRule.from_yaml(RULE.format(account=account))
    (value,) = rule.detection.detections["selection"].detection_items[0].value
    print(f"accountId: {account:16} -> {value!r}")
    assert repr(value) == expected, f"expected {expected}"
PYTHON
echo 'as recorded: without quotation marks, the account id 011122223333 is asked for as the number 1229530843'
