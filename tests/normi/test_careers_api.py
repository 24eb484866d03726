"""The API of a working life answers what the pages do, to the right person, and only for what a token is for."""

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from normi.accounts import actions as accounts
from normi.accounts.models import User
from normi.careers import actions
from normi.profiles import actions as skills
from tests.factories import make_user
from tests.stand_ins import BAKE, SING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionary")]
ROOT = "/api/v1/profile/career"
ENTRIES = {
    "experiences": ({"title": "Baker", "kind": "voluntary", "started": "2019-08"}, {"place": "Nesna"}),
    "educations": ({"qualification": "Fagbrev", "eqf_level": 4}, {"grade": "Bestått"}),
    "credentials": ({"name": "Førerkort", "issued": "2010"}, {"expires": "2050"}),
    "languages": ({"code": "so", "reading": "B1"}, {"writing": "A2"}),
}


@pytest.fixture
def kari() -> User:
    return make_user()


class Caller:
    """A program with one person's token."""

    def __init__(self, user: User, *scopes: str) -> None:
        issued = accounts.create_token(by=user, name="test", scope=" ".join(scopes), days=30)
        self.headers = {"Authorization": f"Bearer {issued.secret}"}
        self.client = Client()

    def __call__(self, method: str, path: str, body: object = None) -> Any:
        content = json.dumps(body) if body is not None else ""
        return self.client.generic(
            method, f"{ROOT}{path}", content, content_type="application/json", headers=self.headers
        )


def hers(user: User) -> Caller:
    return Caller(user, "career:write", "profile:write")


@pytest.mark.parametrize("kind", ENTRIES)
def test_each_kind_is_added_changed_read_and_deleted(kari: User, kind: str) -> None:
    call, (new, change) = hers(kari), ENTRIES[kind]

    added = call("POST", f"/{kind}", new)
    assert added.status_code == 201
    row = added.json()["id"]
    changed = call("PATCH", f"/{kind}/{row}", change)

    assert changed.status_code == 200
    (listed,) = call("GET", "").json()[kind]
    assert listed == changed.json()
    assert listed.items() >= {**new, **change, "id": row}.items()
    assert call("DELETE", f"/{kind}/{row}").status_code == 204
    assert call("GET", "").json()[kind] == []


@pytest.mark.parametrize("kind", ENTRIES)
def test_a_stranger_and_a_program_without_a_token_get_nothing(kari: User, kind: str) -> None:
    row = hers(kari)("POST", f"/{kind}", ENTRIES[kind][0]).json()["id"]
    stranger = hers(make_user())

    assert stranger("PATCH", f"/{kind}/{row}", {}).status_code == 404
    assert stranger("DELETE", f"/{kind}/{row}").status_code == 404
    assert stranger("PUT", f"/{kind}/{row}/skills", {"uris": []}).status_code == 404
    assert stranger("POST", f"/{kind}/{row}/text").status_code == 404
    assert Client().delete(f"{ROOT}/{kind}/{row}").status_code == 401
    assert len(hers(kari)("GET", "").json()[kind]) == 1


def test_what_is_wrong_is_a_problem_with_a_remedy(kari: User) -> None:
    answer = hers(kari)("POST", "/experiences", {"title": "Baker", "started": "2020", "ended": "2019"})

    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert hers(kari)("GET", "").json()["experiences"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "\ud800"},
        {"title": "Baker", "description": "\udfff"},
        {"title": 7},
        {"title": None},
        {"title": "Baker", "kind": "\x00"},
        {"title": "Baker", "is_current": "perhaps"},
        {"title": "Baker", "occupation_uri": "x" * 201},
        {"title": "Baker", "started": "9" * 40},
        [],
    ],
)
def test_whatever_a_program_sends_it_gets_an_answer_it_can_use(kari: User, wrong: object) -> None:
    answer = hers(kari)("POST", "/experiences", wrong)

    assert answer.status_code == 422
    assert answer.json()["detail"]


@pytest.mark.parametrize("level", [0, 9, -1, 10**30])
def test_no_level_of_education_outside_the_eight_is_taken(kari: User, level: int) -> None:
    assert hers(kari)("POST", "/educations", {"qualification": "Fagbrev", "eqf_level": level}).status_code == 422


@pytest.mark.parametrize(
    ("scopes", "method", "path", "status"),
    [
        (("career:read",), "GET", "", 200),
        (("career:read",), "DELETE", "/contact", 403),
        (("profile:write",), "GET", "", 403),
        (("career:write",), "DELETE", "/contact", 204),
        (("career:write",), "GET", "/skills", 403),
        (("career:read", "profile:read"), "GET", "/skills", 200),
    ],
)
def test_a_token_is_good_for_its_areas_alone(
    kari: User, scopes: tuple[str, ...], method: str, path: str, status: int
) -> None:
    assert Caller(kari, *scopes)(method, path).status_code == status


def test_contact_is_told_and_forgotten(kari: User) -> None:
    call = hers(kari)

    call("PATCH", "/contact", {"name": "Kari", "country": "NO"})
    told = call("PATCH", "/contact", {"phone": "41234567"}).json()

    assert (told["name"], told["phone"], told["country"]) == ("Kari", "41234567", "NO")
    call("DELETE", "/contact")
    assert call("GET", "").json()["contact"]["name"] == ""


def test_skills_are_found_in_an_entry_and_ticked_for_it(kari: User) -> None:
    call = hers(kari)
    job = call("POST", "/experiences", {"title": "Baker", "description": "Lærte å bake."}).json()["id"]
    skills.add_skill(by=kari, concept_uri=SING)

    read = call("POST", f"/experiences/{job}/text")
    assert read.status_code == 201
    for suggestion in kari.texts.get(pk=read.json()["text_id"]).suggestions.all():
        skills.accept_skill(by=kari, suggestion=suggestion)
    assert call("PUT", f"/experiences/{job}/skills", {"uris": [SING]}).status_code == 204

    assert {use["uri"]: use["places"] for use in call("GET", "/skills").json()} == {
        SING: [{"kind": "experience", "id": job, "from_text": False}],
        BAKE: [{"kind": "experience", "id": job, "from_text": True}],
    }
    assert call("PUT", f"/experience/{job}/skills", {"uris": []}).status_code == 404
    assert call("POST", f"/credentials/{job}/text").status_code == 404


def test_a_picture_is_set_read_and_deleted(kari: User) -> None:
    call, file = hers(kari), io.BytesIO()
    Image.new("RGB", (200, 300), "teal").save(file, "JPEG")
    upload = SimpleUploadedFile("meg.jpg", file.getvalue(), content_type="image/jpeg")

    sent = call.client.post(f"{ROOT}/picture", {"picture": upload, "zoom": 200}, headers=call.headers)

    assert sent.status_code == 204
    answer = call("GET", "/picture")
    assert Image.open(io.BytesIO(answer.content)).size == (100, 100)
    assert hers(make_user())("GET", "/picture").status_code == 404
    assert call("DELETE", "/picture").status_code == 204
    assert call("GET", "/picture").status_code == 404


def test_reading_a_career_never_shows_another(kari: User) -> None:
    actions.save_contact(by=kari, name="Kari")

    assert hers(make_user())("GET", "").json()["contact"]["name"] == ""
