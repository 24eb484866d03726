"""Plain functions that make rows with safe defaults. A test names only what matters to it."""

from itertools import count

from allauth.account.models import EmailAddress

from normi.accounts.models import User

PASSWORD = "en lang setning for tester"
_numbers = count(1)


def make_user(email: str = "", **fields: object) -> User:
    return User.objects.create_user(email or f"person{next(_numbers)}@example.no", PASSWORD, **fields)


def make_verified_user(email: str = "", **fields: object) -> User:
    """Someone who has confirmed their address, and so may log in with a password."""
    user = make_user(email, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
