"""A text model for tests: real code that finds the words it was given and nothing else."""

import re

from django.utils import timezone

from normi.taxonomy.models import Concept, Label, TaxonomyVersion
from skillengine.types import Aside, Candidate, Kind, Mention, Ranked, Reading, Span

SKILL = "http://data.europa.eu/esco/skill/"
WELD, BAKE, TEACH, SING = (SKILL + name for name in ("weld", "bake", "teach", "sing"))
WORDS = {
    "sveise": (Candidate(WELD, 0.95),),
    "bake": (Candidate(BAKE, 0.9), Candidate(TEACH, 0.3), Candidate(SING, 0.2)),
    "undervise": (Candidate(TEACH, 0.7),),
}
UNMATCHED, NEGATED = "kubernetes", "synge"
LABELS = {
    WELD: {"nb": "sveise metall", "en": "weld metal"},
    BAKE: {"nb": "bake brød", "en": "bake bread"},
    TEACH: {"nb": "undervise voksne", "en": "teach adults"},
    SING: {"nb": "ånde og synge", "en": "sing"},
}


class DictionaryModel:
    """Marks whole words. `sveise og bake` gives two mentions; `kubernetes` is unmatched, `synge` is set aside."""

    def read(self, text: str, *, lang: str | None = None) -> Reading:
        found = [(Span(*m.span()), m.group().lower()) for m in re.finditer(r"\w+", text)]
        language = lang or "nb"
        return Reading(
            lang=language,
            skills=tuple(Mention(span, WORDS[word], language) for span, word in found if word in WORDS),
            unmatched=tuple(Mention(span, (), language) for span, word in found if word == UNMATCHED),
            aside=tuple(Mention(span, (), language, Aside.NEGATED) for span, word in found if word == NEGATED),
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
    """A classification of the four skills above, active."""
    version = TaxonomyVersion.objects.create(
        version="0.0.1", source="ours", ready=True, active=True, installed_at=timezone.now()
    )
    for uri, names in LABELS.items():
        concept = Concept.objects.create(version=version, uri=uri, kind=Kind.SKILL)
        for lang, text in names.items():
            Label.objects.create(concept=concept, lang=lang, kind=Label.Kind.PREFERRED, place=0, text=text, ours=True)
    return version
