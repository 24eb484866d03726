"""
`./dev run`: the database, the web server and the worker, started together and stopped together.

Owns the life of those processes and nothing of what they do. A part that dies is started again; Ctrl-C or SIGTERM
stops all; after `kill -9` of any of them, this process included, the next start clears what is left and goes on.
"""

import argparse
import contextlib
import ctypes
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from normi.config import postgres

DEFAULT_PORT = 8000
PORTS_TO_TRY = 20
SECONDS_TO_STOP = 8
LONGEST_PAUSE = 30
PR_SET_PDEATHSIG = 1
WEB_THREADS = 4


@dataclass
class Part:
    """A process we keep alive. `pause` grows each time it dies young, so that a broken part does not spin."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    due: float = field(default=0.0)


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    state = postgres.state_folder()
    state.mkdir(parents=True, exist_ok=True)
    with (state / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return _already_running(state)
        for number in (signal.SIGINT, signal.SIGTERM):  # a shell starts its background jobs with SIGINT ignored
            signal.signal(number, _interrupt)
        try:
            return _run(options, state)
        except KeyboardInterrupt:
            print("\nStopped.", file=sys.stderr)
            return 0
        except postgres.PostgresFailed as failure:
            print(failure, file=sys.stderr)
            return 1


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev run", description="Start Normi. Ctrl-C stops everything.")
    parser.add_argument("--port", type=int, default=None, help=f"the port of the web pages (default {DEFAULT_PORT})")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    return parser.parse_args(arguments)


def _run(options: argparse.Namespace, state: Path) -> int:
    _clear_leftovers(state)
    with _database():
        port = _free_port(options.host, options.port)
        os.environ.setdefault("SITE_ADDRESS", f"http://localhost:{port}")
        if subprocess.call([sys.executable, "manage.py", "prepare"]):
            return 1
        parts = _parts(options.host, port)
        try:
            for part in parts:
                _start(part)
            _remember(state, parts, port)
            _announce(options.host, port)
            _watch(parts, state, port)
        finally:
            _stop(parts)
            (state / "running.json").unlink(missing_ok=True)
    return 0


@contextlib.contextmanager
def _database() -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        if not os.environ.get("DATABASE_URL"):
            os.environ["DATABASE_URL"] = stack.enter_context(postgres.running(postgres.local_cluster()))
            os.environ["NORMI_EMBEDDED_DATABASE"] = "1"
        yield


def _parts(host: str, port: int) -> list[Part]:
    workers = os.environ.get("WEB_WORKERS", "1")
    web = ["-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", workers]
    web += ["--blocking-threads", str(WEB_THREADS), "--workers-kill-timeout", "5", "--respawn-failed-workers"]
    web += ["--log-level", "warning", "normi.config.wsgi:application"]
    return [
        Part("web", [sys.executable, *web]),
        Part("worker", [sys.executable, "manage.py", "procrastinate", "worker", "--name", "normi"]),
    ]


def _start(part: Part) -> None:
    part.process = subprocess.Popen(
        part.command, start_new_session=True, stdin=subprocess.DEVNULL, preexec_fn=_die_with_parent
    )
    part.started = time.monotonic()


def _die_with_parent() -> None:
    """Linux: ask for SIGTERM when this process is killed. Elsewhere the next start clears the leftovers."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _watch(parts: list[Part], state: Path, port: int) -> None:
    """Look twice a second, for as long as nobody interrupts."""
    while True:
        time.sleep(0.5)
        if os.environ.get("NORMI_EMBEDDED_DATABASE"):
            postgres.ensure_started(postgres.local_cluster())
        for part in parts:
            _keep_alive(part)
        _remember(state, parts, port)


def _keep_alive(part: Part) -> None:
    now = time.monotonic()
    if part.process is not None and part.process.poll() is not None:
        _kill_group(part.process.pid)
        lived = now - part.started
        part.pause = 0.5 if lived > LONGEST_PAUSE else min(LONGEST_PAUSE, max(1.0, part.pause * 2))
        part.due = now + part.pause
        print(f"The {part.name} process ended ({part.process.returncode}); starting it again.", file=sys.stderr)
        part.process = None
    if part.process is None and now >= part.due:
        _start(part)


def _stop(parts: list[Part]) -> None:
    running = [part.process for part in parts if part.process is not None]
    for process in running:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for process in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        _kill_group(process.pid)


def _kill_group(leader: int) -> None:
    """End what a dead or stuck part left behind in its process group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _remember(state: Path, parts: list[Part], port: int) -> None:
    facts = {"process": os.getpid(), "port": port, "parts": [p.process.pid for p in parts if p.process]}
    path = state / "running.json"
    text = json.dumps(facts)
    if not path.exists() or path.read_text() != text:
        half = path.with_suffix(".new")
        half.write_text(text)
        half.replace(path)


def _clear_leftovers(state: Path) -> None:
    """We hold the run lock, so whatever an earlier run started and is still there belongs to nobody."""
    try:
        facts = json.loads((state / "running.json").read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return
    for leader in facts.get("parts", []):
        if _is_ours(leader):
            _kill_group(leader)


def _is_ours(leader: int) -> bool:
    """Process numbers are used again: only a group that runs with this clone's NORMI_ROOT is ours."""
    mark = f"NORMI_ROOT={postgres.project_root()}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            if os.getpgid(int(folder.name)) == leader and mark in (folder / "environ").read_bytes().split(b"\0"):
                return True
    return False


def _free_port(host: str, wanted: int | None) -> int:
    candidates = [wanted] if wanted is not None else range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TO_TRY)
    for port in candidates:
        with contextlib.closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((host, port))
                return port
    print(f"Port {candidates[0]} is taken. Choose another: ./dev run --port 8080", file=sys.stderr)
    raise SystemExit(1)


def _announce(host: str, port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), contextlib.closing(socket.create_connection((host, port), timeout=1)):
            break
        time.sleep(0.05)
    print(f"\nNormi is ready: http://localhost:{port}   (Ctrl-C stops everything)\n", file=sys.stderr, flush=True)


def _already_running(state: Path) -> int:
    try:
        facts = json.loads((state / "running.json").read_text())
        where = f"at http://localhost:{facts['port']} (process {facts['process']})"
    except (FileNotFoundError, json.JSONDecodeError, KeyError):
        where = "and is just starting or stopping"
    print(f"Normi is already running {where}. Stop it with Ctrl-C there, then run this again.", file=sys.stderr)
    return 1


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
