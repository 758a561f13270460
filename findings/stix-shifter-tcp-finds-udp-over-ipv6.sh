#!/bin/sh
# stix-shifter translates a STIX pattern into SQL for Amazon Security Lake's tables (module aws_athena, dialect ocsf). A
# pattern on `network-traffic:protocols` names protocols, and 8.1.3 looks their number up and compares it with two
# columns: connection_info.protocol_num, which is one, and protocol_ver_id, OCSF's version of IP: 4, 6, 0 or 99. TCP is
# protocol 6. So "TCP to port 53" lists each DNS query that went over IPv6 by UDP, "ip-in-ip" (4) all traffic of IPv4,
# and what is not TCP cannot be asked for: `!=` is true when either column differs, as it does for TCP over IPv4. The
# translation says nothing. The condition is asked of four rows in DuckDB 1.5.6. Needs Python 3 and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check stix-shifter==8.1.3 stix-shifter-utils==8.1.3 \
  stix-shifter-modules-aws-athena==8.1.3 duckdb==1.5.6
environment/bin/pip list --disable-pip-version-check 2>/dev/null | grep -E '^(stix_shifter|duckdb) '
environment/bin/python - <<'PYTHON'
import json
import logging
import duckdb
from stix_shifter.stix_translation import stix_translation

logging.disable(logging.CRITICAL)
duckdb.sql("""create table flows as select name, time, {'protocol_num': number, 'protocol_ver_id': version} as connection_info
  from (values ('TCP over IPv4', 1798761660000, 6, 4), ('UDP over IPv4', 1798761660000, 17, 4),
               ('TCP over IPv6', 1798761660000, 6, 6), ('UDP over IPv6', 1798761660000, 17, 6)) as rows (name, time, number, version)""")
DURING = " START t'2027-01-01T00:00:00.000Z' STOP t'2027-01-01T01:00:00.000Z'"
RECORDED = {
    "[network-traffic:protocols[*] = 'tcp']": ["TCP over IPv4", "TCP over IPv6", "UDP over IPv6"],
    "[network-traffic:protocols[*] = 'udp']": ["UDP over IPv4", "UDP over IPv6"],
    "[network-traffic:protocols[*] = 'ip-in-ip']": ["TCP over IPv4", "UDP over IPv4"],
    "[network-traffic:protocols[*] != 'tcp']": ["TCP over IPv4", "UDP over IPv4", "UDP over IPv6"],
}
found = {}
for pattern in RECORDED:
    answer = stix_translation.StixTranslation().translate("aws_athena", "query", "{}", pattern + DURING, {})
    [condition] = [query["ocsf"] for query in answer["queries"] if "ocsf" in query]
    found[pattern] = [name for (name,) in duckdb.sql(f"select name from flows where {condition} order by name").fetchall()]
    print(f"{pattern}\n  becomes {condition}\n  finds {found[pattern]}")
assert found == RECORDED, f"the behaviour has changed: {json.dumps(found, indent=1)}"
PYTHON
