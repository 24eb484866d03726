"""The same as the pages, as JSON: read a text without storing it, and one's own profile."""

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from normi.accounts.models import User
from normi.profiles import actions, overview, queries
from normi.taxonomy.queries import labels
from skillengine.types import LANGUAGES

Language = Literal["nb", "nn", "en"]
LEVEL = "How well, in the person's own word: 1 new to it, 2 with support, 3 independent, 4 experienced, 5 expert."
INTEREST = "How much they want to use it: 1 rather not, 2 gladly, 3 more of this."


class FromPerson(HttpRequest):
    """A request with a valid token; `auth` is its person."""

    auth: User


mapping = Router(tags=["skills"])
profile = Router(tags=["profile"])


class TextIn(Schema):
    """A text to read. Without `lang`, the language is recognised."""

    text: str = Field(description="Up to 20,000 characters, in Norwegian or English.")
    lang: str | None = Field(None, pattern=f"^({'|'.join(LANGUAGES)})$")


class ConceptOut(Schema):
    uri: str
    label: str
    confidence: float = Field(ge=0, le=1)


class SkillOut(ConceptOut):
    """A skill that the text names: `quote` is the text from `start` to `end`, counted in Unicode code points."""

    start: int
    end: int
    quote: str
    alternatives: list[ConceptOut]


class StretchOut(Schema):
    start: int
    end: int
    quote: str


class ApartOut(StretchOut):
    reason: str


class UsualOut(Schema):
    """A skill that a role needs and that the text does not show itself. Nobody has it until they say so."""

    uri: str
    label: str
    type: str = Field(description="essential or optional")
    in_profile: bool


class RoleOut(ConceptOut):
    """An occupation that the text names, at most three, and what is usual in it according to `source`: esco or ours."""

    places: list[StretchOut]
    source: str
    skills: list[UsualOut]


class ReadingOut(Schema):
    """
    `unmatched` was read but fits nothing in ESCO; `aside` says nothing about what this person can do.

    `roles` are occupations that the text names. What is usual in a role is another thing than what the text shows.
    """

    lang: str
    skills: list[SkillOut]
    unmatched: list[StretchOut]
    aside: list[ApartOut]
    roles: list[RoleOut]


class SuggestionOut(SkillOut):
    id: int
    state: str


class StoredRoleOut(RoleOut):
    id: int


class TextOut(Schema):
    id: int
    lang: str
    read_at: datetime
    text: str
    suggestions: list[SuggestionOut]
    roles: list[StoredRoleOut]


class TextSummaryOut(Schema):
    id: int
    lang: str
    read_at: datetime
    beginning: str


class EvidenceOut(Schema):
    """`kind` is `text` where the words show the skill, `role` where they name a role that the skill was ticked for."""

    text_id: int
    kind: str
    quote: str
    role: str | None = Field(description="URI of the role, for evidence of that kind.")


class PlaceOut(Schema):
    """Where a skill was used, learned or proved: `kind` is experience, education or credential."""

    kind: str
    words: str


class StandingIn(Schema):
    """What is left out stays as it is; null empties it."""

    level: int | None = Field(None, ge=1, le=5, description=LEVEL)
    interest: int | None = Field(None, ge=1, le=3, description=INTEREST)
    last_used: int | None = Field(None, description="The year it was last used.")


class StandingOut(Schema):
    uri: str
    level: int | None = Field(description=LEVEL)
    interest: int | None = Field(description=INTEREST)
    last_used: int | None = Field(description="The year it was last used.")


class AcceptedSkillOut(StandingOut):
    """`basis` is `credential` where the person has tied a proof to the skill, else `self`: their own word."""

    label: str
    accepted_at: datetime
    basis: Literal["self", "credential"]
    evidence: list[EvidenceOut]
    places: list[PlaceOut]


class ChangeOut(Schema):
    """`what` is accepted, removed, level, interest or last_used; the last three have `before` and `after`."""

    uri: str
    label: str
    what: str
    before: int | None
    after: int | None
    changed_at: datetime


class HistoryOut(Schema):
    total: int
    offset: int
    changes: list[ChangeOut]


class HistoryQuery(Schema):
    lang: Language = "nb"
    limit: int = Field(50, ge=1, le=200)
    offset: int = Field(0, ge=0)


