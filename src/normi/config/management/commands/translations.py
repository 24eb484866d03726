"""
Collects what must be translated, keeps the catalogues complete, and compiles them.

`translations` updates every app's .po files and compiles them; `--check` changes nothing and fails on a message that a
language lacks, or that two apps say differently; `--compile` only compiles. Extraction follows Django's own rules for
templates.
"""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation.reloader import translation_file_changed
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
TRANSLATED = ("nb", "nn")
Message = tuple[str | tuple[str, ...], str | None]


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("apps", nargs="*", help="only these apps (default: all of ours)")
        parser.add_argument("--check", action="store_true", help="fail on a missing translation; change nothing")
        parser.add_argument("--compile", action="store_true", help="only compile what is there")

    def handle(self, *, apps: list[str], check: bool, compile: bool, **options: object) -> None:
        missing: list[str] = []
        said: dict[tuple[str, str, str | None], dict[str, str]] = {}
        for app in own_apps(apps):
            messages = {} if compile else extracted(app)
            for language in TRANSLATED:
                catalogue = read(app, language)
                if not (check or compile):
                    update(catalogue, messages)
                    write(app, language, catalogue)
                missing += [f"{app.label} {language}: {key}" for key in untranslated(catalogue, messages)]
                for entry in catalogue:
                    if entry.id:
                        said.setdefault((language, str(entry.id), entry.context), {})[app.label] = str(entry.string)
                if not check:
                    compile_catalogue(app, language, catalogue)
        if missing:
            raise CommandError("Missing translations:\n" + "\n".join(missing))
        if clashing := [
            f"{language}: {message}: {words}" for (language, message, _), words in said.items() if clash(words)
        ]:
            raise CommandError("Said differently, though all apps share one catalogue:\n" + "\n".join(clashing))


def clash(words: dict[str, str]) -> bool:
    """Whether apps translate one message differently: the first app's words would be shown everywhere."""
    return len(set(words.values())) > 1


def own_apps(names: list[str]) -> list[AppConfig]:
    ours = [app for app in apps.get_app_configs() if app.name.startswith("normi.")]
    return [app for app in ours if not names or app.name.removeprefix("normi.") in names]


def catalogue_path(app: AppConfig, language: str) -> Path:
    return Path(app.path) / "locale" / language / "LC_MESSAGES" / "django.po"


def extracted(app: AppConfig) -> dict[Message, list[str]]:
    """Every message of the app's code and templates, with the files it stands in."""
    found: dict[Message, list[str]] = {}
    folder = Path(app.path)
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.html"), *folder.rglob("*.txt"), *shared(app)]):
        if "migrations" in path.parts or "static" in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
        where = path.relative_to(settings.SRC).as_posix()
        for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
            key = (tuple(message) if isinstance(message, tuple | list) else message, context)
            found.setdefault(key, [])
            if where not in found[key]:
                found[key].append(where)
    return found


def shared(app: AppConfig) -> list[Path]:
    """Modules beside the apps keep their words in the catalogue of `config`, which knows everything."""
    return sorted(settings.SRC.glob("*.py")) if app.label == "config" else []


def read(app: AppConfig, language: str) -> Catalog:
    path = catalogue_path(app, language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(catalogue: Catalog, messages: dict[Message, list[str]]) -> None:
    """Add what is new. What the code no longer says goes, unless a library says it (marked by a comment)."""
    for (message, context), files in messages.items():
        known = catalogue.get(message, context)
        catalogue.add(message, known.string if known else None, places(files), context=context)
        entry = catalogue.get(message, context)
        if entry is not None:
            entry.locations = places(files)
    for entry in list(catalogue):
        key = (entry.id, entry.context)
        if entry.id and key not in messages and not entry.user_comments:
            catalogue.delete(entry.id, entry.context)


def places(files: list[str]) -> list[tuple[str, int]]:
    """Files without line numbers, which would change with every edit above them."""
    return [(file, 0) for file in files]


def write(app: AppConfig, language: str, catalogue: Catalog) -> None:
    if not any(entry.id for entry in catalogue):
        return
    path = catalogue_path(app, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.header_comment = "#"
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=120, omit_header=False, sort_output=True, include_lineno=False)
    lines = buffer.getvalue().decode().splitlines()
    kept = [line for line in lines if line != "#" and not line.startswith(VOLATILE)]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")


VOLATILE = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By', '"Last-Translator', '"Language-Team')


def untranslated(catalogue: Catalog, messages: dict[Message, list[str]]) -> list[str]:
    missing = []
    for message, context in messages:
        entry = catalogue.get(message, context)
        forms = entry.string if entry is not None else ""
        if entry is None or entry.fuzzy or not all(forms if isinstance(forms, tuple | list) else [forms]):
            missing.append(str(message))
    return missing


def compile_catalogue(app: AppConfig, language: str, catalogue: Catalog) -> None:
    path = catalogue_path(app, language)
    if path.exists():
        compiled = path.with_suffix(".mo")
        with compiled.open("wb") as file:
            write_mo(file, catalogue)
        translation_file_changed(None, compiled)  # this process may have found no translations yet, and remember it
