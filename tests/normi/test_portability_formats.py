"""Every format gives back what it was given; what cannot be a profile is refused, with the place of the fault."""

import json

import pytest
from hypothesis import HealthCheck, given, settings

from normi.portability.document import Document
from normi.portability.formats import json_resume, own
from tests.documents import documents

MANY = settings(max_examples=1_000, suppress_health_check=list(HealthCheck))


@MANY
@given(documents())
def test_our_own_file_gives_the_same_profile_back(document: Document) -> None:
    assert own.read(own.write(document)) == document


@MANY
@given(documents())
def test_json_resume_gives_the_same_profile_back(document: Document) -> None:
    found = json_resume.read(json_resume.write(document))

    assert found == document
    assert found.not_understood == ()
