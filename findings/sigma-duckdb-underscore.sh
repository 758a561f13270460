#!/bin/sh
# pySigma's backend for DuckDB writes values with a modifier as ILIKE and does not escape what LIKE itself reads: an
# underscore in a rule, as names of roles and parameters have it, matches any character, a percent sign any text. The
# SQLite backend of the same family escapes both. A rule on `svc_` also finds `svc-`, `svcs` and `svc9`. Needs Python 3 and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check pysigma-backend-duckdb==0.1.4 pysigma==1.5.1 duckdb==1.4.2
environment/bin/python - <<'PYTHON'
import inspect
import duckdb
import sigma_backend_duckdb
from sigma.collection import SigmaCollection

RULE = """
title: Service role
id: 5e3b52a1-53c5-4f0c-9c1a-0f6a3a4f2b33
status: test
logsource: {{product: aws, service: cloudtrail}}
detection:
  selection:
    {selection}
  condition: selection
level: low
"""
[backend] = [kind for name, kind in inspect.getmembers(sigma_backend_duckdb, inspect.isclass) if "Backend" in name]
database = duckdb.connect()
database.execute("CREATE TABLE logs AS SELECT unnest(['svc_api', 'svc-api', 'svc9api', '100%', '1000 %']) AS roleName")
found = {}
for selection in ("roleName|startswith: svc_", "roleName|contains: '100%'"):
    [query] = backend().convert(SigmaCollection.from_yaml(RULE.format(selection=selection)))
    found[selection] = [name for (name,) in database.execute(query).fetchall()]
    print(f"{selection:28} {query:52} {found[selection]}")
print("pysigma-backend-duckdb 0.1.4; Sigma means ['svc_api'] and ['100%']")
assert list(found.values()) == [["svc_api", "svc-api", "svc9api"], ["100%", "1000 %"]], "the behaviour has changed"
PYTHON
