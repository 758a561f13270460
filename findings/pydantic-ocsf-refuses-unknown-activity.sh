#!/bin/sh
# OCSF gives the activity of every class two values besides its own: 0, unknown, and 99, other. pydantic-ocsf 3.0.0 ships
# the schemas, and its base event takes both. In 1.7.0 a class with activities of its own (API Activity, SSH Activity,
# Detection Finding) takes 99 and refuses 0: a record whose activity its source could not tell, which the schema
# allows, is refused. In OCSF 1.0.0 it is the reverse: Network Activity takes 0 and 99 and refuses Traffic (6), which is
# what a flow log is. Needs Python 3 and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check pydantic-ocsf==3.0.0 pydantic==2.14.4
environment/bin/pip list --disable-pip-version-check 2>/dev/null | grep -E '^(pydantic|pydantic-ocsf) '
environment/bin/python - <<'PYTHON'
import importlib
from pydantic import ValidationError

ACTIVITIES = [0, 1, 2, 3, 6, 99]
# [version of OCSF, class, uid of the class, activities that are taken]
CASES = [
    ("1_7_0", "BaseEvent", 0, [0, 99]),
    ("1_7_0", "ApiActivity", 6003, [1, 2, 3, 99]),
    ("1_7_0", "SshActivity", 4007, [1, 2, 3, 6, 99]),
    ("1_7_0", "DetectionFinding", 2004, [1, 2, 3, 99]),
    ("1_1_0", "NetworkActivity", 4001, [0, 1, 2, 3, 6, 99]),
    ("1_0_0", "NetworkActivity", 4001, [0, 99]),
]

def takes(model, version, uid, activity):
    """Whether the activity is taken; other members that a class may want are none of this question."""
    try:
        model.model_validate({"activity_id": activity, "category_uid": uid // 1000, "class_uid": uid,
                              "type_uid": uid * 100 + activity, "severity_id": 1, "time": 1767225600000,
                              "metadata": {"version": version.replace("_", "."), "product": {"vendor_name": "AWS", "name": "x"}}})
    except ValidationError as error:
        return all(problem["loc"] != ("activity_id",) for problem in error.errors())
    return True

changed = 0
for version, name, uid, recorded in CASES:
    model = getattr(importlib.import_module(f"ocsf.v{version}.events"), name)
    taken = [activity for activity in ACTIVITIES if takes(model, version, uid, activity)]
    print(f"OCSF {version.replace('_', '.')} {name:16} of {ACTIVITIES} takes {taken}")
    changed += taken != recorded
assert changed == 0, "the behaviour has changed"
PYTHON
