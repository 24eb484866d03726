"""What is known about a person, read from the register's declarations."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser

from normi.privacy.models import SearchLog, SearchLogQuerySet


def searches_of(user: AbstractBaseUser, *, now: datetime | None = None) -> SearchLogQuerySet:
    """The person's own searches in this period, newest first."""
    return SearchLog.objects.of(user, now).order_by("-time", "term", "type")
