"""What a role asks for: one list in words, and all of them in a table that follows the classification."""

import pytest
from pytest_django import DjangoAssertNumQueries

from normi.errors import NotFound
from normi.roles import queries as roles
from normi.taxonomy.models import TaxonomyVersion
from tests.stand_ins import BAKER, OCCUPATION, SING, SMITH, TEACH, WELD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionary")]


def test_a_role_says_what_it_asks_for_and_who_made_the_list() -> None:
    smith, baker = roles.requirements(SMITH, "nb"), roles.requirements(BAKER, "nb")

    assert (smith.label.text, [need.uri for need in smith.essential]) == ("smed", [WELD, TEACH])
    assert [need.uri for need in smith.optional] == [SING]
    assert (smith.ours, baker.ours) == (True, False)


@pytest.mark.parametrize("uri", [WELD, OCCUPATION + "nobody", "http://example.org/x", "", "\x00"])
def test_what_is_no_role_is_not_found(uri: str) -> None:
    with pytest.raises(NotFound):
        roles.requirements(uri, "nb")


def test_the_table_is_read_once_and_again_when_another_version_answers(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first = roles.table()
    with django_assert_num_queries(1):
        again = roles.table()

    old = TaxonomyVersion.objects.get(active=True)
    TaxonomyVersion.objects.update(active=False)
    TaxonomyVersion.objects.create(version="9", source="ours", ready=True, active=True, installed_at=old.installed_at)

    assert again is first
    assert (first.roles, roles.table().roles) == ([BAKER, SMITH], [])
