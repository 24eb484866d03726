"""
Shows the keys that reports are signed with. `--new` destroys the private key and makes a new one.

Do so when the old one may have been seen by others, or when a period of yours is over. What was signed before can still
be checked: the public keys stay, and should be part of the backup of the key folder.
"""

from django.core.management.base import BaseCommand, CommandParser

from normi.reports import signing


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--new", action="store_true", help="sign with a new key from now on")

    def handle(self, *, new: bool, **options: object) -> None:
        current = signing.rotate() if new else signing.current_name()
        for name in sorted(signing.public_keys()):
            self.stdout.write(f"{name}{'  signs now' if name == current else ''}")
