#!/bin/sh
# In a log of Zeek `-` is a field that is not set, and Zeek's reference says what that means for SSH: auth_success is T
# for success, F for failure and unset for unknown, which encryption makes an everyday case. zat 0.4.9 (Zeek Analysis
# Tools) reads the same file in two ways. ZeekLogReader gives False for the unknown login, so that it counts among the
# refused ones, 0 for a number of attempts that nobody knows, and the second of January 1970 for a time. LogToDataFrame
# keeps each of them apart as missing. No word is said of either. Needs Python 3 and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check zat==0.4.9 pandas==3.1.1
environment/bin/pip list --disable-pip-version-check 2>/dev/null | grep -E '^(pandas|zat) '
TZ=UTC environment/bin/python - <<'PYTHON'
import datetime, pathlib
from zat.log_to_dataframe import LogToDataFrame
from zat.zeek_log_reader import ZeekLogReader

FIELDS = {"ts": "time", "uid": "string", "id.orig_h": "addr", "id.orig_p": "port", "id.resp_h": "addr",
          "id.resp_p": "port", "auth_success": "bool", "auth_attempts": "count", "last_seen": "time"}
ROWS = [["1767225600.5", f"C{number}", "192.0.2.10", f"4000{number}", "10.0.0.5", "22", success, attempts, seen]
        for number, (success, attempts, seen) in enumerate(
            [("T", "1", "1767225660.0"), ("F", "3", "1767225660.0"), ("-", "-", "-")])]
lines = ["#separator \\x09", "#set_separator\t,", "#empty_field\t(empty)", "#unset_field\t-", "#path\tssh",
         "#open\t2026-01-01-00-00-00", "\t".join(["#fields", *FIELDS]), "\t".join(["#types", *FIELDS.values()]),
         *["\t".join(row) for row in ROWS], "#close\t2026-01-01-00-05-00", ""]
pathlib.Path("ssh.log").write_text("\n".join(lines))

rows = list(ZeekLogReader("ssh.log").readrows())
frame = LogToDataFrame().create_dataframe("ssh.log")
for row, written in zip(rows, ROWS):
    print("written", written[-3:], "read", row["auth_success"], row["auth_attempts"], row["last_seen"])
refused = [row["uid"] for row in rows if row["auth_success"] is False]
print("refused by ZeekLogReader:", refused, " by LogToDataFrame:", list(frame[frame["auth_success"] == "F"]["uid"]))
assert rows[0]["auth_success"] is True and rows[0]["auth_attempts"] == 1
assert list(frame[frame["auth_success"] == "F"]["uid"]) == ["C1"] and frame["auth_attempts"].isna().sum() == 1
unknown = rows[2]["auth_success"], rows[2]["auth_attempts"], rows[2]["last_seen"]
assert refused == ["C1", "C2"] and unknown == (False, 0, datetime.datetime(1970, 1, 2)), "the behaviour has changed"
PYTHON
