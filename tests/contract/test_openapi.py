"""The API's description is committed, valid, and says what the code does."""

import json

from openapi_spec_validator import validate

from normi.config.management.commands import openapi


def test_the_committed_description_is_what_the_code_says() -> None:
    assert openapi.path().read_text(encoding="utf-8") == openapi.document(), "run ./dev manage openapi"


def test_the_description_is_valid_openapi() -> None:
    validate(json.loads(openapi.document()))
