"""A text model for tests: real code that finds the words it was given and nothing else."""

import re
from dataclasses import replace

from django.utils import timezone

from normi.taxonomy.models import Concept, Label, Relation, TaxonomyVersion
from skillengine.types import Aside, Candidate, Kind, Mention, NamedRole, Ranked, Reading, RelationType, Span

SKILL = "http://data.europa.eu/esco/skill/"
WELD, BAKE, TEACH, SING = (SKILL + name for name in ("weld", "bake", "teach", "sing"))
WORDS = {
    "sveise": (Candidate(WELD, 0.95),),
    "bake": (Candidate(BAKE, 0.9), Candidate(TEACH, 0.3), Candidate(SING, 0.2)),
    "undervise": (Candidate(TEACH, 0.7),),
}
OCCUPATION = "http://data.europa.eu/esco/occupation/"
SMITH, BAKER = OCCUPATION + "smith", OCCUPATION + "baker"
ROLES = {"smed": NamedRole(Span(0, 0), SMITH, 0.95), "baker": NamedRole(Span(0, 0), BAKER, 0.9)}
ROLE_LABELS = {SMITH: {"nb": "smed", "en": "smith"}, BAKER: {"nb": "baker", "en": "baker"}}
NEEDS = {
    SMITH: {WELD: RelationType.ESSENTIAL, TEACH: RelationType.ESSENTIAL, SING: RelationType.OPTIONAL},
    BAKER: {BAKE: RelationType.ESSENTIAL, SING: RelationType.OPTIONAL},
}
UNMATCHED, NEGATED = "kubernetes", "synge"
LABELS = {
    WELD: {"nb": "sveise metall", "en": "weld metal"},
    BAKE: {"nb": "bake brød", "en": "bake bread"},
    TEACH: {"nb": "undervise voksne", "en": "teach adults"},
    SING: {"nb": "ånde og synge", "en": "sing"},
}


class DictionaryModel:
    """
    Marks whole words. `sveise og bake` gives two mentions; `kubernetes` is unmatched, `synge` is set aside.

    `smed` and `baker` name roles.
    """

    def read(self, text: str, *, lang: str | None = None) -> Reading:
        found = [(Span(*m.span()), m.group().lower()) for m in re.finditer(r"\w+", text)]
        language = lang or "nb"
        return Reading(
            lang=language,
            skills=tuple(Mention(span, WORDS[word], language) for span, word in found if word in WORDS),
            unmatched=tuple(Mention(span, (), language) for span, word in found if word == UNMATCHED),
            aside=tuple(Mention(span, (), language, Aside.NEGATED) for span, word in found if word == NEGATED),
            roles=tuple(replace(ROLES[word], span=span) for span, word in found if word in ROLES),
        )

    def rank(self, text: str, *, kind: Kind, top: int, lang: str | None = None) -> tuple[Ranked, ...]:
        return tuple(Ranked(uri, 1.0) for uri in LABELS)[:top]

    def search(self, text: str, *, kind: Kind | None, lang: str, limit: int) -> tuple[Ranked, ...]:
        return tuple(Ranked(uri, 1.0) for uri, names in LABELS.items() if text in " ".join(names.values()))[:limit]

    def neighbours(self, uri: str, *, limit: int) -> tuple[Ranked, ...]:
        return tuple(Ranked(other, 0.5) for other in LABELS if other != uri)[:limit]

    def refresh(self) -> None:
        """Its words never change."""


def install_labels() -> TaxonomyVersion:
    """A classification of the four skills and two roles above, active. The profile of the smith is ours."""
    version = TaxonomyVersion.objects.create(
        version="0.0.1", source="ours", ready=True, active=True, installed_at=timezone.now()
    )
    concepts = {}
    for uri, names in (LABELS | ROLE_LABELS).items():
        kind = Kind.SKILL if uri in LABELS else Kind.OCCUPATION
        concepts[uri] = concept = Concept.objects.create(version=version, uri=uri, kind=kind)
        for lang, text in names.items():
            Label.objects.create(concept=concept, lang=lang, kind=Label.Kind.PREFERRED, place=0, text=text, ours=True)
    for role, needs in NEEDS.items():
        for uri, type_ in needs.items():
            Relation.objects.create(source=concepts[role], target=concepts[uri], type=type_, ours=role == SMITH)
    return version