class ProfileOut(Schema):
    """The person's own word: accepted skills only. Suggestions wait under `texts`."""

    email: str
    skills: list[AcceptedSkillOut]
    texts: list[TextSummaryOut]
    awaiting: int


class SkillIn(Schema):
    uri: str = Field(max_length=200)


class TickIn(Schema):
    uris: list[str] = Field(max_length=500, description="Skills among those of the role.")


class AnswerIn(Schema):
    """`accept` may name an alternative; `reject` says why: `wrong` or `not_me`; `undo` takes an answer back."""

    answer: str = Field(pattern="^(accept|reject|undo)$")
    uri: str | None = None
    why: str = "wrong"


@mapping.post("/map", response=ReadingOut, summary="Skills in a text", operation_id="map_skills")
def map_skills(request: HttpRequest, body: TextIn) -> ReadingOut:
    """Nothing is stored. Offsets count the text with line breaks as a single line feed."""
    content, reading = actions.read_without_storing(content=body.text, lang=body.lang)
    page = queries.unstored_page(content, reading, lang=reading.lang)
    unmatched = [item for item in page.apart if item.reason == "unmatched"]
    return ReadingOut(
        lang=page.lang,
        skills=[_skill(finding) for finding in page.findings],
        unmatched=[StretchOut(start=item.start, end=item.end, quote=item.quote) for item in unmatched],
        aside=[
            ApartOut(start=item.start, end=item.end, quote=item.quote, reason=item.reason)
            for item in page.apart
            if item.reason != "unmatched"
        ],
        roles=[_role(offer) for offer in page.roles],
    )


@profile.get("", response=ProfileOut, summary="My profile", operation_id="read_profile")
def read_profile(request: FromPerson, lang: str = "nb") -> ProfileOut:
    user = request.auth
    return ProfileOut(
        email=user.email,
        skills=[_accepted(skill) for skill in _own_skills(user, lang)],
        texts=[
            TextSummaryOut(id=t.pk, lang=t.lang, read_at=t.read_at, beginning=t.content[:80])
            for t in queries.texts_of(user)
        ],
        awaiting=queries.awaiting_count(user),
    )


@profile.post("/skills", response={204: None}, summary="Add a skill", operation_id="add_skill")
def add_skill(request: FromPerson, body: SkillIn) -> Status[None]:
    actions.add_skill(by=request.auth, concept_uri=body.uri)
    return Status(204, None)


@profile.delete("/skills", response={204: None}, summary="Remove a skill", operation_id="remove_skill")
def remove_skill(request: FromPerson, uri: str) -> Status[None]:
    """Removing what is not there is harmless."""
    actions.remove_skill(by=request.auth, concept_uri=uri)
    return Status(204, None)


@profile.patch("/skills", response=StandingOut, summary="Say how you stand to a skill", operation_id="set_standing")
def set_standing(request: FromPerson, uri: str, body: StandingIn) -> StandingOut:
    """Level, interest and last use of a skill in the profile."""
    actions.set_standing(by=request.auth, concept_uri=uri, **body.dict(exclude_unset=True))
    held = queries.held(request.auth)[uri]
    return StandingOut(uri=uri, level=held.level, interest=held.interest, last_used=held.last_used)


@profile.get("/history", response=HistoryOut, summary="How my skills have changed", operation_id="read_history")
def read_history(request: FromPerson, asked: Query[HistoryQuery]) -> HistoryOut:
    """The newest changes first. Played from the first, they lead to the profile as it stands."""
    rows = overview.history_of(request.auth)
    shown = list(rows[asked.offset : asked.offset + asked.limit])
    names = labels({row.concept_uri for row in shown}, asked.lang)
    return HistoryOut(
        total=rows.count(),
        offset=asked.offset,
        changes=[
            ChangeOut(
                uri=row.concept_uri,
                label=names.get(row.concept_uri, row.concept_uri),
                what=row.what,
                before=row.before,
                after=row.after,
                changed_at=row.changed_at,
            )
            for row in shown
        ],
    )


