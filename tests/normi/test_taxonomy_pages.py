"""The pages and the API of the classification: what a reader finds, in which language, and what odd addresses give."""

import json
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from normi.errors import NotFound, Unavailable
from normi.ports import text_model
from normi.privacy.models import SearchLog
from normi.taxonomy import actions, queries
from normi.taxonomy.progress import Progress
from normi.taxonomy.styrk import styrk_codes
from skillengine.types import Kind
from tests import esco_files as esco
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty_world(settings: Settings, tmp_path: Path) -> None:
    settings.OUR_DATA = esco.our_tables(tmp_path / "data")
    settings.INDEX_FOLDER = tmp_path / "index"
    settings.TEXT_MODEL = "normi.adapters.local.LocalTextModel"
    text_model.cache_clear()


@pytest.fixture
def small_world(
    empty_world: None, tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """English from a package, Norwegian from our own tables, and an index of them."""
    path = esco.folder(tmp_path / "en", esco.package())
    with django_capture_on_commit_callbacks(execute=True):
        actions.install_official(paths=[path], version="9.1.0", progress=Progress(quiet=True))


def get(client: Client, address: str, lang: str = "nb", **headers: str) -> str:
    response = client.get(address, headers={"accept-language": lang, **headers})
    assert response.status_code == 200, address
    return response.content.decode()


def page_of(uri: str) -> str:
    return reverse("taxonomy:concept", args=[queries.concept_path(uri)])


# --- Search -----------------------------------------------------------------------------------------------------------


def test_the_search_page_stands_there_before_anything_is_installed(empty_world: None, client: Client) -> None:
    page = get(client, "/esco/")

    assert "Søk etter en ferdighet eller et yrke" in page
    assert "Steder å begynne" in page


def test_searching_before_anything_is_installed_is_a_plain_503(empty_world: None, client: Client) -> None:
    assert client.get("/esco/?q=hygiene").status_code == Unavailable.status


@pytest.mark.parametrize(("lang", "label"), [("nb", "vår sykepleier"), ("nn", "vår sykepleier"), ("en", "nurse")])
def test_a_search_answers_in_the_readers_language(small_world: None, client: Client, lang: str, label: str) -> None:
    page = get(client, "/esco/?q=nurse", lang)

    assert f'lang="{"en" if lang == "en" else "nb"}">{label}</a>' in page
    assert page_of(esco.NURSE) in page


def test_a_search_says_which_other_name_it_found(small_world: None) -> None:
    (first, *_) = queries.search("buesvei", kind=None, lang="nb", limit=5).hits

    assert first.label.text == "vår sveising"
    assert first.matched is not None
    assert (first.matched.text, first.matched.ours) == ("buesveising", True)


def test_a_hidden_label_finds_but_is_never_shown(small_world: None, client: Client) -> None:
    assert "RN" not in get(client, page_of(esco.NURSE), "en")


def test_the_kind_narrows_the_search(small_world: None) -> None:
    kinds = {kind: {h.kind for h in queries.search("nurs", kind=kind, lang="en", limit=9).hits} for kind in Kind}

    assert kinds[Kind.SKILL] == {Kind.SKILL}
    assert kinds[Kind.OCCUPATION] == {Kind.OCCUPATION}


@pytest.mark.parametrize(
    "query", ["kkkkqqqq", "!!!", "\u202e\u2067", "🙂🙂🙂", "' or 1=1 --", "%", "<script>alert(1)</script>"]
)
def test_odd_searches_end_in_a_page_without_hits_and_without_harm(
    small_world: None, client: Client, query: str
) -> None:
    response = client.get("/esco/", {"q": query}, headers={"accept-language": "nb"})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert "Ingen treff" in response.content.decode()


@pytest.mark.parametrize(
    "parameters",
    [{"q": "x" * 5000}, {"q": "a\0b"}, {"q": "nurse", "kind": "dragon"}, {"q": "nurse", "side": "99999999999"}]
    + [{"q": "nurse", "side": side} for side in ("0", "-1", "٣", "zwei", "")],
)
def test_parameters_that_make_no_sense_count_as_not_given(
    small_world: None, client: Client, parameters: dict[str, str]
) -> None:
    assert client.get("/esco/", parameters).status_code == 200


def test_pages_follow_each_other_without_gap_or_repetition(small_world: None) -> None:
    whole = queries.search("nurse", kind=None, lang="en", limit=50)

    pages = [queries.search("nurse", kind=None, lang="en", limit=1, offset=n).hits for n in range(whole.total + 1)]

    assert [hit for page in pages for hit in page] == list(whole.hits)
    assert len(whole.hits) == whole.total


def test_only_a_submitted_search_is_logged(small_world: None, client: Client) -> None:
    client.force_login(make_user())

    get(client, "/esco/")
    get(client, "/esco/forslag?q=hyg")
    get(client, "/esco/?q=hygiene&side=2")
    assert not SearchLog.objects.exists()

    get(client, "/esco/?q=hygiene&kind=skill")
    assert list(SearchLog.objects.values_list("term", "type")) == [("hygiene", "skill")]


# --- Suggestions ------------------------------------------------------------------------------------------------------


def test_suggestions_are_options_that_know_their_address(small_world: None, client: Client) -> None:
    part = get(client, "/esco/forslag?q=vår+syk")

    assert 'role="option"' in part
    assert f'data-address="{page_of(esco.NURSE)}"' in part
    assert "forslag. Bruk piltastene." in part
    assert "<html" not in part


def test_nothing_typed_gives_an_empty_list(small_world: None, client: Client) -> None:
    assert "option" not in get(client, "/esco/forslag?q=")
    assert "Ingen forslag." in get(client, "/esco/forslag?q=kkkkqqqq")


def test_a_suggestion_costs_one_query_and_a_search_page_few(
    small_world: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        queries.search("nurse", kind=None, lang="nb", limit=8)


# --- Concepts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        (
            esco.NURSING,
            ["vår sykepleie", "provide nursing care", "stell av syke", "Hvem trenger den", "noe du kan gjøre"],
        ),
        (esco.HYGIENE, ["vår hygiene", "noe du kan eller vet", "Green", "nyttig i flere bransjer", "a scope"]),
        (
            esco.NURSE,
            ["vår sykepleier", "Ferdigheter og kunnskap du må ha", "Nursing professionals", "2221, 2223", "Regulert"],
        ),
        (esco.WELDER, ["vår sveiser", "7212.3", "7212", "Fra ESCO"]),
        (esco.CARE_GROUP, ["assisting and caring", "Inneholder", "vår sykepleie", "Helping people."]),
        (f"{esco.ISCO}2221", ["Nursing professionals", "STYRK-08", "vår sykepleier", "They care."]),
    ],
)
def test_every_kind_of_concept_has_a_page(small_world: None, client: Client, uri: str, words: list[str]) -> None:
    page = get(client, page_of(uri))

    for part in [*words, uri, "Fra ESCO 9.1.0."]:
        assert part in page, part


