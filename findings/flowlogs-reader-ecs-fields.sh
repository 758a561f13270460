#!/bin/sh
# flowlogs-reader 5.0.1: it names flow-log fields up to Transit Gateway's and takes what a header line names by that
# list. The ECS fields of version 7 (cluster, service, task) are neither kept nor refused: the record has no such
# attribute, its dictionary no such key, and nothing is said, so that a search for one task finds no traffic.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check flowlogs-reader==5.0.1

"$work/venv/bin/python" -W error::UserWarning - <<'PYTHON'
from importlib.metadata import version
from flowlogs_reader import FlowRecord

HEADER = "version srcaddr dstaddr srcport dstport protocol packets bytes start end action flow_direction ecs_cluster_name ecs_task_id"
LINE = "7 192.0.2.10 10.0.0.5 40000 22 6 12 2048 1767225600 1767225660 ACCEPT ingress shop 0123456789abcdef0123456789abcdef"
record = FlowRecord(dict(zip(HEADER.split(), LINE.split())))
kept = record.to_dict()
print("flowlogs-reader", version("flowlogs-reader"))
print("given:", HEADER)
print("kept: ", " ".join(kept))
assert kept["flow_direction"] == "ingress"
lost = [name for name in HEADER.split() if name not in kept]
assert lost == ["ecs_cluster_name", "ecs_task_id"], lost
assert not hasattr(record, "ecs_task_id")
PYTHON
echo 'as recorded: the ECS fields are gone without a word'
