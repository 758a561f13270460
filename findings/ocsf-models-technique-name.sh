#!/bin/sh
# py-ocsf-models 0.10.0 (the models that Prowler writes and reads OCSF with): OCSF's schema asks of an ATT&CK technique
# that at least one of `name` and `uid` is there, and the package's own text calls both "Recommended". Its model wants
# both: a Detection Finding that names techniques by id only, which the published schema takes, is refused whole.
# A tactic and a sub-technique, written beside it in the same words, may lack either.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check py-ocsf-models==0.10.0 pydantic==2.14.4

"$work/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version
from pydantic import ValidationError
from py_ocsf_models.objects.mitre_attack import MITREAttack, Technique

print("py-ocsf-models", version("py-ocsf-models"))
assert "Name (name) [Recommended]" in Technique.__doc__
MITREAttack.model_validate({"technique": {"uid": "T1609", "name": "Container Administration Command"}})
MITREAttack.model_validate({"sub_technique": {"uid": "T1685.002"}, "tactic": {"uid": "TA0002"}})
try:
    MITREAttack.model_validate({"technique": {"uid": "T1609"}})
except ValidationError as error:
    for problem in error.errors():
        print("technique with a uid only:", ".".join(problem["loc"]), "-", problem["msg"])
        assert (problem["loc"], problem["type"]) == (("technique", "name"), "missing")
else:
    raise SystemExit("changed: a technique with a uid only is taken")
PYTHON
echo 'as recorded: a technique without its name is refused, a sub-technique or tactic is not'
