"""What the replay is compared with: the least that each peer needs to answer a question about the same folder."""
import glob, gzip, json, os, sys

INT = {"version", "srcport", "dstport", "protocol", "tcp-flags"}
BIGINT = {"packets", "bytes", "start", "end"}


def files(folder, ending):
    return sorted(glob.glob(f"{folder}/**/*.{ending}", recursive=True))


def duckdb_count(folder, read):
    import duckdb

    connection = duckdb.connect()
    sql = f"select srcaddr, count(*) from {read} where dstport = 22 group by srcaddr order by 2 desc limit 20"
    assert len(connection.execute(sql).fetchall()) > 0


def duckdb_columns(folder):
    """The floor of Parquet: all columns that the analysis looks at, each value hashed."""
    import duckdb

    connection = duckdb.connect()
    read = f"read_parquet('{folder}/**/*.parquet')"
    names = [row[0] for row in connection.execute(f"describe select * from {read}").fetchall()]
    columns = ", ".join(f'"{name}"' for name in names if name != "type")
    assert connection.execute(f"select max(hash({columns})) from {read}").fetchone()[0] > 0


def duckdb_text(folder):
    """With the columns given: finding them out for each file anew takes most of the time, and we know them, too."""
    with gzip.open(files(folder, "log.gz")[0], "rt") as lines:
        names = lines.readline().split()
    kind = lambda name: "integer" if name in INT else "bigint" if name in BIGINT else "varchar"
    columns = ", ".join(f"'{name}': '{kind(name)}'" for name in names)
    options = f"delim = ' ', header = true, nullstr = '-', auto_detect = false, columns = {{{columns}}}"
    duckdb_count(folder, f"read_csv('{folder}/**/*.log.gz', {options})")


def to_parquet(folder, out):
    """The same records as AWS writes them to Parquet: gzip pages, numbers as numbers."""
    import duckdb

    connection = duckdb.connect()
    connection.execute("set threads = 1")
    for file in files(folder, "log.gz"):
        with gzip.open(file, "rt") as lines:
            names = lines.readline().split()
        def column(name):
            to = name.replace("-", "_")
            if name not in INT | BIGINT:
                return f'"{name}" as "{to}"'
            kind = "integer" if name in INT else "bigint"
            return f"""cast(nullif("{name}", '-') as {kind}) as "{to}\""""
        target = os.path.join(out, os.path.relpath(file, folder)).replace(".log.gz", ".log.parquet")
        os.makedirs(os.path.dirname(target), exist_ok=True)
        rows = f"select {', '.join(map(column, names))} from read_csv('{file}', delim = ' ', header = true, all_varchar = true)"
        connection.execute(f"copy ({rows}) to '{target}' (format parquet, compression gzip)")


def flowlogs_reader(folder):
    from flowlogs_reader import FlowRecord

    count = 0
    for file in files(folder, "log.gz"):
        with gzip.open(file, "rt") as lines:
            names = [name.replace("-", "_") for name in next(lines).split()]
            for line in lines:
                record = FlowRecord(dict(zip(names, line.split())))
                count += record.dstport == 22
    assert count > 0


def vrl(folder):
    import pyvrl

    parse = pyvrl.Transform(". = parse_aws_vpc_flow_log!(.message)")
    count = 0
    for file in files(folder, "log.gz"):
        with gzip.open(file, "rt") as lines:
            next(lines)
            for line in lines:
                count += parse.remap({"message": line.rstrip("\n")})["dstport"] == 22
    assert count > 0


def python_json(folder):
    calls = {}
    for file in files(folder, "json.gz"):
        with gzip.open(file) as text:
            for record in json.load(text)["Records"]:
                key = (record["eventSource"], record["eventName"])
                calls[key] = calls.get(key, 0) + 1
    assert calls


def duckdb_json(folder):
    import duckdb

    read = f"(select unnest(Records) as r from read_json('{folder}/**/*.json.gz', maximum_object_size = 268435456, columns = {{'Records': 'struct(\"eventSource\" varchar, \"eventName\" varchar, \"userIdentity\" struct(arn varchar))[]'}}))"
    sql = f"select r.eventSource, r.eventName, r.userIdentity.arn, count(*) from {read} group by all"
    assert len(duckdb.connect().execute(sql).fetchall()) > 0


PEERS = {
    "duckdb-parquet": lambda folder: duckdb_count(folder, f"read_parquet('{folder}/**/*.parquet')"),
    "duckdb-columns": duckdb_columns,
    "duckdb-text": duckdb_text,
    "duckdb-json": duckdb_json,
    "flowlogs-reader": flowlogs_reader,
    "vrl": vrl,
    "python-json": python_json,
    "to-parquet": to_parquet,
}
PEERS[sys.argv[1]](*sys.argv[2:])
