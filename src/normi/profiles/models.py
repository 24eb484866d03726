"""
A person's texts, and what was found in them.

Owns the rows between a text and a skill: the span, the suggestion, the person's answer. Only an accepted row counts as
the person's skill. Refuses to own the classification: a skill is named by its ESCO URI, so rows outlive its versions.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from normi.accounts.models import User


class TextQuerySet(models.QuerySet["Text"]):
    def visible_to(self, user: User) -> "TextQuerySet":
        return self.filter(owner=user)


class Text(models.Model):
    """What the person pasted, exactly as it was: every span counts its characters."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="texts")
    content = models.TextField()
    digest = models.CharField(max_length=64)
    lang = models.CharField(max_length=2)
    read_at = models.DateTimeField()

    objects = TextQuerySet.as_manager()

    class Meta:
        ordering = ("-read_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["owner", "digest"], name="a_text_is_read_once"),
            models.CheckConstraint(condition=~Q(content=""), name="a_text_is_not_empty"),
        )

    def __str__(self) -> str:
        return f"text {self.pk}"


class Rejection(models.TextChoices):
    """Why a person said no. Each teaches something different about the reading."""

    WRONG = "wrong", _("This is not what the text says")
    NOT_ME = "not_me", _("The text is about someone else")
    REMOVED = "removed", _("I took it out of my profile")


class NamedRoleQuerySet(models.QuerySet["NamedRole"]):
    def visible_to(self, user: User) -> "NamedRoleQuerySet":
        return self.filter(text__owner=user)


class NamedRole(models.Model):
    """A stretch of a text that names an occupation as the person's own, or as the one an advert seeks."""

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="roles", db_index=False)
    concept_uri = models.CharField(max_length=200)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    confidence = models.FloatField()

    objects = NamedRoleQuerySet.as_manager()

    class Meta:
        ordering = ("start", "pk")
        constraints = (
            models.UniqueConstraint(fields=["text", "start"], name="one_role_per_place"),
            models.CheckConstraint(
                condition=Q(start__lt=F("end"), confidence__gte=0, confidence__lte=1), name="a_role_has_its_span"
            ),
        )

    def __str__(self) -> str:
        return f"{self.concept_uri} in text {self.text_id}"


class ProfileSkillQuerySet(models.QuerySet["ProfileSkill"]):
    def visible_to(self, user: User) -> "ProfileSkillQuerySet":
        return self.filter(owner=user)

    def suggested(self) -> "ProfileSkillQuerySet":
        """What a text itself shows."""
        return self.filter(role=None)

    def ticked(self) -> "ProfileSkillQuerySet":
        """What the person ticked among the skills of a role."""
        return self.filter(role__isnull=False)

    def accepted(self) -> "ProfileSkillQuerySet":
        return self.filter(accepted_at__isnull=False)

    def awaiting(self) -> "ProfileSkillQuerySet":
        return self.filter(accepted_at=None, rejected_at=None)


