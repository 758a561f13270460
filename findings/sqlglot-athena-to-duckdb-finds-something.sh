#!/bin/sh
# sqlglot 30.30.0 has the dialects athena and duckdb and says when it cannot translate a function. Of Athena's functions
# that take a text or a list apart it says nothing, and on DuckDB 1.5.6 they answer something where Athena's engine, by
# Trino's reference, answers null, or less than was asked for. json_extract_scalar of an object or a list is null in
# Trino, its text in DuckDB; regexp_extract without a match and split_part past the end are null, and here an empty text,
# so that "is null" and coalesce no longer see what is missing; a JSON string cast to varchar keeps its quotation marks and
# is equal to nothing; slice takes start and length, and here start and end; split forgets its limit. What stands right
# beside it, element_at past the end, is translated well. Needs Python 3 and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check sqlglot==30.30.0 duckdb==1.5.6
environment/bin/pip list --disable-pip-version-check 2>/dev/null | grep -E '^(duckdb|sqlglot) '
environment/bin/python - <<'PYTHON'
import duckdb
import sqlglot

# (Athena SQL, what Trino's reference says, what DuckDB answers to the transpiled text)
CASES = [
    ("element_at(split('a/b', '/'), 3)", None, None),
    ("""json_extract_scalar('{"cpu": "256"}', '$.cpu')""", "256", "256"),
    ("""json_extract_scalar('{"overrides": {"cpu": "256"}}', '$.overrides')""", None, '{"cpu":"256"}'),
    ("""coalesce(json_extract_scalar('{"tasks": []}', '$.tasks'), 'none')""", "none", "[]"),
    (r"regexp_extract('assumed-role/dev', 'user/(\w+)', 1)", None, ""),
    ("coalesce(split_part('root', '/', 2), 'no session')", "no session", ""),
    ("""cast(json_extract('{"name": "web"}', '$.name') as varchar) = 'web'""", True, False),
    ("slice(array['a', 'b', 'c'], 2, 2)", ["b", "c"], ["b"]),
    ("split('sg:rule:22', ':', 2)", ["sg", "rule:22"], ["sg", "rule", "22"]),
]
changed = []
for athena, trino, recorded in CASES:
    [sql] = sqlglot.transpile(f"select {athena}", read="athena", write="duckdb", unsupported_level=sqlglot.ErrorLevel.RAISE)
    [answer] = duckdb.sql(sql).fetchone()
    print(f"{athena}\n  becomes {sql}\n  Trino {trino!r}, DuckDB {answer!r}")
    if answer != recorded:
        changed.append(athena)
assert not changed, f"the behaviour has changed: {changed}"
PYTHON
