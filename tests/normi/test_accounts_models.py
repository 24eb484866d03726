"""Who a person is to the product."""

import pytest
from django.db import IntegrityError

from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_an_address_in_other_letters_is_the_same_address() -> None:
    make_user("kari@example.no")

    with pytest.raises(IntegrityError):
        make_user("KARI@example.no")
