"""The quality page: what was measured, in three languages, and what it says before anything is."""

import json
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from benchmarks import report
from benchmarks.testsets import Tally
from normi.quality import queries

pytestmark = pytest.mark.django_db
INF = float("inf")
HEADINGS = {"nb": "Så ofte har Normi rett", "nn": "Så ofte har Normi rett", "en": "How often Normi is right"}
UNMEASURED = {"nb": "Ikke målt ennå", "nn": "Ikkje målt enno", "en": "Not measured yet"}
SOURCE = {"nb": "Kilde:", "nn": "Kjelde:", "en": "Source:"}


@pytest.fixture(params=HEADINGS)
def language(request: pytest.FixtureRequest, client: Client) -> Iterator[str]:
    client.cookies["normi_language"] = request.param
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the page looks; empty until a test measures."""
    path = tmp_path / "figures.json"
    monkeypatch.setattr(queries, "FIGURES", path)
    return path


def measured(*, ours: report.Ranks = ((1.0,), (30.0,)), peer: report.Ranks = ((3.0,), (INF,))) -> report.Results:
    systems = [report.System("Normi", ours, is_ours=True), report.System("BM25", peer)]
    quotes = [report.Quote("Jeg baker", ["bake"], "bake"), report.Quote("Jeg <b>sveiser</b>", ["sveise"], "bake")]
    channels = [report.Channel("label_letters", without=peer, alone=ours), report.Channel("a new one", ours, peer)]
    reading = [Tally(suggested=4, right=3, placed=4, mentions=4, found=2, named=1), Tally(empty=1)]
    sets = [report.Measured("ours-nb", systems, channels, quotes), report.Measured("house", systems)]
    return report.Results("test", sets, reading, [report.Absent("e5", "its package could not be fetched")])


def publish(results: report.Results, figures: Path) -> None:
    report.publish(results, figures.with_name("quality.md"), figures)


def page(client: Client) -> str:
    response = client.get(reverse("quality:page"))
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_before_anything_is_measured_the_page_says_so(client: Client, language: str, figures: Path) -> None:
    text = page(client)

    assert HEADINGS[language] in text
    assert UNMEASURED[language] in text
    assert "<table" not in text


def test_what_was_measured_is_shown_in_every_language(client: Client, language: str, figures: Path) -> None:
    publish(measured(), figures)

    text = page(client)

    assert UNMEASURED[language] not in text
    assert text.count(SOURCE[language]) == 1, "the set of others names its source; ours needs none"
    assert text.count('<tr class="ours">') == 2
    assert "Jeg <b>sveiser</b>" in text, "unescaped here; the next test looks at the bytes"
    assert "a new one" in text, "a channel without words of its own keeps its name"
    assert "e5" in text


def test_a_missed_text_cannot_bring_markup(client: Client, figures: Path) -> None:
    publish(measured(), figures)

    assert b"Jeg &lt;b&gt;sveiser&lt;/b&gt;" in client.get(reverse("quality:page")).content


def test_figures_are_said_of_a_hundred(figures: Path) -> None:
    """Normi: one of two on top. The peer: one of two among five, none on top."""
    publish(measured(), figures)

    found = queries.published()

    assert found is not None
    assert found.reading is not None
    normi, peer = found.sets[0].systems
    assert (normi.first.of_hundred, peer.first.of_hundred, peer.among_five.of_hundred) == (50, 0, 50)
    assert {key: share.of_hundred for key, share in found.reading.shares.items()} == {
        "right": 75,
        "placed": 100,
        "found": 50,
        "named": 25,
        "silent": 0,
    }


def verdict(figures: Path, **ranks: Any) -> str:
    publish(measured(**ranks), figures)
    found = queries.published()
    assert found is not None
    assert found.sets[0].lead is not None
    return found.sets[0].lead.verdict


def test_the_page_says_who_is_better_only_where_the_whole_range_does(client: Client, figures: Path) -> None:
    best, worst = ((1.0,), (2.0,)), ((9.0,), (INF,))

    assert verdict(figures, ours=best, peer=worst) == "ahead"
    assert verdict(figures, ours=worst, peer=best) == "behind"
    assert "BM25" in page(client)
    assert verdict(figures, ours=best, peer=best) == "even"


def test_the_footer_leads_to_the_page(client: Client) -> None:
    assert f'href="{reverse("quality:page")}"' in client.get("/").content.decode()


def test_the_published_file_is_one_the_page_can_read(client: Client, language: str) -> None:
    if not queries.FIGURES.exists():
        pytest.skip("nothing is published yet: ./dev bench quality")
    published = queries.published()

    assert published is not None
    assert published.sets
    assert json.loads(queries.FIGURES.read_text(encoding="utf-8"))["part"] == "test"
    assert HEADINGS[language] in page(client)
