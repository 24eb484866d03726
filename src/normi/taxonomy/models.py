"""
ESCO on this machine: versions, and for each the concepts, their words and their relations.

Owns what the installed classification says. Refuses to own anything about a person: other apps name a concept by its
URI, never by a row here, so that a version can be replaced without touching them.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from skillengine import types

LANGUAGE_LENGTH = 12


class Source(models.TextChoices):
    """Where words and relations came from, best first."""

    OFFICIAL = "official", _("the official ESCO package")
    REGISTRY = "registry", _("open packages that carry ESCO")
    OURS = "ours", _("our own labels for ESCO")


class VersionQuerySet(models.QuerySet["TaxonomyVersion"]):
    def ready(self) -> "VersionQuerySet":
        return self.filter(ready=True)


class TaxonomyVersion(models.Model):
    """
    One version of ESCO. Made complete before it is `ready`, and only one is `active`: the one that answers.

    `languages` says for each language where its words came from. `checksums` are SHA-256 by file, `counts` what was
    read and kept, `index_name` the folder of the engine's index that was built from these rows.
    """

    version = models.CharField(max_length=20)
    source = models.CharField(max_length=8, choices=Source)
    languages = models.JSONField(default=dict)
    checksums = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    index_name = models.CharField(max_length=60, blank=True)
    ready = models.BooleanField(default=False)
    active = models.BooleanField(default=False)
    installed_at = models.DateTimeField()

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ("-active", "-version")
        constraints = (
            models.UniqueConstraint(fields=["version"], condition=Q(ready=True), name="a_version_is_installed_once"),
            models.UniqueConstraint(fields=["active"], condition=Q(active=True), name="one_active_version"),
            models.CheckConstraint(condition=Q(active=False) | Q(ready=True), name="an_active_version_is_ready"),
        )

    def __str__(self) -> str:
        return f"ESCO {self.version}"

    @property
    def language_sources(self) -> list[tuple[str, Source]]:
        """Each language with where its words come from."""
        return [(lang, Source(name)) for lang, name in sorted(self.languages.items())]


class Concept(models.Model):
    """One entry. What it is called stands in Label, what it is stands in Description."""

    class Kind(models.TextChoices):
        SKILL = types.Kind.SKILL
        OCCUPATION = types.Kind.OCCUPATION
        SKILL_GROUP = types.Kind.SKILL_GROUP
        ISCO_GROUP = types.Kind.ISCO_GROUP

    version = models.ForeignKey(TaxonomyVersion, on_delete=models.CASCADE, related_name="concepts", db_index=False)
    uri = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind)
    code = models.CharField(max_length=40, blank=True)
    skill_type = models.CharField(max_length=40, blank=True)
    reuse_level = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=40, blank=True)
    regulated = models.CharField(max_length=200, blank=True)
    modified = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["version", "uri"], name="a_concept_stands_once"),)
        indexes = (models.Index(fields=["version", "kind", "code"], name="concepts_by_code"),)

    def __str__(self) -> str:
        return self.uri


class Label(models.Model):
    """One thing a concept is called in one language. Hidden labels are for searching and never shown."""

    class Kind(models.TextChoices):
        PREFERRED = "preferred"
        ALTERNATIVE = "alternative"
        HIDDEN = "hidden"

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="labels", db_index=False)
    lang = models.CharField(max_length=LANGUAGE_LENGTH)
    kind = models.CharField(max_length=11, choices=Kind)
    place = models.PositiveSmallIntegerField()
    text = models.TextField()
    ours = models.BooleanField()

    class Meta:
        ordering = ("concept", "lang", "kind", "place")
        constraints = (
            models.UniqueConstraint(fields=["concept", "lang", "kind", "place"], name="a_label_has_its_place"),
            models.CheckConstraint(condition=~Q(kind="preferred") | Q(place=0), name="one_preferred_label"),
            models.CheckConstraint(condition=~Q(text=""), name="a_label_is_not_empty"),
        )

    def __str__(self) -> str:
        return self.text


class Description(models.Model):
    """A longer text about a concept in one language, always from the source."""

    class Kind(models.TextChoices):
        DESCRIPTION = "description"
        DEFINITION = "definition"
        SCOPE_NOTE = "scope_note"

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="descriptions", db_index=False)
    lang = models.CharField(max_length=LANGUAGE_LENGTH)
    kind = models.CharField(max_length=11, choices=Kind)
    text = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["concept", "lang", "kind"], name="one_description_of_a_kind"),
            models.CheckConstraint(condition=~Q(text=""), name="a_description_is_not_empty"),
        )

    def __str__(self) -> str:
        return f"{self.kind} of concept {self.concept_id}"


class Relation(models.Model):
    """`source` has the broader concept, or needs, `target`. Ours: from the role profiles that we made."""

    class Type(models.TextChoices):
        BROADER = types.RelationType.BROADER
        ESSENTIAL = types.RelationType.ESSENTIAL
        OPTIONAL = types.RelationType.OPTIONAL

    source = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="relations", db_index=False)
    target = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="related_from", db_index=False)
    type = models.CharField(max_length=9, choices=Type)
    ours = models.BooleanField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["source", "type", "target"], name="a_relation_stands_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="nothing_relates_to_itself"),
        )
        indexes = (models.Index(fields=["target", "type"], name="relations_from_the_other_end"),)

    def __str__(self) -> str:
        return f"{self.source_id} {self.type} {self.target_id}"


class Collection(models.Model):
    """Concepts that ESCO lists together. `name` is the scheme's URI or the file's name; words are by language."""

    version = models.ForeignKey(TaxonomyVersion, on_delete=models.CASCADE, related_name="collections", db_index=False)
    name = models.CharField(max_length=200)
    labels = models.JSONField(default=dict)
    descriptions = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["version", "name"], name="a_collection_stands_once"),)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="memberships", db_index=False)
    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["collection", "concept"], name="a_member_stands_once"),)

    def __str__(self) -> str:
        return f"{self.concept_id} in {self.collection_id}"
