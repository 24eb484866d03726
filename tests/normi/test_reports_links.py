"""Links to reports: who may read what is behind them, for how long, and what is left when they are gone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from normi.accounts.actions import erase_account
from normi.accounts.models import User
from normi.careers import actions as careers
from normi.config.log_lines import HideKeys
from normi.errors import Conflict, Invalid, NotAllowed, NotFound
from normi.profiles import actions as skills
from normi.reports import actions, queries, sealing
from normi.reports.choices import Choice
from normi.reports.models import ReportOpening, ReportShare
from tests.factories import make_user
from tests.reports import EVERYTHING, make_kari
from tests.stand_ins import BAKE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionary", "own_folders")]


@pytest.fixture
def own_folders(settings: Settings, tmp_path: Any) -> None:
    settings.KEY_FOLDER = tmp_path / "keys"


@pytest.fixture
def kari() -> User:
    return make_kari()


def shared(by: User, days: int = 7, **more: Any) -> actions.Link:
    return actions.share_report(by=by, choice=EVERYTHING, days=days, **more)


def address(link: actions.Link, name: str = "shared") -> str:
    return reverse(f"reports:{name}", args=[link.token])


def age(link: actions.Link, **time: int) -> None:
    """Let time pass for a link."""
    back = timedelta(**time)
    row = link.share
    ReportShare.objects.filter(pk=row.pk).update(created_at=row.created_at - back, expires_at=row.expires_at - back)


def test_a_reader_without_an_account_opens_the_report_and_the_owner_sees_when(kari: User, client: Client) -> None:
    link = shared(kari)

    door = client.get(address(link))
    opened = client.post(address(link))

    assert "Kari" not in door.content.decode()
    assert ReportOpening.objects.count() == 1
    assert "Kari Nordmann" in opened.content.decode()
    assert "Sveisesertifikat" in opened.content.decode()
    (row,) = queries.links_of(kari)
    assert queries.as_shared(row).openings == 1
    assert queries.as_shared(row).last_opened is not None


def test_looking_at_the_door_is_not_opening(kari: User, client: Client) -> None:
    """Programs that make previews of links fetch the address, and must neither see anything nor be counted."""
    link = shared(kari)

    client.get(address(link))
    client.head(address(link))

    assert not ReportOpening.objects.exists()


def test_the_owner_is_not_counted(kari: User) -> None:
    link, client = shared(kari), Client()
    client.force_login(kari)

    assert client.post(address(link)).status_code == 200

    assert not ReportOpening.objects.exists()


def test_somebody_else_who_is_signed_in_is_counted_without_a_name(kari: User) -> None:
    link, client = shared(kari), Client()
    client.force_login(make_user())

    client.post(address(link))

    assert {field.name for field in ReportOpening._meta.fields} == {"id", "share", "opened_at"}
    assert ReportOpening.objects.count() == 1


@pytest.mark.parametrize(("name", "start"), [("shared_pdf", b"%PDF-"), ("shared_json", b"{")])
def test_the_reader_may_download_what_they_see(kari: User, client: Client, name: str, start: bytes) -> None:
    response = client.post(address(shared(kari), name))

    assert response.content.startswith(start)
    assert queries.verdict_on(response.content).state is queries.State.GENUINE
    assert ReportOpening.objects.count() == 1


def test_the_link_shows_the_day_it_was_made_not_today(kari: User) -> None:
    link = shared(kari)

    skills.remove_skill(by=kari, concept_uri=BAKE)
    careers.save_contact(by=kari, name="Kari Hansen")

    found = queries.behind(link.token)["report"]
    assert found["name"] == "Kari Nordmann"
    assert BAKE in [skill["uri"] for skill in found["skills"]]


def dead_links(kari: User) -> dict[str, str]:
    expired, withdrawn, locked_out = shared(kari), shared(kari), shared(make_kari("ola@example.no"))
    age(expired, days=8)
    actions.withdraw(by=kari, share=withdrawn.share)
    User.objects.filter(pk=locked_out.share.owner_id).update(is_active=False)
    return {
        "expired": expired.token,
        "withdrawn": withdrawn.token,
        "owner gone": locked_out.token,
        "invented": "x" * 43,
        "odd": "%00",
    }


def test_a_link_that_does_not_work_says_the_same_whatever_the_reason(kari: User, client: Client) -> None:
    tokens = dead_links(kari)

    answers = {
        what: client.request(**asked(way, token))
        for token in tokens.values()
        for what, way in {f"{token} {way}": way for way in ("GET", "POST")}.items()
    }

    assert {response.status_code for response in answers.values()} == {404}
    assert len({without_what_differs(response.content.decode()) for response in answers.values()}) == 1
    assert not ReportOpening.objects.exists()


def asked(way: str, token: str) -> dict[str, Any]:
    return {"REQUEST_METHOD": way, "PATH_INFO": reverse("reports:shared", args=[token])}


def without_what_differs(page: str) -> str:
    """A page without its form tokens, and without its own address, which the language form carries."""
    return re.sub(r'value="(/rapport/delt/[^"]*|[A-Za-z0-9]{64})"', "", page)


def test_a_withdrawn_link_leaves_nothing_to_read(kari: User) -> None:
    link = shared(kari)

    for _ in range(2):
        actions.withdraw(by=kari, share=link.share)

    row = ReportShare.objects.get(pk=link.share.pk)
    assert bytes(row.sealed) == b""
    with pytest.raises(NotFound):
        queries.behind(link.token)


def test_the_database_cannot_tell_what_is_behind_a_link(kari: User) -> None:
    link = shared(kari)

    with connection.cursor() as cursor:
        cursor.execute("select reports_reportshare::text, encode(sealed, 'escape') from reports_reportshare")
        stored = str(cursor.fetchall())

    for secret in (link.token, "Nordmann", "Sveisesertifikat", "Storgata"):
        assert secret not in stored
    assert "Nordmann" in str(queries.behind(link.token))


def test_what_is_stored_opens_with_its_own_link_only(kari: User) -> None:
    sealed = sealing.seal("one", b"words")

    assert sealing.unseal("one", sealed) == b"words"
    for token, content in (("other", sealed), ("one", sealed[:-1]), ("one", b""), ("one", sealed[:5])):
        with pytest.raises(sealing.NotOurs):
            sealing.unseal(token, content)


def test_a_row_moved_behind_another_link_does_not_open(kari: User) -> None:
    one, other = shared(kari), shared(make_kari("ola@example.no"))
    ReportShare.objects.filter(pk=one.share.pk).update(sealed=ReportShare.objects.get(pk=other.share.pk).sealed)

    with pytest.raises(NotFound):
        queries.behind(one.token)


def test_a_stranger_neither_sees_nor_takes_back_a_link(kari: User) -> None:
    link, stranger, client = shared(kari), make_user(), Client()
    client.force_login(stranger)

    with pytest.raises(NotAllowed):
        actions.withdraw(by=stranger, share=link.share)
    seen = client.get(reverse("reports:link", args=[link.share.pk]))
    taken = client.post(reverse("reports:withdraw", args=[link.share.pk]))

    assert (seen.status_code, taken.status_code) == (404, 404)
    assert not queries.links_of(stranger).exists()
    assert not ReportOpening.objects.visible_to(stranger).exists()
    assert queries.behind(link.token)


@pytest.mark.parametrize("name", ["choose", "preview", "links"])
def test_nobody_signs_in_for_them(client: Client, name: str) -> None:
    assert client.get(reverse(f"reports:{name}")).status_code == 302


def test_only_a_known_period_is_taken(kari: User) -> None:
    with pytest.raises(Invalid):
        shared(kari, days=365)

    assert not ReportShare.objects.exists()


def test_an_empty_or_unknown_choice_is_refused(kari: User) -> None:
    for choice in (Choice(frozenset()), Choice(frozenset({"salary"})), Choice(lang="sv")):
        with pytest.raises(Invalid):
            actions.share_report(by=kari, choice=choice, days=7)


def test_there_is_an_end_to_how_many_links_work_at_once(kari: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_LINKS", 2)
    first = shared(kari)
    shared(kari)

    with pytest.raises(Conflict):
        shared(kari)

    actions.withdraw(by=kari, share=first.share)
    assert shared(kari)


def test_old_links_are_emptied_when_they_expire_and_forgotten_after_thirty_days(kari: User, client: Client) -> None:
    fresh, expired, old, withdrawn = (shared(kari) for _ in range(4))
    client.post(address(old))
    age(expired, days=8)
    age(old, days=7 + 31)
    actions.withdraw(by=kari, share=withdrawn.share)
    ReportShare.objects.filter(pk=withdrawn.share.pk).update(withdrawn_at=timezone.now() - timedelta(days=31))

    actions.purge_old_links(now=timezone.now())

    left = {row.pk: bytes(row.sealed) for row in ReportShare.objects.all()}
    assert set(left) == {fresh.share.pk, expired.share.pk}
    assert left[expired.share.pk] == b""
    assert left[fresh.share.pk] != b""
    assert not ReportOpening.objects.exists()


def test_erasing_the_person_erases_links_and_openings(kari: User, client: Client) -> None:
    link = shared(kari)
    client.post(address(link))

    erase_account(by=kari)

    assert not ReportShare.objects.exists()
    assert not ReportOpening.objects.exists()
    assert client.get(address(link)).status_code == 404


def test_search_engines_and_other_sites_learn_nothing(kari: User, client: Client) -> None:
    link = shared(kari)
    for response in (client.get(address(link)), client.post(address(link)), client.post(address(link, "shared_pdf"))):
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "same-origin"
        assert "no-store" in response["Cache-Control"]


def test_a_link_is_never_written_in_the_log(kari: User, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    """A form that is refused, and an address with its last letter lost, are both written by Django."""
    link = shared(kari)
    strict = Client(enforce_csrf_checks=True)
    caplog.handler.addFilter(HideKeys())

    strict.post(address(link))
    client.get(reverse("reports:shared", args=[link.token[:-1]]))
    client.get(reverse("reports:shared_pdf", args=[link.token]))

    assert len(caplog.records) >= 3
    assert link.token[:-1] not in caplog.text
    assert "/rapport/delt/…/" in caplog.text


def test_every_line_of_the_log_passes_the_filter() -> None:
    for handler in django_settings.LOGGING["handlers"].values():
        assert handler["filters"] == ["keys"]


def test_the_list_of_links_costs_the_same_however_long_it_is(
    kari: User, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        link = shared(kari, recipient=f"Mottaker {number}")
        actions.open_link(token=link.token, by=None)
    client.force_login(kari)

    with django_assert_max_num_queries(8):
        page = client.get(reverse("reports:links")).content.decode()

    assert page.count("Mottaker") >= 12
    with django_assert_max_num_queries(8):
        client.get(reverse("reports:link", args=[link.share.pk]))
