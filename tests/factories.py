"""Plain functions that make rows with safe defaults. A test names only what matters to it."""

from itertools import count

from normi.accounts.models import User

PASSWORD = "en lang setning for tester"
_numbers = count(1)


def make_user(email: str = "", **fields: object) -> User:
    return User.objects.create_user(email or f"person{next(_numbers)}@example.no", PASSWORD, **fields)
