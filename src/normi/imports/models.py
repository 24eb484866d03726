"""
What was read from a file and waits for the person's answer. For one hour at most, and sealed.

A row, and not a hidden field in the page: a profile of our own with its picture is larger than a form may be, the page
can be loaded again, and what a person has not said yes to must not lie in a browser's history. The file itself is
never kept. Owns waiting; refuses to be a place where anything is found again later.
"""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from normi.accounts.models import User

WAITS: Final = timedelta(hours=1)


class PendingImportQuerySet(models.QuerySet["PendingImport"]):
    def visible_to(self, user: User) -> "PendingImportQuerySet":
        return self.filter(owner=user)

    def fresh(self) -> "PendingImportQuerySet":
        """Those that may still be answered. Older ones wait only for the purge."""
        return self.filter(read_at__gt=timezone.now() - WAITS)


class PendingImport(models.Model):
    """One person's reading, the newest only: a second file takes the place of the first."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pending_import")
    sealed = models.TextField(_("What we read in your file, sealed until you answer"))
    read_at = models.DateTimeField(_("Read"))

    objects = PendingImportQuerySet.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(sealed=""), name="a_pending_import_is_not_empty"),)

    def __str__(self) -> str:
        return f"import of {self.owner_id}"
