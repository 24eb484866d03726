"""
The process that reads one file: it limits itself, closes its doors, reads, answers on its standard output and ends.

It starts with a clean environment: no settings, no secrets, no database. When the file comes in, everything it needs is
loaded, and from then on it can open nothing: no file, no connection (RLIMIT_NOFILE), no process, no written byte. A
file that finds a hole in a parser finds an empty room. Refuses to decide anything about people.
"""

import codecs
import encodings
import json
import os
import pkgutil
import resource
import signal
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NoReturn

from normi.imports import limits

APPS: Final = ("imports", "portability", "careers")
"""Whose words a refusal may be in."""
LANGUAGES: Final = ("nb", "nn", "en")
LOADED_WHOLE: Final = ("pypdf", "docx", "encodings")
LIMITS: Final = (
    (resource.RLIMIT_AS, limits.WORKER_MEMORY),
    (resource.RLIMIT_CPU, limits.WORKER_SECONDS),
    (resource.RLIMIT_NPROC, 0),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_CORE, 0),
)
STANDARD_STREAMS: Final = 3


class TooSlow(BaseException):
    """The processor time is used up. No parser may catch this."""


def main() -> None:
    limit()
    request = json.loads(sys.stdin.buffer.readline())
    status = os.open("/proc/self/status", os.O_RDONLY)
    load(request["lang"])
    close_doors(status)
    answer = answered(sys.stdin.buffer.read())
    answer["memory"], answer["seconds"] = memory_used(status), resource.getrusage(resource.RUSAGE_SELF).ru_utime
    sys.stdout.buffer.write(json.dumps(answer).encode())
    sys.stdout.buffer.flush()
    os._exit(0)


def limit() -> None:
    """Set the limits that this process can never lift again."""
    for kind, most in LIMITS:
        resource.setrlimit(kind, (most, most))
    signal.signal(signal.SIGXCPU, _too_slow)
    soft = limits.WORKER_SECONDS - 2
    resource.setrlimit(resource.RLIMIT_CPU, (soft, limits.WORKER_SECONDS))


def _too_slow(number: int, frame: object) -> NoReturn:
    raise TooSlow


def load(lang: str) -> None:
    """Everything that reading may need: afterwards no module, codec, schema or catalogue can be opened."""
    _load_words(lang)
    for package in LOADED_WHOLE:
        _load_package(package)
    import_module("normi.imports.packing")
    import_module("normi.imports.readers.warming").warm()


def _load_words(lang: str) -> None:
    import django
    from django.conf import settings
    from django.utils import translation

    folders = [str(Path(__file__).resolve().parents[1] / app / "locale") for app in APPS]
    languages = [(code, code) for code in LANGUAGES]
    settings.configure(
        USE_I18N=True, LANGUAGE_CODE=LANGUAGES[0], LANGUAGES=languages, LOCALE_PATHS=folders, LOGGING_CONFIG=None
    )
    django.setup()
    translation.activate(lang if lang in LANGUAGES else LANGUAGES[0])


def _load_package(name: str) -> None:
    package = encodings if name == "encodings" else import_module(name)
    for found in pkgutil.walk_packages(package.__path__, f"{name}."):
        try:
            import_module(found.name)
        except (ImportError, LookupError):
            continue  # codecs of other systems, and parts that need what is not installed
    codecs.lookup("utf-8")


def close_doors(*kept: int) -> None:
    """No file and no connection can be opened from here on; `kept` stay open for reading."""
    os.closerange(max((STANDARD_STREAMS - 1, *kept)) + 1, 256)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def answered(content: bytes) -> dict[str, Any]:
    """What was found, or why not, as plain JSON values."""
    from normi.errors import Refused
    from normi.imports.packing import plain
    from normi.imports.readers.every_kind import read

    try:
        return {"found": plain(read(content))}
    except Refused as refusal:
        return {"refused": refusal.code, "reason": str(refusal.reason), "remedy": str(refusal.remedy)}
    except MemoryError:
        return {"failed": "too-heavy"}
    except TooSlow:
        return {"failed": "too-slow"}
    except Exception as error:
        return {"failed": "damaged", "kind": type(error).__name__, "where": _where(error)}


def _where(error: BaseException) -> str:
    """Module and line of what went wrong. Never the message: it may quote the file."""
    trace, frame = error.__traceback__, ""
    while trace is not None:
        frame = f"{trace.tb_frame.f_globals.get('__name__', '')}:{trace.tb_lineno}"
        trace = trace.tb_next
    return frame


def memory_used(status: int) -> int:
    """The most memory this process has held at once, in bytes. `getrusage` would count its parent's as well."""
    lines: Iterable[str] = os.pread(status, 8192, 0).decode().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main()
