"""
Runs a small program of ours in a process with limits, for work where a file or a text from anyone meets native code.

Owns the limits: time, memory, and an environment with nothing in it. A program that fails takes nothing else with it.
"""

import subprocess
import sys
from pathlib import Path

MOST_SECONDS = 15
MOST_MEMORY = 1024 * 1024 * 1024
MOST_OUTPUT = 32 * 1024 * 1024


class Failed(Exception):
    """The program did not finish well within its limits."""


def run(program: Path, given: bytes, *, seconds: int = MOST_SECONDS) -> bytes:
    """What the program writes when it is given these bytes. Raises Failed."""
    command = [sys.executable, "-I", "-c", LIMITED.format(memory=MOST_MEMORY, seconds=seconds), str(program)]
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=seconds, env={}, check=False)
    except subprocess.TimeoutExpired as error:
        raise Failed from error
    if done.returncode or len(done.stdout) > MOST_OUTPUT:
        raise Failed(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout


LIMITED = """\
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
runpy.run_path(sys.argv[1], run_name="__main__")
"""
