"""Validates JSON lines on stdin against the published OCSF schema of Detection Finding, line by line.

Usage: validate.py <schema version> < events.jsonl; ends with 1 when a line is invalid or there is none.
"""

import json
import sys

from jsonschema import Draft202012Validator
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema

CLASS_UID = 2004
MOST_SHOWN = 10


def main(version: str) -> int:
    embedded = OcsfJsonSchemaEmbedded(get_ocsf_schema(version=version))
    class_name = embedded.lookup_class_name_from_uid(CLASS_UID)
    validators: dict[tuple[str, ...], Draft202012Validator] = {}
    lines = invalid = 0
    for number, line in enumerate(sys.stdin, start=1):
        lines += 1
        event = json.loads(line)
        if event["class_uid"] != CLASS_UID or event["metadata"]["version"] != version:
            print(f"line {number}: class {event['class_uid']}, version {event['metadata']['version']}")
            invalid += 1
            continue
        profiles = tuple(event["metadata"].get("profiles", []))
        if profiles not in validators:
            schema = embedded.get_class_schema(class_name, list(profiles))
            validators[profiles] = Draft202012Validator(schema)
        errors = list(validators[profiles].iter_errors(event))
        invalid += bool(errors)
        if invalid <= MOST_SHOWN:
            for error in errors:
                print(f"line {number}: {'/'.join(map(str, error.absolute_path))}: {error.message[:300]}")
    print(f"{lines} events, {invalid} invalid by OCSF {version}")
    return 0 if lines > 0 and invalid == 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
