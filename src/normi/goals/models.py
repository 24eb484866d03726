"""
The roles a person aims for, and the advice they have put away.

Owns choices only. Refuses to own scores: a gap is worked out when it is asked for and kept nowhere.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from normi.accounts.models import User


class GoalQuerySet(models.QuerySet["Goal"]):
    def visible_to(self, user: User) -> "GoalQuerySet":
        return self.filter(owner=user)


class Goal(models.Model):
    """
    A role the person aims for.

    `place` is its rank among the person's goals, from 1. One that was never ranked comes after those that were.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="goals")
    occupation_uri = models.CharField(_("Address of the role"), max_length=200)
    chosen_at = models.DateTimeField(_("Chosen"))
    place = models.PositiveSmallIntegerField(_("Number on the list"), null=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ("place", "pk")
        constraints = (models.UniqueConstraint(fields=["owner", "occupation_uri"], name="a_goal_is_chosen_once"),)

    def __str__(self) -> str:
        return f"{self.occupation_uri} of {self.owner_id}"


class DismissalQuerySet(models.QuerySet["Dismissal"]):
    def visible_to(self, user: User) -> "DismissalQuerySet":
        return self.filter(owner=user)


class Dismissal(models.Model):
    """A piece of advice that the person does not want to see again."""

    class Advice(models.TextChoices):
        SKILL = "skill"
        ROLE = "role"
        PROFILE = "profile"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="dismissals")
    advice = models.CharField(_("Kind of advice"), max_length=10, choices=Advice)
    about = models.CharField(_("What it was about"), max_length=200)
    dismissed_at = models.DateTimeField(_("Put away"))

    objects = DismissalQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["owner", "advice", "about"], name="advice_is_put_away_once"),)

    def __str__(self) -> str:
        return f"{self.advice} {self.about} of {self.owner_id}"