class ProfileSkill(models.Model):
    """
    One skill in one place of one text, and the person's answer to it.

    A row without a text was added by the person themselves. A row with a role was ticked by them among what is usual in
    that role: its evidence is the role, and no place shows the skill. `alternatives` holds [URI, confidence] pairs,
    best first.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile_skills")
    concept_uri = models.CharField(max_length=200)
    text = models.ForeignKey(Text, null=True, on_delete=models.CASCADE, related_name="suggestions")
    role = models.ForeignKey(NamedRole, null=True, on_delete=models.CASCADE, related_name="ticked")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    confidence = models.FloatField(null=True)
    alternatives = models.JSONField(default=list)
    suggested_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    rejected_at = models.DateTimeField(null=True)
    rejection = models.CharField(max_length=10, choices=Rejection, blank=True)

    objects = ProfileSkillQuerySet.as_manager()

    class Meta:
        ordering = ("start", "pk")
        indexes = (models.Index(fields=["owner", "concept_uri"], name="skills_of_a_person"),)
        constraints = (
            models.CheckConstraint(condition=Q(accepted_at=None) | Q(rejected_at=None), name="not_both_answers"),
            models.CheckConstraint(
                condition=Q(rejected_at=None, rejection="") | (Q(rejected_at__isnull=False) & ~Q(rejection="")),
                name="a_rejection_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(text=None, role=None, start=None, end=None, confidence=None)
                | Q(text__isnull=False, role__isnull=False, start=None, end=None, confidence=None)
                | Q(text__isnull=False, role=None, start__lt=F("end"), confidence__gte=0, confidence__lte=1),
                name="a_suggestion_has_its_span",
            ),
            models.CheckConstraint(
                condition=Q(role=None) | ~Q(accepted_at=None, rejected_at=None), name="what_is_ticked_has_an_answer"
            ),
            models.UniqueConstraint(fields=["role", "concept_uri"], name="a_skill_is_ticked_once_for_a_role"),
            models.UniqueConstraint(fields=["text", "start"], name="one_suggestion_per_place"),
            models.UniqueConstraint(
                fields=["owner", "concept_uri"], condition=Q(text=None), name="added_by_hand_only_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.concept_uri} of {self.owner_id}"

    @property
    def state(self) -> str:
        if self.accepted_at:
            return "accepted"
        return self.rejection or "suggested"


class KeptApart(models.Model):
    """
    A stretch of a text that was read and made no suggestion of.

    Either ESCO has nothing that fits (`unmatched`, kept as a proposal), or it says nothing about what this person can
    do: negated, other people's work, boilerplate, a goal.
    """

    class Reason(models.TextChoices):
        UNMATCHED = "unmatched", _("No skill in ESCO fits well enough")
        NEGATED = "negated", _("The text says that this is lacking")
        OTHERS = "others", _("This is about other people's work")
        BOILERPLATE = "boilerplate", _("This is about the workplace, not the person")
        GOAL = "goal", _("This is a wish, not something you already do")

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="kept_apart")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    reason = models.CharField(max_length=12, choices=Reason)

    class Meta:
        ordering = ("start", "pk")
        constraints = (models.CheckConstraint(condition=Q(start__lt=F("end")), name="kept_apart_has_its_span"),)

    def __str__(self) -> str:
        return f"{self.reason} in text {self.text_id}"


class SkillStandingQuerySet(models.QuerySet["SkillStanding"]):
    def visible_to(self, user: User) -> "SkillStandingQuerySet":
        return self.filter(owner=user)


class SkillStanding(models.Model):
    """
    How the person stands to a skill they have accepted: all of it is their own word, and all of it may stay empty.

    Level is 1 to 5 (`levels` has the sentences); interest is 1 (rather not) to 3 (more of this), apart from level.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="skill_standings")
    concept_uri = models.CharField(max_length=200)
    level = models.PositiveSmallIntegerField(_("Level"), null=True)
    interest = models.PositiveSmallIntegerField(_("Interest"), null=True)
    last_used = models.PositiveSmallIntegerField(_("Last used"), null=True)

    objects = SkillStandingQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["owner", "concept_uri"], name="one_standing_for_a_skill"),
            models.CheckConstraint(condition=Q(level=None) | Q(level__range=(1, 5)), name="levels_are_one_to_five"),
            models.CheckConstraint(
                condition=Q(interest=None) | Q(interest__range=(1, 3)), name="interest_is_one_to_three"
            ),
            models.CheckConstraint(
                condition=Q(last_used=None) | Q(last_used__range=(1900, 2200)), name="last_used_is_a_year"
            ),
        )

    def __str__(self) -> str:
        return f"{self.concept_uri} of {self.owner_id}"


class SkillChangeQuerySet(models.QuerySet["SkillChange"]):
    def visible_to(self, user: User) -> "SkillChangeQuerySet":
        return self.filter(owner=user)


class SkillChange(models.Model):
    """
    One line of the history of a person's skills. Never changed afterwards.

    The person may have all lines of the skills that are no longer in the profile deleted.
    """

    class What(models.TextChoices):
        ACCEPTED = "accepted", _("Added to your profile")
        REMOVED = "removed", _("Taken out of your profile")
        LEVEL = "level", _("Level")
        INTEREST = "interest", _("Interest")
        LAST_USED = "last_used", _("Last used")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="skill_changes")
    concept_uri = models.CharField(max_length=200)
    what = models.CharField(_("What changed"), max_length=10, choices=What)
    before = models.PositiveSmallIntegerField(_("Before"), null=True)
    after = models.PositiveSmallIntegerField(_("Afterwards"), null=True)
    changed_at = models.DateTimeField(_("When"))

    objects = SkillChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-changed_at", "-pk")
        indexes = (models.Index(fields=["owner", "-changed_at"], name="history_of_a_person"),)

    def __str__(self) -> str:
        return f"{self.what} {self.concept_uri} of {self.owner_id}"
