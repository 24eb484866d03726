"""
Reports that are shared by link, and when each was opened.

Owns the link. The report behind it is kept as it was on the day it was shared, locked with a key that only the link
holds: neither we nor anyone who gets hold of the database can read it. Refuses to own the facts: those are read from
the profile when a report is made, and a report that is not shared is stored nowhere.
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from normi.accounts.models import User


class ReportShareQuerySet(models.QuerySet["ReportShare"]):
    def visible_to(self, user: User) -> "ReportShareQuerySet":
        return self.filter(owner=user)

    def live(self, at: datetime) -> "ReportShareQuerySet":
        """Links that work: not expired, not withdrawn, and their person may sign in."""
        return self.filter(expires_at__gt=at, withdrawn_at=None, owner__is_active=True)


class ReportShare(models.Model):
    """One link to one report. `parts` are the names of what it shows; `sealed` is empty once it is withdrawn."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="report_shares")
    recipient = models.CharField(_("Who is it for?"), max_length=80, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField(_("The report, locked"))
    parts = models.JSONField(_("What it shows"), default=list)
    language = models.CharField(max_length=2)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(_("Taken back"), null=True)

    objects = ReportShareQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="link_kept_as_digest"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="a_link_expires"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(sealed=b""), name="nothing_is_behind_a_withdrawn_link"
            ),
        )

    def __str__(self) -> str:
        return f"shared report {self.pk}"


class ReportOpeningQuerySet(models.QuerySet["ReportOpening"]):
    def visible_to(self, user: User) -> "ReportOpeningQuerySet":
        return self.filter(share__owner=user)


class ReportOpening(models.Model):
    """That somebody opened a link, and when. Nothing about who they are: whoever has the link need not tell us."""

    share = models.ForeignKey(ReportShare, on_delete=models.CASCADE, related_name="openings")
    opened_at = models.DateTimeField(_("Opened"))

    objects = ReportOpeningQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "-pk")

    def __str__(self) -> str:
        return f"opening of {self.share_id}"