@profile.post("/texts", response={201: TextOut}, summary="Store and read a text", operation_id="store_text")
def store_text(request: FromPerson, body: TextIn) -> Status[TextOut]:
    """The same text twice gives the first one back, with its answers."""
    text = actions.suggest_skills(by=request.auth, content=body.text)
    return Status(201, _text(request, text.pk))


@profile.get("/texts/{int:pk}", response=TextOut, summary="One text with its suggestions", operation_id="read_text")
def read_text(request: FromPerson, pk: int) -> TextOut:
    return _text(request, pk)


@profile.delete("/texts/{int:pk}", response={204: None}, summary="Delete a text", operation_id="delete_text")
def delete_text(request: FromPerson, pk: int) -> Status[None]:
    """Accepted skills stay, without the proof."""
    actions.delete_text(by=request.auth, text=queries.text_of(request.auth, pk))
    return Status(204, None)


@profile.post(
    "/suggestions/{int:pk}", response={204: None}, summary="Answer a suggestion", operation_id="answer_suggestion"
)
def answer_suggestion(request: FromPerson, pk: int, body: AnswerIn) -> Status[None]:
    suggestion = queries.suggestion_of(request.auth, pk)
    if body.answer == "accept":
        actions.accept_skill(by=request.auth, suggestion=suggestion, concept_uri=body.uri)
    elif body.answer == "reject":
        actions.reject_skill(by=request.auth, suggestion=suggestion, why=body.why)
    else:
        actions.undo_answer(by=request.auth, suggestion=suggestion)
    return Status(204, None)


@profile.post(
    "/roles/{int:pk}/skills", response={204: None}, summary="Tick skills of a role", operation_id="tick_skills"
)
def tick_skills(request: FromPerson, pk: int, body: TickIn) -> Status[None]:
    """The person says that these skills, usual in a role their text names, are theirs. Twice is harmless."""
    actions.tick_skills(by=request.auth, role=queries.role_of(request.auth, pk), concept_uris=body.uris)
    return Status(204, None)


def _text(request: FromPerson, pk: int) -> TextOut:
    text = queries.text_of(request.auth, pk)
    page = queries.stored_page(text, lang=text.lang)
    return TextOut(
        id=text.pk,
        lang=text.lang,
        read_at=text.read_at,
        text=text.content,
        suggestions=[SuggestionOut(id=f.pk or 0, state=f.state, **_skill(f).dict()) for f in page.findings],
        roles=[StoredRoleOut(id=offer.pk or 0, **_role(offer).dict()) for offer in page.roles],
    )


def _own_skills(of: User, lang: str) -> list[overview.OwnSkill]:
    """In alphabetical order."""
    skills = overview.with_evidence(of, overview.own_skills(of, lang=lang), lang=lang)
    return sorted(skills, key=lambda skill: queries.alphabetical(skill.label))


def _accepted(skill: overview.OwnSkill) -> AcceptedSkillOut:
    return AcceptedSkillOut(
        uri=skill.uri,
        label=skill.label,
        accepted_at=skill.accepted_at,
        basis=skill.basis,
        **skill.standing,
        evidence=[
            EvidenceOut(text_id=e.text_id, kind=e.kind, quote=e.quote, role=e.role.uri if e.role else None)
            for e in skill.evidence
        ],
        places=[PlaceOut(kind=place.kind, words=place.words) for place in skill.places],
    )


def _concept(choice: queries.Choice) -> ConceptOut:
    return ConceptOut(uri=choice.uri, label=choice.label, confidence=choice.confidence)


def _skill(finding: queries.Finding) -> SkillOut:
    return SkillOut(
        **_concept(finding.best).dict(),
        start=finding.start,
        end=finding.end,
        quote=finding.quote,
        alternatives=[_concept(choice) for choice in finding.alternatives],
    )


def _role(offer: queries.RoleOffer) -> RoleOut:
    usual = [("essential", skill) for skill in offer.essential] + [("optional", skill) for skill in offer.optional]
    return RoleOut(
        **_concept(offer.role).dict(),
        places=[StretchOut(start=start, end=end, quote=quote) for start, end, quote in offer.places],
        source="ours" if offer.ours else "esco",
        skills=[UsualOut(uri=s.uri, label=s.label, type=kind, in_profile=s.has) for kind, s in usual],
    )