def test_what_is_ours_is_marked_and_what_is_escos_is_not(small_world: None) -> None:
    page = queries.concept_page(esco.NURSING, "nb")

    assert (page.label.text, page.label.ours) == ("vår sykepleie", True)
    assert [(w.text, w.ours) for w in page.names] == [("provide nursing care", False)]
    assert page.description is not None
    assert (page.description.lang, page.description.ours) == ("en", False)
    assert not any(need.ours for need in page.needed_by)


def test_our_role_profile_is_named_as_ours(
    empty_world: None, client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.install_ours(progress=Progress(quiet=True))

    assert "Fra vår egen rolleprofil" in get(client, page_of(esco.NURSE))


def test_a_page_costs_the_same_number_of_queries_whatever_hangs_on_the_concept(
    small_world: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for uri in (esco.NURSE, esco.WELDER, esco.HYGIENE, f"{esco.ISCO}2"):
        with django_assert_num_queries(7):
            queries.concept_page(uri, "nb")


def test_a_page_is_shown_without_neighbours_while_there_is_no_index(small_world: None, settings: Settings) -> None:
    settings.INDEX_FOLDER = settings.INDEX_FOLDER / "elsewhere"
    text_model.cache_clear()

    assert queries.concept_page(esco.NURSING, "nb").neighbours == ()


def test_only_an_installed_skill_is_a_skill(small_world: None) -> None:
    assert queries.is_skill(esco.NURSING)
    assert not queries.is_skill(esco.NURSE)
    assert not queries.is_skill(esco.SKILL + "unknown")


def test_labels_of_many_concepts_cost_one_query(
    small_world: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        found = queries.labels([esco.NURSE, esco.CARE_GROUP, "http://example.org/unknown"], "nb")

    assert found == {esco.NURSE: "vår sykepleier", esco.CARE_GROUP: "assisting and caring"}


def test_only_a_skill_can_be_added_and_only_by_someone_signed_in(small_world: None, client: Client) -> None:
    add = reverse("profiles:add")
    assert add not in get(client, page_of(esco.NURSING))

    client.force_login(make_user())

    assert add in get(client, page_of(esco.NURSING))
    assert add not in get(client, page_of(esco.NURSE))


NO_CONCEPTS = (
    *(
        "skill/unknown",
        "skill/",
        "skill/nursing/x",
        "isco/C2221/",
        "http://data.europa.eu/esco/skill/none",
        "forslag/mer",
    ),
    *("occupation/nurse%00", "skill/%2e%2e/%2e%2e/etc/passwd", "skill/<script>", "skill/' or 1=1", "🙂", "a" * 3000),
)


@pytest.mark.parametrize("path", NO_CONCEPTS)
def test_an_address_of_no_concept_is_a_404(small_world: None, client: Client, path: str) -> None:
    response = client.get(f"/esco/{path}")

    assert response.status_code == NotFound.status
    assert "<script>" not in response.content.decode().replace('<script src="', "")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["/esco/", "/esco/forslag", "/esco/skill/nursing"])
def test_nothing_can_be_changed_here(small_world: None, client: Client, method: str, address: str) -> None:
    assert getattr(client, method)(address).status_code == 405


def test_pages_work_in_all_three_languages(small_world: None, client: Client) -> None:
    words = {"nb": "Fakta", "nn": "Ligg nær i tyding", "en": "Close in meaning"}
    for lang, word in words.items():
        assert word in get(client, page_of(esco.NURSING), lang)


def test_lists_stand_in_norwegian_alphabetical_order() -> None:
    links = [
        queries.Link(text, Kind.SKILL, queries.Word(text, "nb")) for text in ("ånde", "Ære", "zoologi", "øke", "bo")
    ]

    assert [link.label.text for link in queries._sorted(links)] == ["bo", "zoologi", "Ære", "øke", "ånde"]


@pytest.mark.parametrize(
    ("isco", "styrk"), [("2221", ("2221", "2223")), ("7212", ("7212",)), ("9332", ()), ("22", ()), ("", ())]
)
def test_norwegian_codes_follow_the_international_ones_where_they_can(isco: str, styrk: tuple[str, ...]) -> None:
    assert styrk_codes(isco) == styrk


# --- The API ----------------------------------------------------------------------------------------------------------


def api(client: Client, path: str, **parameters: object) -> tuple[int, dict[str, object]]:
    response = client.get(f"/api/v1/taxonomy/{path}", parameters)
    return response.status_code, json.loads(response.content)


def test_the_api_searches_and_says_what_is_ours(small_world: None, client: Client) -> None:
    status, found = api(client, "search", q="buesveis", limit=1)

    assert status == 200
    hits = found["hits"]
    assert isinstance(hits, list)
    assert hits[0]["label"] == {"text": "vår sveising", "lang": "nb", "ours": True}
    assert hits[0]["matched"]["text"] == "buesveising"


@pytest.mark.parametrize("name", ["occupation/nurse", esco.NURSE])
def test_the_api_gives_a_concept_by_its_uri_or_its_short_path(small_world: None, client: Client, name: str) -> None:
    status, found = api(client, f"concepts/{name}", lang="en")

    assert status == 200
    assert found["uri"] == esco.NURSE
    assert [(need["uri"], need["type"], need["ours"]) for need in found["needs"]] == [  # type: ignore[attr-defined]
        (esco.NURSING, "essential", False),
        (esco.HYGIENE, "optional", False),
    ]
    assert found["styrk"] == ["2221", "2223"]


def test_the_api_refuses_in_problem_json(small_world: None, client: Client) -> None:
    assert api(client, "concepts/skill/none")[0] == 404
    assert api(client, "search", q="")[0] == 422
    assert api(client, "search", q="x", limit=1000)[0] == 422
    assert api(client, "search", q="x", kind="dragon")[0] == 422
    assert client.get("/api/v1/taxonomy/concepts/skill/none")["Content-Type"] == "application/problem+json"


def test_the_api_lists_versions(small_world: None, client: Client) -> None:
    versions = client.get("/api/v1/taxonomy/versions").json()

    assert [(v["version"], v["source"], v["active"]) for v in versions] == [("9.1.0", "official", True)]


def test_words_for_escos_codes_exist_in_every_language() -> None:
    from normi.taxonomy.templatetags.taxonomy import language_name, reuse_words, skill_type_words

    with translation.override("nn"):
        assert str(skill_type_words("knowledge")) == "noko du kan eller veit"
        assert str(reuse_words("something new")) == "something new"
        assert language_name("de") == "tysk"
        assert language_name("xx-not") == "xx-not"
