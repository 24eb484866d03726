"""The record of processing activities says what the register says, today."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation
from pytest_django import Settings

from normi.privacy.queries import controller
from normi.privacy.record import record
from normi.privacy.register import Register, Retention, register


def test_the_record_in_the_project_is_current() -> None:
    call_command("privacy_record", check=True)


def test_a_change_in_a_declaration_makes_it_out_of_date(settings: Settings, tmp_path: Path) -> None:
    settings.ROOT = tmp_path
    call_command("privacy_record")
    call_command("privacy_record", check=True)
    path = tmp_path / "docs" / "privacy-record.md"

    path.write_text(path.read_text(encoding="utf-8").replace("30 days", "40 days"), encoding="utf-8")

    with pytest.raises(CommandError, match="not current"):
        call_command("privacy_record", check=True)


def test_the_record_is_the_same_in_whatever_language_and_order_it_is_asked_for() -> None:
    turned = Register(
        declarations=dict(reversed(register.declarations.items())),
        not_personal=dict(reversed(register.not_personal.items())),
        stores=dict(reversed(register.stores.items())),
    )
    plain = record(register, controller=controller())

    with translation.override("nn"):
        assert record(turned, controller=controller()) == plain


def test_the_record_names_every_table_store_period_and_who_answers_for_it() -> None:
    text = record(register, controller=controller())

    for label in [model._meta.label for model in (*register.declarations, *register.not_personal)]:
        assert f"`{label}`" in text
    for _kind, name in register.stores:
        assert f"`{name}`" in text
    for period in Retention:
        assert f"| {period.name} |" in text
    assert settings.OPERATOR_NAME in text


def test_a_recipient_is_named_in_the_record() -> None:
    declarations = {
        model: replace(found, recipients=("Prøve Drift AS",)) for model, found in register.declarations.items()
    }

    text = record(replace(register, declarations=declarations), controller=controller())

    assert "Prøve Drift AS" in text
    assert "Prøve Drift AS" not in record(register, controller=controller())
