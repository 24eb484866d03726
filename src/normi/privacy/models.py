"""
The search log: time, term, type and pseudonym, and nothing else (clauses B1-B3).

Owns the shape of a logged search and the promises the database itself can keep about it. Refuses to own anything that
leads to a person: no account, no network address, no browser, no session. It has not even a row number, which would
show the order of searches: the four columns together are the key.
"""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from normi.privacy import keys, pseudonym
from normi.privacy.scrub import LONGEST_TERM, MOST_DIGITS

FEWEST_SEARCHERS = 5


class SearchType(models.TextChoices):
    """What was searched among."""

    SKILL = "skill", _("Skills")
    OCCUPATION = "occupation", _("Occupations")
    ANY = "any", _("Skills and occupations")


class SearchLogQuerySet(models.QuerySet["SearchLog"]):
    def of(self, user: AbstractBaseUser, now: datetime | None = None) -> "SearchLogQuerySet":
        """The person's searches in this period. Earlier ones cannot be told apart from anyone else's."""
        at = now or timezone.now()
        name = pseudonym.for_reading(user, at)
        return self.none() if name is None else self.filter(pseudonym=name, time__gte=keys.period_start(at))


class SearchLog(models.Model):
    """One search. The minute is enough for trends, and does not match the seconds of any server's log."""

    pk = models.CompositePrimaryKey("pseudonym", "time", "term", "type")
    time = models.DateTimeField(_("Time"), db_index=True)
    term = models.CharField(_("Search term"), max_length=LONGEST_TERM)
    type = models.CharField(_("Type of search"), max_length=16, choices=SearchType)
    pseudonym = models.CharField(_("Pseudonym"), max_length=32)

    objects = SearchLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("Searches")
        constraints = (
            models.CheckConstraint(condition=Q(pseudonym__regex=r"^[0-9a-f]{32}$"), name="pseudonym_is_128_bits"),
            models.CheckConstraint(condition=Q(type__in=SearchType.values), name="search_type_is_known"),
            models.CheckConstraint(condition=Q(time__second=0), name="search_time_is_a_minute"),
            models.CheckConstraint(
                condition=~Q(term="")
                & ~Q(term__contains="@")
                & ~Q(term__regex=rf"([0-9][^0-9]*){{{MOST_DIGITS + 1}}}"),
                name="search_term_points_at_nobody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.type} search at {self.time:%Y-%m-%d %H:%M}"
