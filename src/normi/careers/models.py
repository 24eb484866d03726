"""
What a person has done and learned: experience, education, languages, credentials; and how to reach them.

Owns periods, places and the person's own words. Refuses to own skills: a skill is a row in `profiles`, and `SkillUse`
says where the person has used or proved it.
"""

from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from normi.accounts.models import User
from normi.profiles.models import Text

is_partial_date = RegexValidator(
    r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$", _("Write a year, or a year and a month such as 2019-08.")
)
DATE_LENGTH = 10


Row = TypeVar("Row", bound=models.Model, covariant=True)


class OwnedQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: User) -> Self:
        return self.filter(owner=user)


class Contact(models.Model):
    """How to reach a person, beyond the e-mail address of the account. All of it may stay empty."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(_("Name"), max_length=120, blank=True)
    headline = models.CharField(_("In one line"), max_length=160, blank=True)
    summary = models.TextField(_("About you"), max_length=4_000, blank=True)
    phone = models.CharField(_("Phone"), max_length=30, blank=True)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    postal_code = models.CharField(_("Postal code"), max_length=12, blank=True)
    place = models.CharField(_("Place"), max_length=120, blank=True)
    country = models.CharField(_("Country"), max_length=2, blank=True)
    website = models.URLField(_("Website"), blank=True)

    objects = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"contact of {self.owner_id}"


class Picture(models.Model):
    """A picture, drawn anew by us, so that nothing but the picture is kept. `key` is its place in the store."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="picture")
    key = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(_("Kind of file"), max_length=30)
    stored_at = models.DateTimeField(_("Stored"))

    objects = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"picture of {self.owner_id}"


