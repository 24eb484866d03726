"""
The classification as JSON: search, concepts, versions. Open to anyone, within the limits.

A search here is a program's, often one for each key that a person presses, so nothing of it is logged.
"""

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from normi.taxonomy import queries
from skillengine.types import Kind

router = Router(tags=["taxonomy"])
Language = Literal["nb", "nn", "en"]


class SearchQuery(Schema):
    q: str = Field(min_length=1, max_length=queries.LONGEST_QUERY, description="What to look for, in any language.")
    kind: Literal["skill", "occupation"] | None = Field(None, description="Only this kind of concept.")
    lang: Language = "nb"
    limit: int = Field(20, ge=1, le=50)
    offset: int = Field(0, ge=0, le=queries.MOST_HITS)


class ReaderQuery(Schema):
    lang: Language = "nb"


class WordOut(Schema):
    text: str
    lang: str
    ours: bool = Field(description="True where the words are Normi's, not ESCO's.")


class LinkOut(Schema):
    uri: str
    kind: Kind
    label: WordOut


class HitOut(LinkOut):
    matched: WordOut | None = Field(description="The other name that answers the search, if the label does not.")
    score: float = Field(description="Orders the hits; it is no probability.")


class ResultsOut(Schema):
    total: int
    offset: int
    hits: list[HitOut]


class NeedOut(LinkOut):
    type: Literal["essential", "optional"]
    ours: bool = Field(description="True where the relation is from Normi's role profiles, not from ESCO.")


class ConceptOut(LinkOut):
    version: str
    names: list[WordOut] = Field(description="The label in other languages.")
    alternatives: list[WordOut]
    description: WordOut | None
    definition: WordOut | None
    scope_note: WordOut | None
    code: str
    isco: LinkOut | None
    styrk: list[str] = Field(description="STYRK-08 codes.")
    skill_type: str
    reuse_level: str
    status: str
    regulated: bool
    modified: datetime | None
    broader: list[LinkOut]
    narrower: list[LinkOut]
    needs: list[NeedOut] = Field(description="Skills and knowledge that it requires.")
    needed_by: list[NeedOut] = Field(description="Occupations and skills that require it.")
    collections: list[str]
    neighbours: list[LinkOut] = Field(description="Concepts of the same kind, closest in meaning first.")

    @staticmethod
    def resolve_version(page: queries.ConceptPage) -> str:
        return page.version.version


class VersionOut(Schema):
    version: str
    source: Literal["official", "registry", "ours"]
    languages: dict[str, str] = Field(description="For each language, where its words come from.")
    active: bool
    installed_at: datetime


@router.get("/search", response=ResultsOut, summary="Search for skills and occupations")
def search(request: HttpRequest, asked: Query[SearchQuery]) -> dict[str, object]:
    """Concepts whose names answer the query, best first."""
    kind = Kind(asked.kind) if asked.kind else None
    results = queries.search(asked.q, kind=kind, lang=asked.lang, limit=asked.limit, offset=asked.offset)
    return {"total": results.total, "offset": asked.offset, "hits": results.hits}


@router.get("/concepts/{path:concept_id}", response=ConceptOut, summary="One concept")
def concept(request: HttpRequest, concept_id: str, asked: Query[ReaderQuery]) -> queries.ConceptPage:
    """A skill, an occupation or a group, by its whole ESCO URI or the part after `/esco/`."""
    return queries.concept_page(queries.concept_uri(concept_id), asked.lang)


@router.get("/versions", response=list[VersionOut], summary="Installed versions of ESCO")
def versions(request: HttpRequest) -> list[object]:
    """The version that answers comes first."""
    return list(queries.versions())
