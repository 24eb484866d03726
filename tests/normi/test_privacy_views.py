"""The privacy pages: what is kept, for anyone; everything about me, for me and nobody else."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries, Settings

from normi.accounts.models import User
from normi.privacy import actions, queries, views
from normi.privacy.models import SearchLog
from normi.privacy.register import Category, Purpose, declare_payload, register
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LANGUAGES = ("nb", "nn", "en")


@pytest.fixture(autouse=True)
def key_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.KEY_FOLDER = tmp_path / "keys"
    return settings.KEY_FOLDER


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, client: Client) -> Iterator[str]:
    client.cookies["normi_language"] = request.param
    with translation.override(request.param):
        yield request.param


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def search(term: str, person: User) -> None:
    actions.log_search(term=term, type="skill", user=person)


def test_anyone_can_read_what_is_kept_with_every_purpose_period_and_cookie(client: Client, language: str) -> None:
    page = client.get(reverse("privacy:overview")).content.decode()

    for declaration in register.declarations.values():
        assert str(declaration.purpose.label) in page
        assert str(declaration.retention.words) in page
    for cookie in ("normi_session", "normi_csrf", "normi_language"):
        assert f"<code>{cookie}</code>" in page


def test_the_page_says_who_answers_for_the_data_and_where_to_complain(client: Client, settings: Settings) -> None:
    settings.OPERATOR_NAME, settings.OPERATOR_EMAIL = "Prøve AS", "post@example.no"

    page = client.get(reverse("privacy:overview")).content.decode()

    assert "Prøve AS" in page
    assert "mailto:post@example.no" in page
    assert settings.OPERATOR_PHONE in page
    assert 'href="https://www.datatilsynet.no/"' in page


@pytest.mark.parametrize("name", ["privacy:mine", "privacy:mine_json"])
def test_a_visitor_is_asked_to_log_in_first(client: Client, name: str) -> None:
    response = client.get(reverse(name))

    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_only_a_form_deletes_searches() -> None:
    person = make_user()
    search("sveising", person)

    assert signed_in(person).get(reverse("privacy:erase_searches")).status_code == 405
    assert SearchLog.objects.of(person).count() == 1


def test_a_person_sees_and_downloads_their_own_and_nothing_of_the_other() -> None:
    kari, ola = make_user("kari@example.no"), make_user("ola@example.no")
    search("sveising", kari)
    search("dreiebenk", ola)
    client = signed_in(kari)

    for name in ("privacy:mine", "privacy:mine_json"):
        shown = client.get(reverse(name)).content.decode()
        assert "kari@example.no" in shown
        assert "sveising" in shown
        assert "ola@example.no" not in shown
        assert "dreiebenk" not in shown
        assert signed_in(ola).get(reverse(name)).content.decode().count("dreiebenk") == 1


def test_the_file_holds_every_declared_table_and_every_declared_field() -> None:
    person = make_user("kari@example.no")
    search("sveising", person)

    response = signed_in(person).get(reverse("privacy:mine_json"))
    archive = json.loads(response.content)
    tables = {table["table"]: table for table in archive["tables"]}

    assert set(tables) == {declaration.label for declaration in register.declarations.values()}
    for declaration in register.declarations.values():
        for row in tables[declaration.label]["rows"]:
            assert set(row) == set(declaration.fields)
    assert tables["accounts.User"]["rows"][0]["email"] == "kari@example.no"
    assert [row["term"] for row in tables["privacy.SearchLog"]["rows"]] == ["sveising"]
    assert response.headers["Content-Disposition"] == 'attachment; filename="normi-my-data.json"'
    assert response.headers["Cache-Control"] == "no-store"


def test_what_one_logs_in_with_is_said_to_be_stored_and_is_not_shown() -> None:
    person = make_user()
    client = signed_in(person)

    for name in ("privacy:mine", "privacy:mine_json"):
        shown = client.get(reverse(name)).content.decode()
        assert person.password not in shown
        assert PASSWORD not in shown
        assert client.cookies["normi_session"].value not in shown
        assert str(queries.NOT_SHOWN) in shown
    assert register.declarations[User].fields["password"] is Category.SECRET


def test_a_field_nobody_declared_is_not_shown_either() -> None:
    person = make_user("kari@example.no")
    declaration = register.declarations[User]
    without = type(declaration)(
        **{**vars(declaration), "fields": {k: v for k, v in declaration.fields.items() if k != "email"}}
    )

    table = queries.table_of(without, person, None)

    assert {cell.name: cell.plain for cell in table.rows[0]}["email"] == queries.NOT_SHOWN


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job whose arguments name a person, declared for the length of this test."""
    monkeypatch.setattr(register, "stores", dict(register.stores))
    declare_payload(
        "letters.send",
        fields={"person": Category.TECHNICAL, "letter": Category.TECHNICAL},
        subject="person",
        purpose=Purpose.ACCOUNT,
        words="Sends a letter",
    )


@pytest.mark.usefixtures("letters")
def test_work_that_waits_for_a_person_is_theirs_to_see_and_nobody_elses() -> None:
    kari, ola = make_user(), make_user()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args) values ('default', 'letters.send', %s)",
            [json.dumps({"person": kari.pk, "letter": 417})],
        )

    tables = {table.declaration.label: table for table in queries.everything_about(kari)}
    (job,) = tables["procrastinate.ProcrastinateJob"].rows

    assert {cell.name: cell.text for cell in job}["args"] == json.dumps({"letter": 417, "person": kari.pk})
    assert tables["procrastinate.ProcrastinateEvent"].count == 1
    assert [
        table for table in queries.everything_about(ola) if "procrastinate" in table.declaration.label and table.rows
    ] == []


def test_a_person_deletes_their_searches_and_only_theirs() -> None:
    kari, ola = make_user(), make_user()
    search("sveising", kari)
    search("sveising", ola)

    response = signed_in(kari).post(reverse("privacy:erase_searches"))

    assert response.headers["Location"] == reverse("privacy:mine")
    assert SearchLog.objects.of(kari).count() == 0
    assert SearchLog.objects.of(ola).count() == 1


def test_a_long_list_is_cut_on_the_page_and_whole_in_the_file() -> None:
    person = make_user()
    for number in range(views.MOST_ROWS_SHOWN + 3):
        search(f"ferdighet {number}", person)

    tables = {
        table.declaration.label: table for table in queries.everything_about(person, most_rows=views.MOST_ROWS_SHOWN)
    }
    archive = queries.archive(person, made_at=timezone.now())

    assert tables["privacy.SearchLog"].more == 3
    rows = {table["table"]: table["rows"] for table in archive["tables"]}  # type: ignore[attr-defined]
    assert len(rows["privacy.SearchLog"]) == views.MOST_ROWS_SHOWN + 3


def test_more_rows_do_not_mean_more_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    person = make_user()
    for number in range(20):
        search(f"ferdighet {number}", person)
    client = signed_in(person)

    with django_assert_max_num_queries(len(register.declarations) + 10):
        client.get(reverse("privacy:mine"))
