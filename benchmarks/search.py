"""
Search-as-you-type: the whole answer of our server against PostgreSQL's trigram search, in one run on the same labels.

Ours is a request through every layer of the product, from URL to HTML; the peer is one bare SQL query on a warm GIN
index, so the ratio is harder on us than life is. `found` is the share of the typed words whose concept is among the
first eight. Words come from the installed labels with a fixed seed: prefixes of three letters and more, as they are
while somebody types, and whole words with one slip of the finger.
"""

import os
import random
import statistics
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

SEED, LABELS, SHOWN = 7, 60, 8
LANGUAGES = ("nb", "nn", "en")
PEER = """
    select concept_id from bench_label where lang = %(lang)s and (%(q)s <%% text or text ilike %(prefix)s)
    group by concept_id order by max(word_similarity(%(q)s, text)) desc, min(length(text)) limit 8
"""


class Typed(NamedTuple):
    """What somebody has typed so far, and the concept they are after."""

    text: str
    uri: str


class Measured(NamedTuple):
    """Milliseconds, and the share found."""

    p50: float
    p95: float
    found: float


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "normi.config.settings")
    os.environ |= {"RATE_LIMITS": "0", "STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    from normi.config.postgres import database_for_command

    with database_for_command(["bench"]):
        prepare()
        for kind, typed in (("prefixes", prefixes), ("slips", slips)):
            table(kind, {lang: (measure(ours(lang), words), measure(peer(lang), words)) for lang, words in each(typed)})


def prepare() -> None:
    """The tables and a classification: what this machine has, or the best it can get."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("taxonomy_install", if_missing=True)
    with connection.cursor() as cursor:
        cursor.execute("create extension if not exists pg_trgm")
        cursor.execute("create temporary table bench_label as select concept_id, lang, text from taxonomy_label")
        cursor.execute("create index on bench_label using gin (text gin_trgm_ops)")
        cursor.execute("analyze bench_label")


def each(typed: Callable[[str, str], Iterable[str]]) -> Iterable[tuple[str, list[Typed]]]:
    """For each language the words to type. Nynorsk readers are shown, and type, bokmål labels."""
    from normi.taxonomy.models import Label

    for lang in LANGUAGES:
        rows = Label.objects.filter(
            concept__version__active=True,
            kind="preferred",
            lang="nb" if lang == "nn" else lang,
            text__regex="^.{6,40}$",
        )
        labels = sorted(rows.values_list("text", "concept__uri"))
        chosen = random.Random(f"{SEED}{lang}").sample(labels, LABELS)
        yield lang, [Typed(text, uri) for label, uri in chosen for text in typed(label, lang)]


def prefixes(label: str, lang: str) -> Iterable[str]:
    return (label[:length] for length in range(3, min(len(label), 16) + 1, 2))


def slips(label: str, lang: str) -> Iterable[str]:
    """Two neighbouring letters in the wrong order, and one letter left out."""
    place = random.Random(f"{SEED}{label}").randrange(1, len(label) - 2)
    yield label[:place] + label[place + 1] + label[place] + label[place + 2 :]
    yield label[:place] + label[place + 1 :]


def ours(lang: str) -> Callable[[Typed], bool]:
    from django.test import Client
    from django.urls import reverse

    from normi.taxonomy.queries import concept_path

    client = Client(SERVER_NAME="localhost", headers={"accept-language": lang}, raise_request_exception=True)
    address = reverse("taxonomy:suggest")

    def ask(typed: Typed) -> bool:
        answer = client.get(address, {"q": typed.text})
        if answer.status_code != 200:
            raise RuntimeError(f"the page answered {answer.status_code}")
        return concept_path(typed.uri) in answer.content.decode()

    return ask


def peer(lang: str) -> Callable[[Typed], bool]:
    from django.db import connection

    from normi.taxonomy.models import Concept

    ids = dict(Concept.objects.filter(version__active=True).values_list("uri", "id"))
    shown = "nb" if lang == "nn" else lang

    def ask(typed: Typed) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(PEER, {"lang": shown, "q": typed.text, "prefix": typed.text.replace("%", "") + "%"})
            return (ids[typed.uri],) in cursor.fetchall()

    return ask


def measure(ask: Callable[[Typed], bool], words: list[Typed]) -> Measured:
    for typed in words[:10]:
        ask(typed)
    times, found = [], 0
    for typed in words:
        started = time.perf_counter()
        found += ask(typed)
        times.append(1000 * (time.perf_counter() - started))
    return Measured(statistics.median(times), statistics.quantiles(times, n=20)[-1], found / len(words))


def table(kind: str, rows: dict[str, tuple[Measured, Measured]]) -> None:
    heading = f"{'p50 ms':>8}{'p95 ms':>8}{'found':>8}"
    print(f"{kind:<10}{heading}    pg_trgm{heading}{'p95 ratio':>12}")
    for lang, (us, them) in rows.items():
        left, right = (f"{m.p50:>8.1f}{m.p95:>8.1f}{m.found:>8.0%}" for m in (us, them))
        print(f"{lang:<10}{left}           {right}{us.p95 / them.p95:>12.2f}")
    print()


if __name__ == "__main__":
    main()
