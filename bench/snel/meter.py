"""Runs commands one after another and tells what each cost; kept small on purpose.

A process begins with the peak memory of its parent in its books, so whoever starts what is measured
must be smaller than it. Reads JSON lines on standard input, writes JSON lines.
"""

import json
import os
import subprocess
import sys
import tempfile
import time


def main() -> None:
    """Run what is asked until standard input closes."""
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(run(asked["command"], asked["cwd"])), flush=True)


def run(command: list[str], cwd: str) -> dict[str, object]:
    """Run a command; its children count when it waits for them itself.

    Gives CPU (user + system) and wall in seconds, the peak in KiB, and what it wrote.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        wall = time.perf_counter()
        child = subprocess.Popen(command, cwd=cwd, stdout=out, stderr=err)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        return {
            "code": child.returncode,
            "cpu": used.ru_utime + used.ru_stime,
            "wall": time.perf_counter() - wall,
            "piek_kib": used.ru_maxrss,
            "uit": _tail(out),
            "fout": _tail(err),
        }


def _tail(file: object) -> str:
    file.seek(0, 2)  # type: ignore[attr-defined]  # any binary file
    size = file.tell()  # type: ignore[attr-defined]
    file.seek(max(0, size - 8_000))  # type: ignore[attr-defined]
    return str(file.read().decode("utf-8", "replace"))  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
