"""Runs a command and prints what the whole process took: seconds of CPU, seconds by the clock, MiB at most, exit status."""
import json, os, resource, subprocess, sys, time

began = time.monotonic()
with open(os.devnull, "w") as nothing:
    status = subprocess.call(sys.argv[1:], stdout=nothing, stderr=nothing)
wall = time.monotonic() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
peak = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
print(json.dumps({"cpu": used.ru_utime + used.ru_stime, "wall": wall, "mebibytes": peak, "status": status}))
