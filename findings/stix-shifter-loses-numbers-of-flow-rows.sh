#!/bin/sh
# stix-shifter's connector aws_athena asks VPC flow logs in Athena and hands the rows on as JSON, to be made STIX. In 8.1.3
# two clean-ups compare values where they mean places. What is empty is dropped by `value in [.., True, False, ..]`, and
# in Python 1 equals True and 0 False: a flow of one packet, as a scan's refused SYN is, comes out without `packets`,
# and ping, protocol 1, without a protocol (IPv6's, 58, has one). And a column that no STIX property is for is kept
# only if no other column holds the same value: of 22 packets to port 22 nothing is said. An account keeps its id as a
# text if that begins with a zero, and else is a number. No error, no log line. The connector is asked with a client that
# answers as Athena does. Needs Python 3 and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check stix-shifter==8.1.3 stix-shifter-utils==8.1.3 \
  stix-shifter-modules-aws-athena==8.1.3
environment/bin/pip list --disable-pip-version-check 2>/dev/null | grep -E '^stix_shifter'
environment/bin/python - <<'PYTHON'
import asyncio
from stix_shifter_modules.aws_athena.stix_transmission.results_connector import ResultsConnector

COLUMNS = ("account_id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol", "packets", "bytes", "action")
FLOWS = {
    "twelve packets of SSH": "123456789012 198.51.100.7 10.0.0.5 40000 22 6 12 3000 ACCEPT",
    "one refused SYN": "123456789012 198.51.100.7 10.0.0.5 40001 22 6 1 40 REJECT",
    "22 packets to port 22": "012345678901 198.51.100.7 10.0.0.5 40002 22 6 22 3000 ACCEPT",
    "ping": "123456789012 198.51.100.7 10.0.0.5 0 0 1 3 252 ACCEPT",
    "ping over IPv6": "123456789012 2001:db8::7 2001:db8::5 0 0 58 3 252 ACCEPT",
}
RECORDED = {
    "twelve packets of SSH": (123456789012, "tcp", 12),
    "one refused SYN": (123456789012, "tcp", None),
    "22 packets to port 22": ("012345678901", "tcp", None),
    "ping": (123456789012, None, 3),
    "ping over IPv6": (123456789012, "ipv6-icmp", 3),
}


class Client:
    async def makeRequest(self, service, call, **parameters):
        if call == "get_query_results":
            rows = [COLUMNS, *[flow.split() for flow in FLOWS.values()]]
            return {"ResultSet": {"Rows": [{"Data": [{"VarCharValue": cell} for cell in row]} for row in rows]}}
        if call == "get_query_execution":
            return {"QueryExecution": {"ResultConfiguration": {"OutputLocation": "s3://results/one.csv"}}}
        return {}


answer = asyncio.run(ResultsConnector(Client()).create_results_connection("one:vpcflow", 0, 100))
assert answer["success"], answer
told = {name: (row["account_id"], row.get("protocol"), row.get("packets")) for name, row in zip(FLOWS, answer["data"], strict=True)}
for name, flow in FLOWS.items():
    print(f"{name}: {flow}\n  account, protocol, packets: {told[name]}")
assert told == RECORDED, "the behaviour has changed"
PYTHON
