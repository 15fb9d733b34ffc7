"""Run a command and write what it cost: `python account.py FILE COMMAND...`.

A process of its own, and a small one: Linux counts in a child's peak memory what its parent held
when it started it.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

if __name__ == "__main__":
    began = time.perf_counter()
    code = subprocess.run(sys.argv[2:], check=False).returncode
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    account = {
        "code": code,
        "seconds": time.perf_counter() - began,
        "cpu": spent.ru_utime + spent.ru_stime,  # seconds
        "peak": spent.ru_maxrss / 1024,  # MB
    }
    Path(sys.argv[1]).write_text(json.dumps(account), encoding="ascii")
