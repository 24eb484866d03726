"""
The environment of a test run. Loaded as a plugin (see pyproject.toml), because it must come before the settings.

Every run has folders and a database server of its own, so runs may overlap. Unless DATABASE_URL names a server, the
embedded one is started, but only when a test asks for the database.
"""

import contextlib
import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
on_exit = contextlib.ExitStack()
SETTINGS = {
    "NORMI_ROOT": str(ROOT),
    "STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    "SECRET_KEY": "only-for-tests-0123456789-0123456789-0123456789",
    "RATE_LIMITS": "0",
    "ESCO_DOWNLOAD": "",
    "ESCO_FROM_REGISTRY": "0",
    "EMAIL_HOST": "",
    "LOG_LEVEL": "CRITICAL",
}


def pytest_unconfigure() -> None:
    on_exit.close()


def prepare() -> None:
    folder = Path(on_exit.enter_context(tempfile.TemporaryDirectory(prefix="normi-test-", ignore_cleanup_errors=True)))
    folder.chmod(0o755)
    (folder / "state" / "static").mkdir(parents=True)
    os.environ.update(SETTINGS, NORMI_STATE=str(folder / "state"))
    os.environ.setdefault("NORMI_SHARED", str(ROOT.parent / "shared"))


prepare()
