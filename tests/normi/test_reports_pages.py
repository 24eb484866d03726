"""The pages of a report: choosing, looking, downloading, and checking what somebody else holds."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries, Settings

from normi.accounts.models import User
from normi.reports import queries, signing, typesetting
from normi.reports.choices import PARTS
from normi.reports.models import ReportShare
from normi.reports.sheet import sheet_of
from skillengine.report import document
from tests.factories import make_user
from tests.reports import make_kari, make_report
from tests.stand_ins import BAKE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionary")]
CHOICE = {"parts": ["name", "skills", "proof"], "which": "all", "lang": "nb"}
ALL = {"parts": list(PARTS), "which": "all", "lang": "nb"}


@pytest.fixture(autouse=True)
def keys(settings: Settings, tmp_path: Path) -> Path:
    settings.KEY_FOLDER = tmp_path / "keys"
    return settings.KEY_FOLDER


@pytest.fixture
def kari() -> User:
    return make_kari()


@pytest.fixture
def signed_in(kari: User) -> Client:
    client = Client()
    client.force_login(kari)
    return client


def address(name: str, *args: Any) -> str:
    return reverse(f"reports:{name}", args=args)


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_contact_details_are_unticked_until_the_person_ticks_them(signed_in: Client) -> None:
    page = signed_in.get(address("choose")).content.decode()

    ticked = set(re.findall(r'name="parts" value="(\w+)" id="part-\w+" checked', page))
    assert "name" in ticked
    assert ticked.isdisjoint({"picture", "email", "phone", "address", "website", "goals"})


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_the_preview_says_what_the_pdf_says(signed_in: Client, lang: str) -> None:
    page = signed_in.post(address("preview"), {**ALL, "lang": lang}).content.decode()

    assert f'<article class="report" lang="{lang}">' in page
    shown = text_of(page)
    with override(lang):
        sheet = sheet_of(make_report(lang=lang), code="", check_address="")
    for heading in (section.heading for section in sheet.sections):
        assert heading in shown
    assert sheet.title in shown


def test_every_chart_has_a_description_and_a_table_after_it(signed_in: Client) -> None:
    page = signed_in.post(address("preview"), {**ALL, "lang": "en"}).content.decode()

    charts = [match.start() for match in re.finditer('class="report-chart" role="img"', page)]
    assert len(charts) == 2
    for start in charts:
        table = page.index("<table", start)
        assert page.index("</section>", start) > table
    assert "4 Experienced: 1; 3 Independent: 0; 2 With support: 1" in page


def test_each_skill_shows_level_basis_proof_and_last_use_in_words(signed_in: Client) -> None:
    shown = text_of(signed_in.post(address("preview"), {**ALL, "lang": "en"}).content.decode())

    assert (
        "weld metal Proved: Sveisesertifikat, Kontrollen Used: Sveiser, Verftet Own words: “sveise” "
        "4 Experienced Certificate or licence 2024"
    ) in shown
    assert "teach adults Not set Own word Not set" in shown


def test_downloads_are_files_with_the_persons_name_and_are_not_kept(signed_in: Client) -> None:
    pdf = signed_in.post(address("pdf"), CHOICE)
    found = signed_in.post(address("json"), CHOICE)

    assert pdf.content.startswith(b"%PDF-")
    assert re.search(r'filename="kompetanserapport-kari-nordmann-[\d-]+\.pdf"', pdf["Content-Disposition"])
    assert set(found.json()) == {"format", "version", "report", "signature"}
    assert "no-store" in pdf["Cache-Control"]
    assert not ReportShare.objects.exists()


def test_what_was_chosen_is_carried_along_and_can_be_changed(signed_in: Client) -> None:
    chosen = {**CHOICE, "which": "chosen", "chosen": [BAKE]}
    preview = signed_in.post(address("preview"), chosen).content.decode()
    again = signed_in.post(address("choose"), chosen).content.decode()

    assert f'<input type="hidden" name="chosen" value="{BAKE}">' in preview
    assert re.search(rf'value="{BAKE}" id="skill-\d+" checked', again)
    assert "sveise metall" not in text_of(preview)


@pytest.mark.parametrize(
    "wrong",
    [
        {"which": "all", "lang": "nb"},
        {**CHOICE, "lang": "sv"},
        {**CHOICE, "parts": ["salary"]},
        {**CHOICE, "which": "best"},
        {**CHOICE, "chosen": ["http://data.europa.eu/esco/skill/other"]},
    ],
)
@pytest.mark.parametrize("name", ["preview", "pdf", "json", "share"])
def test_a_choice_that_is_none_is_asked_again(signed_in: Client, wrong: dict[str, Any], name: str) -> None:
    response = signed_in.post(address(name), {**wrong, "days": 7})

    assert response.status_code == 422
    assert "ds-error-summary" in response.content.decode()
    assert not ReportShare.objects.exists()


def test_sharing_shows_the_link_once(signed_in: Client, kari: User) -> None:
    made = signed_in.post(address("share"), {**CHOICE, "days": 30, "recipient": "NAV Nesna"}).content.decode()

    (token,) = set(re.findall(r"/rapport/delt/([\w-]{43})/", made))
    assert queries.behind(token)["report"]["name"] == "Kari Nordmann"
    listed = signed_in.get(address("links")).content.decode()
    assert "NAV Nesna" in listed
    assert token not in listed
    row = ReportShare.objects.get()
    assert "NAV Nesna" in signed_in.get(address("link", row.pk)).content.decode()
    signed_in.post(address("withdraw", row.pk))
    assert Client().get(address("shared", token)).status_code == 404


def test_the_recipient_is_never_in_what_is_shared(signed_in: Client) -> None:
    made = signed_in.post(address("share"), {**CHOICE, "days": 30, "recipient": "Konkurrenten"}).content.decode()
    (token,) = set(re.findall(r"/rapport/delt/([\w-]{43})/", made))

    for name in ("shared", "shared_json"):
        assert "Konkurrenten" not in Client().post(address(name, token)).content.decode()


def test_a_person_with_nothing_yet_can_still_make_a_report() -> None:
    client = Client()
    client.force_login(make_user())

    for name in ("choose", "links"):
        assert client.get(address(name)).status_code == 200
    assert client.post(address("preview"), CHOICE).status_code == 200
    assert client.post(address("pdf"), CHOICE).content.startswith(b"%PDF-")


def test_what_a_person_writes_is_never_markup(signed_in: Client, kari: User) -> None:
    from normi.careers import actions as careers

    attack = "<script>alert(1)</script>{{ 7*7 }}"
    careers.save_contact(by=kari, name=attack, summary=attack)
    careers.save_experience(by=kari, title=attack, description=attack)

    page = signed_in.post(address("preview"), ALL).content.decode()

    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}") >= 4


def test_a_link_to_follow_is_only_of_the_web(signed_in: Client) -> None:
    from skillengine.report import Contact, Credential

    report = make_report(
        contact=Contact(website="javascript:alert(1)"), credentials=(Credential("Kurs", website="data:text/html,x"),)
    )
    sheet = sheet_of(report, code="", check_address="")

    assert [fact.link for fact in sheet.facts] == [""]
    assert [e.link for section in sheet.sections for e in section.entries if section.key == "credentials"] == [""]


@pytest.mark.parametrize("path", ["choose", "preview"])
def test_a_page_costs_a_fixed_number_of_queries(
    signed_in: Client, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    signed_in.get(address("choose"))

    with django_assert_max_num_queries(45):
        signed_in.post(address(path), ALL)


# --- Checking, by anyone ---------------------------------------------------------------------------------------


def checked(client: Client, **sent: Any) -> str:
    response = client.post(address("check"), sent, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def signed() -> dict[str, Any]:
    return signing.signed(document(make_report()))


def test_anyone_sees_when_a_report_was_made_and_that_it_is_unchanged(client: Client) -> None:
    page = checked(client, text=json.dumps(signed(), indent=2))

    assert "Made here on Nov. 25, 2026 at 10:00, and not changed since." in text_of(page)
    assert "The report is about Kari Nordmann. It shows 2 skills." in text_of(page)
    assert "Kompetanserapport: Kari Nordmann" in text_of(page)
    assert "Rør og stål." in text_of(page)


def test_a_changed_report_is_said_to_be_changed_and_shows_nothing(client: Client) -> None:
    found = signed()
    found["report"]["name"] = "Ola Nordmann"

    page = checked(client, text=json.dumps(found))

    assert "Not as it was made: this has been changed." in text_of(page)
    assert "Ola Nordmann" not in page


def test_the_code_of_the_pdf_is_enough(client: Client) -> None:
    page = text_of(checked(client, text=signed()["signature"]["code"]))

    assert "Made here on Nov. 25, 2026" in page
    assert "Compare the name, the day and the number of skills" in page


@pytest.mark.parametrize("kind", ["pdf", "json"])
def test_a_file_is_checked(client: Client, kind: str) -> None:
    found = signed()
    content = typesetting.pdf(found) if kind == "pdf" else json.dumps(found).encode()

    page = text_of(checked(client, file=SimpleUploadedFile(f"r.{kind}", content)))

    assert "not changed since" in page
    assert ("the one we made" in page) == (kind == "pdf")


@pytest.mark.parametrize("text", ["hello", "{}", "normi1.x.y"])
def test_what_is_not_ours_is_said_to_be_so(client: Client, text: str) -> None:
    signed()
    page = text_of(checked(client, text=text))

    assert "not changed since" not in page
    assert "We cannot say that this was made here." in page or "Not as it was made" in page


def test_nothing_and_too_much_are_refused_in_words(client: Client) -> None:
    nothing = client.post(address("check"), {"text": " "})
    large = client.post(address("check"), {"file": SimpleUploadedFile("r.pdf", b"%PDF-" + b"x" * (4 * 1024 * 1024))})

    assert (nothing.status_code, large.status_code) == (422, 413)


def test_checking_needs_no_account_and_stores_nothing(client: Client) -> None:
    assert client.get(address("check")).status_code == 200

    checked(client, text=json.dumps(signed()))

    assert set(client.cookies) <= {"normi_csrf"}
