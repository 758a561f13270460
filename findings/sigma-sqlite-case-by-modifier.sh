#!/bin/sh
# Strings of a Sigma rule match without regard to case, with or without a modifier. pySigma's backend for SQLite writes a
# plain value as `=`, which regards case, and a value with a wildcard or modifier as LIKE, which does not: of one rule
# one half finds `runtask`, the other does not. Whoever replays rules on SQLite has to declare columns COLLATE NOCASE,
# which the backend neither does nor says in the query. Needs Python 3 and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check pysigma-backend-sqlite==2.1.1 pysigma==2.0.1
environment/bin/python - <<'PYTHON'
import sqlite3
from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection

RULE = """
title: Task run
id: 0b6f5f0c-3a86-4c57-8a3f-4b8f0d8d7c22
status: test
logsource: {{product: aws, service: cloudtrail}}
detection:
  selection:
    {selection}
  condition: selection
level: low
"""
database = sqlite3.connect(":memory:")
database.execute("CREATE TABLE logs (eventName TEXT)")
database.executemany("INSERT INTO logs VALUES (?)", [("RunTask",), ("runtask",), ("RUNTASK",)])
found = {}
for selection in ("eventName: RunTask", "eventName|startswith: RunTask", "eventName: 'RunTas?'"):
    [query] = sqliteBackend().convert(SigmaCollection.from_yaml(RULE.format(selection=selection)))
    found[selection] = len(database.execute(query).fetchall())
    print(f"{selection:32} {query:75} {found[selection]} of 3")
print("pysigma-backend-sqlite 2.1.1; Sigma means 3 of 3 each time")
assert list(found.values()) == [1, 3, 3], "the behaviour has changed"
PYTHON
