"""Writes docs/openapi.json from the code. A test fails while the two differ."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from normi.config.api import api


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options: object) -> None:
        path().write_text(document(), encoding="utf-8")


def path() -> Path:
    return Path(settings.ROOT) / "docs" / "openapi.json"


def document() -> str:
    return json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
