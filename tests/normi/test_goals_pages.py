"""Pages and API of goals and roles: the whole way, a stranger on every page, the reach of a token."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from normi.accounts import actions as accounts
from normi.accounts.models import User
from normi.goals import actions, advice, queries
from normi.goals.models import Dismissal, Goal
from tests.factories import make_user
from tests.normi.flat_space import aim, body, knows, signed_in
from tests.stand_ins import BAKE, BAKER, SING, SMITH, TEACH, WELD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionary", "flat_space")]


@pytest.fixture
def kari() -> User:
    return make_user("kari@example.no")


# --- Pages ------------------------------------------------------------------------------------------------------------

PAGES = ("overview", "learn", "near", "openings", "put_away")


def test_a_visitor_sees_what_a_role_asks_for_and_nothing_of_anybody(client: Client) -> None:
    page = body(client.get(reverse("goals:role", args=["occupation/smith"])))

    assert "sveise metall" in page
    assert "poeng" not in page
    assert client.get(reverse("goals:role", args=["skill/weld"])).status_code == 404


def test_one_finds_a_role_by_searching(kari: User, client: Client) -> None:
    assert "smed" not in body(client.get(reverse("goals:roles")))
    assert client.get(reverse("goals:roles"), {"q": "x\x00"}).status_code == 200
    assert "Fant ingen" in body(client.get(reverse("goals:roles"), {"q": "zzz"}))


def test_the_whole_way_without_javascript(kari: User) -> None:
    knows(kari, bake=None, teach=1)
    browser = signed_in(kari)

    chosen = browser.post(reverse("goals:choose"), {"rolle": SMITH}, follow=True)
    browser.post(reverse("goals:choose"), {"rolle": BAKER})
    moved = browser.post(reverse("goals:move"), {"rolle": BAKER, "retning": "opp"}, follow=True)
    gap = browser.get(reverse("goals:gap", args=["occupation/smith"]))
    removed = browser.post(reverse("goals:remove"), {"rolle": BAKER}, follow=True)
    browser.post(reverse("goals:choose"), {"rolle": BAKER, "plass": "1"})

    assert "9 av 21 poeng" in body(chosen)
    assert body(moved).index("baker") < body(moved).index("smed")
    assert "6 av 9" in body(gap)
    assert "Angre" in body(removed)
    assert queries.goal_uris(kari) == [BAKER, SMITH]


def test_advice_on_the_front_page_can_be_put_away_and_brought_back(kari: User, client: Client) -> None:
    browser = signed_in(kari)
    front = body(browser.get(reverse("front")))

    browser.post(reverse("goals:dismiss"), {"slag": "profile", "om": "goal"})
    after = body(browser.get(reverse("front")))
    away = body(browser.get(reverse("goals:put_away")))
    browser.post(reverse("goals:bring_back"), {"slag": "profile", "om": "goal"})

    assert "Velg et mål" in front
    assert "ingenting som andre" in front
    assert "Velg et mål" not in after
    assert "Velg et mål" in away
    assert "Velg et mål" in body(browser.get(reverse("front")))
    assert "Velg et mål" not in body(client.get(reverse("front")))


def test_what_is_said_first_and_every_reason_is_free_of_jargon(kari: User) -> None:
    knows(kari, bake=None, teach=1)
    aim(kari, SMITH, BAKER)
    browser = signed_in(kari)
    addresses = [reverse(f"goals:{name}") for name in (*PAGES, "roles")]
    addresses += [reverse(f"goals:{name}", args=["occupation/smith"]) for name in ("role", "gap")]

    said = [re.findall(r'class="lead[^>]*>([^<]+)<', body(browser.get(address)))[0] for address in addresses]
    said += [one.why for one in advice.recommendations(kari, "nb").all]
    said += [line.why for line in queries.gap(kari, SMITH, "nb").lines]
    said += [step.why for step in queries.next_steps(kari, "nb")]

    assert len(said) > len(addresses)
    assert not [
        words for words in said if re.search(r"esco|uri\b|konsept|begrep|vektor|cosinus|score", words, re.IGNORECASE)
    ]


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_ones_own_need_a_login(client: Client, name: str) -> None:
    assert client.get(reverse(f"goals:{name}")).status_code == 302


@pytest.mark.parametrize("name", ["choose", "remove", "move", "dismiss", "bring_back"])
def test_changes_need_a_login_and_a_post(client: Client, kari: User, name: str) -> None:
    assert client.post(reverse(f"goals:{name}"), {"rolle": SMITH}).status_code == 302
    assert signed_in(kari).get(reverse(f"goals:{name}")).status_code == 405
    assert not Goal.objects.exists()


def test_a_stranger_reaches_nothing_of_anothers(kari: User) -> None:
    knows(kari, bake=None, teach=1)
    aim(kari, SMITH, BAKER)
    actions.dismiss(by=kari, advice="skill", about=TEACH)
    stranger = signed_in(make_user())

    stranger.post(reverse("goals:remove"), {"rolle": SMITH})
    stranger.post(reverse("goals:bring_back"), {"slag": "skill", "om": TEACH})
    pages = [body(stranger.get(reverse(f"goals:{name}"))) for name in PAGES]
    gap = body(stranger.get(reverse("goals:gap", args=["occupation/smith"])))

    assert stranger.post(reverse("goals:move"), {"rolle": SMITH, "retning": "ned"}).status_code == 409
    assert (queries.goal_uris(kari), Dismissal.objects.count()) == ([SMITH, BAKER], 1)
    assert not any("smed" in page or "undervise" in page for page in (pages[0], pages[1], pages[2], pages[4]))
    assert "0 av 21 poeng" in gap


def test_no_page_asks_the_database_more_for_a_longer_list(
    kari: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    knows(kari, bake=None, teach=1, sing=2, weld=4)
    aim(kari, SMITH, BAKER)
    browser = signed_in(kari)
    addresses = [reverse(f"goals:{name}") for name in PAGES]
    addresses += [reverse(f"goals:{name}", args=["occupation/smith"]) for name in ("role", "gap")]
    browser.get(reverse("front"))

    for address in (*addresses, reverse("front")):
        with django_assert_max_num_queries(14):
            assert browser.get(address).status_code == 200


# --- The API ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def token(kari: User) -> dict[str, str]:
    secret = accounts.create_token(by=kari, name="test", scope="goals:write", days=30).secret
    return {"Authorization": f"Bearer {secret}"}


def test_the_same_in_the_api(kari: User, client: Client, token: dict[str, str]) -> None:
    knows(kari, bake=None, teach=1)

    def send(method: str, path: str, sent: object) -> int:
        url = f"/api/v1/goals{path}"
        kind = "application/json"
        return client.generic(method, url, json.dumps(sent), content_type=kind, headers=token).status_code

    def read(path: str, **asked: object) -> object:
        return client.get(f"/api/v1/goals{path}", asked, headers=token).json()

    sent = [
        send("POST", "", {"uri": SMITH}),
        send("POST", "", {"uri": BAKER}),
        send("POST", "", {"uri": WELD}),
        send("PUT", "/order", {"uris": [BAKER, SMITH]}),
        send("PUT", "/order", {"uris": [BAKER]}),
        send("DELETE", f"?uri={BAKER}", {}),
        send("POST", "/advice/put-away", {"kind": "skill", "about": TEACH}),
    ]
    gap = read("/gap", role="occupation/smith")
    near = read("/near-roles")

    assert sent == [204, 204, 422, 204, 422, 204, 204]
    assert read("") == [
        {
            "role": {"uri": SMITH, "label": "smed"},
            "place": 1,
            "points": {"points": 9, "possible": 21, "have": 3, "partly": 6, "percent": 42},
            "missing": 1,
        }
    ]
    assert sum(line["points"] for line in gap["lines"]) == gap["points"]["points"] == 9  # type: ignore[index]
    assert (gap["source"], gap["goal"], gap["lines"][0]["neighbour"]) == ("ours", 1, BAKE)  # type: ignore[index]
    assert [step["skill"]["uri"] for step in read("/next-steps")] == [TEACH, SING, WELD]  # type: ignore[attr-defined]
    assert (near["goal"], near["roles"][0]["role"]["uri"]) == (SMITH, BAKER)  # type: ignore[index]
    assert read("/what-if")["open_at_percent"] == 60  # type: ignore[index]
    assert [one["about"] for one in read("/advice/put-away")] == [TEACH]  # type: ignore[attr-defined]
    assert TEACH not in {one["about"] for one in read("/advice")}  # type: ignore[attr-defined]
    assert send("DELETE", f"/advice/put-away?kind=skill&about={TEACH}", {}) == 204
    assert TEACH in {one["about"] for one in read("/advice")}  # type: ignore[attr-defined]


def test_a_token_for_something_else_opens_no_goals(kari: User, client: Client) -> None:
    secret = accounts.create_token(by=kari, name="other", scope="career:write", days=30).secret
    reading = accounts.create_token(by=kari, name="read", scope="goals:read", days=30).secret

    def ask(secret: str, **sent: object) -> int:
        headers = {"Authorization": f"Bearer {secret}"}
        if sent:
            body = json.dumps(sent)
            return client.post("/api/v1/goals", body, content_type="application/json", headers=headers).status_code
        return client.get("/api/v1/goals", headers=headers).status_code

    assert (ask(secret), ask(reading), ask(reading, uri=SMITH)) == (403, 200, 403)
    assert client.get("/api/v1/goals").status_code == 401
