"""
Server time of the pages people use most, through every layer, beside a page that does nothing (`/healthz`).

The budget is 100 ms a page and 150 ms for a text of 400 words, on two cores.
"""

import os
import statistics
import time
from collections.abc import Callable

ROUNDS = 40
WORDS = 400
SENTENCES = (
    "Jobbet fem år som sykepleier på sengepost, med ansvar for medisinering og opplæring av nyansatte. ",
    "Kundebehandling i butikk, varebestilling, kasseoppgjør og vareopptelling ved årsslutt. ",
    "Planla og ledet prosjekter, skrev rapporter og fulgte opp budsjettet sammen med økonomiavdelingen. ",
    "Har ikke erfaring med regnskap, men snakker flytende tysk og engelsk, og kjører truck. ",
)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "normi.config.settings")
    os.environ |= {"RATE_LIMITS": "0", "STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    from normi.config.postgres import database_for_command

    with database_for_command(["bench"]):
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("taxonomy_install", if_missing=True)
        measured = {name: measure(ask) for name, ask in requests().items()}
    idle = measured["nothing (/healthz)"][0]
    print(f"{'page':34} {'p50 ms':>8} {'p95 ms':>8} {'× nothing':>10}")
    for name, (p50, p95) in measured.items():
        print(f"{name:34} {p50:8.1f} {p95:8.1f} {p50 / idle:10.1f}")


def cv() -> str:
    """A text of 400 words that no cache has seen: every call numbers its sentences anew."""
    cv.calls += 1  # type: ignore[attr-defined]
    words = " ".join(SENTENCES[n % len(SENTENCES)] for n in range(60)).split()[:WORDS]
    return f"{' '.join(words)} {cv.calls}"  # type: ignore[attr-defined]


cv.calls = 0  # type: ignore[attr-defined]


def requests() -> dict[str, Callable[[], int]]:
    """What is asked, by name."""
    from django.test import Client

    from normi.ports import text_model
    from skillengine.types import Kind

    visitor = Client(HTTP_HOST="localhost")
    skill = text_model().search("sykepleie", kind=Kind.SKILL, lang="nb", limit=1)[0].uri.rpartition("/")[2]
    job = text_model().search("sykepleier", kind=Kind.OCCUPATION, lang="nb", limit=1)[0].uri.rpartition("/")[2]
    gets = {
        "nothing (/healthz)": "/healthz",
        "front page": "/",
        "search results": "/esco/?q=kundebehandling",
        "a skill": f"/esco/skill/{skill}",
        "an occupation": f"/esco/occupation/{job}",
        "privacy": "/personvern/",
    }
    found: dict[str, Callable[[], int]] = {
        name: (lambda path=path: visitor.get(path).status_code) for name, path in gets.items()
    }
    found["reading 400 words, the page"] = lambda: visitor.post("/", {"content": cv()}).status_code
    found["reading 400 words, the engine"] = lambda: len(text_model().read(cv()).skills)
    return found


def measure(ask: Callable[[], int]) -> tuple[float, float]:
    """p50 and p95 in milliseconds, after three rounds to warm up."""
    times = []
    for number in range(ROUNDS + 3):
        started = time.perf_counter()
        ask()
        if number >= 3:
            times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]
