"""Deletes everything past its period now, and says how much went. The worker does the same every hour."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from normi.privacy import actions


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options: object) -> None:
        for name, count in actions.purge(now=timezone.now()).items():
            self.stdout.write(f"{count:>8}  {name}")
