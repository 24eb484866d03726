"""A signature fits one report, whoever wrote it last; and what was signed before a new key can still be checked."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from normi.reports import queries, signing
from normi.reports.queries import State
from skillengine.report import canonical, document
from tests.reports import make_report


@pytest.fixture(autouse=True)
def keys(settings: Settings, tmp_path: Path) -> Path:
    settings.KEY_FOLDER = tmp_path / "keys"
    return settings.KEY_FOLDER


def signed() -> dict[str, Any]:
    return signing.signed(document(make_report()))


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every text and number of a document."""
    if isinstance(value, dict):
        return [found for name, item in value.items() for found in places(item, (*path, name))]
    if isinstance(value, list):
        return [found for number, item in enumerate(value) for found in places(item, (*path, number))]
    return [path]


def changed(found: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    turned = copy.deepcopy(found)
    inner: Any = turned
    for step in path[:-1]:
        inner = inner[step]
    old = inner[path[-1]]
    inner[path[-1]] = (not old) if isinstance(old, bool) else old + (1 if isinstance(old, int) else "x")
    return turned


def test_what_was_signed_is_unchanged_however_it_is_laid_out() -> None:
    found = signed()
    laid_out = json.loads(json.dumps(dict(reversed(found.items())), indent=3, ensure_ascii=True))

    assert signing.is_unchanged(found)
    assert signing.is_unchanged(laid_out)


def test_a_change_anywhere_is_noticed() -> None:
    found = signed()
    for path in places({name: part for name, part in found.items() if name != "signature"}):
        assert not signing.is_unchanged(changed(found, path)), path


def test_what_is_added_or_taken_away_is_noticed() -> None:
    found = signed()
    more = {**found, "report": {**found["report"], "headline": "Professor"}}
    less = {**found, "report": {name: part for name, part in found["report"].items() if name != "credentials"}}

    assert not signing.is_unchanged(more)
    assert not signing.is_unchanged(less)
    assert not signing.is_unchanged({**found, "note": "more"})


def test_anyone_can_check_with_the_published_key_and_nothing_of_ours() -> None:
    """As the documentation says it: take the signature away, write the rest as RFC 8785, verify with the JWK."""
    from base64 import urlsafe_b64decode

    found = json.loads(json.dumps(signed()))
    signature = found.pop("signature")
    (jwk,) = [key for key in queries.public_key_set()["keys"] if key["kid"] == signature["key"]]
    raw, value = (urlsafe_b64decode(text + "==") for text in (jwk["x"], signature["value"]))

    Ed25519PublicKey.from_public_bytes(raw).verify(value, canonical(found))

    assert (jwk["kty"], jwk["crv"]) == ("OKP", "Ed25519")


def test_after_a_new_key_old_reports_can_still_be_checked(keys: Path) -> None:
    old = signed()
    private = (keys / "report.key").read_bytes()

    name = signing.rotate()

    new = signed()
    assert new["signature"]["key"] == name != old["signature"]["key"]
    assert signing.is_unchanged(old)
    assert signing.is_unchanged(new)
    assert signing.claim_of(old["signature"]["code"]) is not None
    assert (keys / "report.key").read_bytes() != private
    assert len(queries.public_key_set()["keys"]) == 2


def test_the_operator_sees_the_keys_and_makes_a_new_one(capsys: pytest.CaptureFixture[str]) -> None:
    old = signed()["signature"]["key"]

    call_command("report_key")
    before = capsys.readouterr().out
    call_command("report_key", "--new")
    after = capsys.readouterr().out

    assert before == f"{old}  signs now\n"
    assert f"{old}\n" in after
    assert after.count("signs now") == 1
    assert f"{old}  signs now" not in after


def test_the_private_key_is_for_the_server_alone(keys: Path) -> None:
    signed()

    assert (keys / "report.key").stat().st_mode & 0o077 == 0
    assert not [key for key in queries.public_key_set()["keys"] if "d" in key]


def test_another_installation_is_not_ours(settings: Settings, tmp_path: Path) -> None:
    found = signed()
    settings.KEY_FOLDER = tmp_path / "others"

    assert queries.verdict_on_text(json.dumps(found)).state is State.UNKNOWN
    assert queries.verdict_on_text(found["signature"]["code"]).state is State.UNKNOWN


def test_the_code_says_what_the_report_says() -> None:
    found = signed()

    claim = signing.claim_of(found["signature"]["code"])

    assert claim is not None
    assert (claim.name, claim.skills, claim.made_at) == ("Kari Nordmann", 2, found["report"]["made_at"])
    assert claim.digest == signing.digest_of(found)


def test_a_code_survives_being_copied_from_a_page() -> None:
    code = signed()["signature"]["code"]
    copied = "\n ".join(code[start : start + 30] + "\u200b" for start in range(0, len(code), 30))

    assert queries.verdict_on_text(f"  {copied}\n").state is State.GENUINE


def test_a_code_with_one_letter_changed_is_never_genuine() -> None:
    code = signed()["signature"]["code"]
    start = code.index(".") + 1
    payload = code.index(".", start)
    for place in [*range(start, payload - 1), *range(payload + 1, len(code) - 1)]:
        wrong = code[:place] + ("A" if code[place] != "A" else "B") + code[place + 1 :]
        assert queries.verdict_on_text(wrong).state is not State.GENUINE, place


def test_a_code_cannot_pose_as_a_document_nor_the_other_way() -> None:
    """Both are signed with the same key, so what they cover must never be the same bytes."""
    found = signed()
    value = found["signature"]["value"]
    payload = found["signature"]["code"].split(".")[1]

    assert queries.verdict_on_text(f"normi1.{payload}.{value}").state is State.CHANGED


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "{}",
        "[]",
        "null",
        '{"signature": 1}',
        '{"signature": {}}',
        '{"signature": {"key": [], "value": 3}}',
        '{"format": "normi-report", "version": 1, "report": {"lang": "nb"}}',
        '{"a": NaN, "signature": {"key": "x", "value": "y"}}',
        '{"a": "\\ud800", "signature": {"key": "x", "value": "y"}}',
        "{" + '"a":{' * 5_000,
        "normi1",
        "normi1..",
        "normi1.e30.e30",
        "normi1.bnVsbA.e30",
        "hello",
        "\x00\x01",
    ],
)
def test_what_is_nothing_of_ours_is_said_to_be_so(text: str) -> None:
    signed()

    assert queries.verdict_on_text(text).state in {State.UNKNOWN, State.CHANGED}


@given(st.text(max_size=200))
def test_no_text_from_anyone_breaks_the_check(text: str) -> None:
    assert queries.verdict_on_text(text).state is not State.GENUINE


@given(st.binary(max_size=200))
def test_no_file_from_anyone_breaks_the_check(content: bytes) -> None:
    if not content.startswith(b"%PDF-"):
        assert queries.verdict_on(content).state is not State.GENUINE
