"""
What must be in place before the first request: tables, translations, static files, a classification.

`./dev run` calls it at every start. Each step looks first and costs next to nothing when all is as it should be.
"""

import hashlib
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options: object) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("translations", compile=True)
        if files_changed():
            self.stderr.write("Gathering static files …")
            call_command("collectstatic", interactive=False, verbosity=0, clear=True)
            stamp().write_text(fingerprint())
        call_command("taxonomy_install", if_missing=True)


def files_changed() -> bool:
    return not (stamp().exists() and stamp().read_text() == fingerprint())


def stamp() -> Path:
    return Path(settings.STATE) / "static.stamp"


def fingerprint() -> str:
    """What the static files of our own apps and the installed packages looked like when they were gathered."""
    digest = hashlib.sha256((settings.ROOT / "requirements.lock").read_bytes())
    folders = [Path(app.path) / "static" for app in apps.get_app_configs() if app.name.startswith("normi.")]
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.name}:{path.stat().st_size}:{path.stat().st_mtime_ns}".encode())
    return digest.hexdigest()