class Period(models.Model):
    """
    Something that lasted. Dates are ISO 8601 as precisely as the person knows them: 2019, 2019-08, 2019-08-15.

    Such dates sort as text. No end means that it goes on or that the end is unknown: `is_current` tells which.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="%(class)ss")
    started = models.CharField(_("From"), max_length=DATE_LENGTH, blank=True, validators=[is_partial_date])
    ended = models.CharField(_("To"), max_length=DATE_LENGTH, blank=True, validators=[is_partial_date])
    is_current = models.BooleanField(_("I still do this"), default=False)
    place = models.CharField(_("Place"), max_length=120, blank=True)
    description = models.TextField(_("In your own words"), max_length=8_000, blank=True)
    website = models.URLField(_("Website"), blank=True)
    text = models.ForeignKey(Text, null=True, on_delete=models.SET_NULL, related_name="%(class)ss")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Experience(Period):
    """Work, voluntary work or care. All three count the same."""

    class Kind(models.TextChoices):
        WORK = "work", _("Work")
        VOLUNTARY = "voluntary", _("Voluntary work")
        CARE = "care", _("Care for family or others")
        PROJECT = "project", _("Project")

    kind = models.CharField(_("Kind"), max_length=10, choices=Kind, default=Kind.WORK)
    title = models.CharField(_("What you were"), max_length=160)
    organisation = models.CharField(_("Where"), max_length=160, blank=True)
    occupation_uri = models.CharField(_("Address of the role"), max_length=200, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-is_current", "-ended", "-started", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="an_experience_has_a_title"),
            models.CheckConstraint(condition=Q(is_current=False) | Q(ended=""), name="what_goes_on_has_no_end"),
        )

    def __str__(self) -> str:
        return f"experience {self.pk}"


class Education(Period):
    """A course of study. Levels are those of the European Qualifications Framework, 1 to 8."""

    qualification = models.CharField(_("What you studied or took"), max_length=200)
    institution = models.CharField(_("School or organiser"), max_length=200, blank=True)
    field = models.CharField(_("Subject"), max_length=160, blank=True)
    grade = models.CharField(_("Result"), max_length=40, blank=True)
    eqf_level = models.PositiveSmallIntegerField(_("Level (EQF)"), null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-is_current", "-ended", "-started", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(qualification=""), name="an_education_has_a_name"),
            models.CheckConstraint(condition=Q(is_current=False) | Q(ended=""), name="a_study_that_goes_on_has_no_end"),
            models.CheckConstraint(
                condition=Q(eqf_level=None) | Q(eqf_level__range=(1, 8)), name="eqf_levels_are_one_to_eight"
            ),
        )

    def __str__(self) -> str:
        return f"education {self.pk}"


class Credential(models.Model):
    """A certificate, licence or proof that someone else has issued."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="credentials")
    name = models.CharField(_("What it is"), max_length=200)
    issuer = models.CharField(_("Issued by"), max_length=160, blank=True)
    issued = models.CharField(_("Issued"), max_length=DATE_LENGTH, blank=True, validators=[is_partial_date])
    expires = models.CharField(_("Valid until"), max_length=DATE_LENGTH, blank=True, validators=[is_partial_date])
    number = models.CharField(_("Number or code"), max_length=80, blank=True)
    website = models.URLField(_("Where it can be checked"), blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-issued", "name", "pk")
        constraints = (models.CheckConstraint(condition=~Q(name=""), name="a_credential_has_a_name"),)

    def __str__(self) -> str:
        return f"credential {self.pk}"


class LanguageSkill(models.Model):
    """A language with the five self-assessed levels of the Common European Framework (CEFR), or as mother tongue."""

    class Cefr(models.TextChoices):
        A1 = "A1"
        A2 = "A2"
        B1 = "B1"
        B2 = "B2"
        C1 = "C1"
        C2 = "C2"

    LEVELS: ClassVar[tuple[str, ...]] = ("listening", "reading", "interaction", "production", "writing")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="language_skills")
    code = models.CharField(_("Language"), max_length=3)
    is_mother_tongue = models.BooleanField(_("Mother tongue"), default=False)
    listening = models.CharField(_("Listening"), max_length=2, choices=Cefr, blank=True)
    reading = models.CharField(_("Reading"), max_length=2, choices=Cefr, blank=True)
    interaction = models.CharField(_("Conversation"), max_length=2, choices=Cefr, blank=True)
    production = models.CharField(_("Speaking"), max_length=2, choices=Cefr, blank=True)
    writing = models.CharField(_("Writing"), max_length=2, choices=Cefr, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-is_mother_tongue", "code")
        constraints = (models.UniqueConstraint(fields=["owner", "code"], name="a_language_is_listed_once"),)

    def __str__(self) -> str:
        return f"{self.code} of {self.owner_id}"


class SkillUse(models.Model):
    """Where a skill was used, learned or proved: exactly one of an experience, an education and a credential."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="skill_uses")
    concept_uri = models.CharField(max_length=200)
    experience = models.ForeignKey(
        Experience, verbose_name=_("Used in"), null=True, on_delete=models.CASCADE, related_name="skill_uses"
    )
    education = models.ForeignKey(
        Education, verbose_name=_("Learned in"), null=True, on_delete=models.CASCADE, related_name="skill_uses"
    )
    credential = models.ForeignKey(
        Credential, verbose_name=_("Proved by"), null=True, on_delete=models.CASCADE, related_name="skill_uses"
    )

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(experience__isnull=False, education=None, credential=None)
                | Q(experience=None, education__isnull=False, credential=None)
                | Q(experience=None, education=None, credential__isnull=False),
                name="a_use_has_one_place",
            ),
            models.UniqueConstraint(fields=["experience", "concept_uri"], name="used_once_in_an_experience"),
            models.UniqueConstraint(fields=["education", "concept_uri"], name="learned_once_in_an_education"),
            models.UniqueConstraint(fields=["credential", "concept_uri"], name="proved_once_by_a_credential"),
        )

    def __str__(self) -> str:
        return f"{self.concept_uri} of {self.owner_id}"
