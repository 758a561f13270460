#!/bin/sh
# Rules of Panther read members in lists with PantherEvent.deep_walk. Its docstring gives `default` as the value for a key
# that is not present, and "first", "last" and "all" as the choice among those found. In panther_core 0.16.3 each item of
# a list that lacks the key puts the default among the found ones. CloudTrail's `resources` have that every day: the
# object of S3 first, the role with its ARN after it. With default="" the first ARN is an empty text, though there is one,
# and "all" is a list where it was a text before, so that startswith is an error of the rule on some records and not on
# others. Without a default both are right. Values come once each, 0 and false as one, so that a count of them is a count
# of different ones. Needs Python 3 and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check panther_core==0.16.3 python-dateutil==2.9.0.post0
environment/bin/pip list --disable-pip-version-check 2>/dev/null | grep -E '^panther_core '
environment/bin/python - <<'PYTHON'
from panther_core.enriched_event import PantherEvent

ROLE = "arn:aws:iam::123456789012:role/dev"
event = PantherEvent({
    "eventName": "GetObject",
    "resources": [{"type": "AWS::S3::Object", "ARNPrefix": "arn:aws:s3:::logs/"}, {"type": "AWS::IAM::Role", "ARN": ROLE}],
    "requestParameters": {"items": [{"fromPort": 22, "open": False}, {"fromPort": 0, "open": 0}, {"fromPort": 22, "open": True}]},
}, {})
# (path, options, what the docstring makes one expect, what comes)
CASES = [
    (("resources", "ARN"), {}, ROLE, ROLE),
    (("resources", "nothing"), {"default": ""}, "", ""),
    (("resources", "ARN"), {"return_val": "first"}, ROLE, ROLE),
    (("resources", "ARN"), {"return_val": "first", "default": ""}, ROLE, ""),
    (("resources", "ARN"), {"default": ""}, ROLE, ["", ROLE]),
    (("requestParameters", "items", "fromPort"), {}, [22, 0, 22], [22, 0]),
    (("requestParameters", "items", "open"), {}, [False, 0, True], [False, True]),
]
changed = []
for path, options, expected, recorded in CASES:
    value = event.deep_walk(*path, **options)
    print(f"{'.'.join(path):35} {options!s:40} expected {expected!r}, is {value!r}")
    if repr(value) != repr(recorded):
        changed.append(path)
assert not changed, f"the behaviour has changed: {changed}"
PYTHON
