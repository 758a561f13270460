"""Plays an auditor's half hour at a pseudo-terminal, faster: finds a table, misspells twice, asks, exports, stops a long
question and goes on, and finds what was typed in the next session. Needs Python 3 and nothing else; argument 1 is the root of the project, 2 a folder of logs."""

import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import time

SECONDS = 90
root, logs = sys.argv[1], sys.argv[2]
export = os.path.join(tempfile.mkdtemp(), "logs.duckdb")
state = tempfile.mkdtemp()


def open_shell(*more):
    """A shell at a pseudo-terminal of its own; gives the process and the end that types."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        ["node", "bin/harborwatch.cjs", "query", "--on", "local", logs, *more],
        cwd=root, stdin=slave, stdout=slave, stderr=slave, close_fds=True,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "200", "NO_COLOR": "1", "XDG_STATE_HOME": state},
    )
    os.close(slave)
    return process, master


shell, master = open_shell()
seen = ""


def expect(pattern, what):
    """Reads until the pattern is met after what was met before; fails when it is not in time."""
    global seen
    end = time.time() + SECONDS
    while True:
        found = re.search(pattern, seen)
        if found:
            seen = seen[found.end():]
            print("ok  ", what)
            return
        if time.time() > end:
            shell.kill()
            sys.exit(f"not ok {what}: no {pattern!r} in {seen[-2000:]!r}")
        if select.select([master], [], [], 0.5)[0]:
            try:
                seen += os.read(master, 65536).decode("utf-8", "replace")
            except OSError:
                if not re.search(pattern, seen):
                    sys.exit(f"not ok {what}: the shell ended; {seen[-2000:]!r}")


def type_in(text):
    os.write(master, text.encode())


PROMPT = r"harborwatch> "
try:
    expect(PROMPT, "a prompt")
    type_in(".tables\r")
    expect(r"cloudtrail_logs", "the tables are named")
    expect(PROMPT, "and a prompt follows")
    type_in(".schema cloudtrail_log\r")
    expect(r"did you mean cloudtrail_logs\?", "the first misspelling is told with what is near")
    expect(PROMPT, "and a prompt follows")
    type_in(".schema cloudtr")
    time.sleep(0.5)
    type_in("\t")
    time.sleep(0.5)
    type_in("\r")
    expect(r"eventname", "the tabulator completes the table, and its columns are shown")
    expect(PROMPT, "and a prompt follows")
    type_in("select eventnme from cloudtrail_logs;\r")
    expect(r"eventname", "the second misspelling is told with the column that is near")
    expect(PROMPT, "and a prompt follows")
    type_in("select count(*) as calls,\r")
    expect(r"\.\.\. ", "a question may go on")
    type_in("  40 + 2 as answer from cloudtrail_logs;\r")
    expect(r"42", "the question is answered")
    expect(PROMPT, "and a prompt follows")
    type_in("\x1b[A")
    expect(r"40 \+ 2 as answer", "the arrow brings back the line before")
    type_in("\x03")
    expect(PROMPT, "Ctrl-C forgets what was begun")
    type_in("ecs-exec-sessions\r")
    expect(r"rows?, \d+ of \d+ files", "a saved question is asked by its id")
    expect(PROMPT, "and a prompt follows")
    type_in(f".export {export}\r")
    expect(r"open it with: duckdb", "everything is exported")
    expect(PROMPT, "and a prompt follows")
    many = "unnest(sequence(1, 100000))"
    type_in(f"select count(*) as n from {many} as a (x) cross join {many} as b (y) where x * y % 7 = 3;\r")
    time.sleep(2)
    type_in("\x03")
    expect(r"the query was stopped", "Ctrl-C stops a long question")
    type_in("select 6 * 7 as still_there;\r")
    expect(r"still_there[\s\S]*42", "and the shell goes on")
    type_in(".quit\r")
    shell.wait(timeout=SECONDS)
    if shell.returncode != 0:
        sys.exit(f"not ok: the shell ended with {shell.returncode}")
    if not os.path.getsize(export):
        sys.exit("not ok: the export is empty")
    print("ok   the shell ends with 0")

    history = os.path.join(state, "harborwatch", "query-history")
    if os.stat(history).st_mode & 0o777 != 0o600:
        sys.exit("not ok: others can read what was typed")
    seen = ""
    shell, master = open_shell()
    expect(PROMPT, "a second session")
    type_in("\x1b[A\x1b[A")
    expect(r"still_there", "the arrow brings back what was typed in the first")
    type_in("\r")
    expect(r"42", "and it is asked again")
    expect(PROMPT, "and a prompt follows")
    type_in(" select 'private' as kept;\r")
    expect(r"private[\s\S]*" + PROMPT, "a line that begins with a blank is answered")
    type_in(".quit\r")
    shell.wait(timeout=SECONDS)
    with open(history, encoding="utf-8") as file:
        lines = file.read()
    if "private" in lines or "still_there" not in lines:
        sys.exit(f"not ok: the history is {lines!r}")
    print("ok   and is not kept")

    seen = ""
    shell, master = open_shell("--no-history")
    expect(PROMPT, "a session without history")
    type_in("\x1b[Aselect 5 as five;\r")
    expect(r"five\r?\n", "answers")
    expect(PROMPT, "and a prompt follows")
    type_in(".quit\r")
    shell.wait(timeout=SECONDS)
    with open(history, encoding="utf-8") as file:
        if file.read() != lines:
            sys.exit("not ok: --no-history keeps what was typed")
    print("ok   and keeps nothing")
finally:
    if shell.poll() is None:
        shell.kill()
