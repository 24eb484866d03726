"""Writes docs/privacy-record.md, the record of processing activities, from what the apps declare."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from normi.privacy.queries import controller
from normi.privacy.record import record
from normi.privacy.register import register


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail when the file is not current; change nothing")

    def handle(self, *, check: bool, **options: object) -> None:
        path = Path(settings.ROOT) / "docs" / "privacy-record.md"
        text = record(register, controller=controller())
        if check and (not path.exists() or path.read_text(encoding="utf-8") != text):
            raise CommandError("docs/privacy-record.md is not current: ./dev manage privacy_record")
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
