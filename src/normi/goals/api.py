"""The same as the pages, as JSON: goals, the gap, what to learn, roles near one, and the advice."""

from typing import Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from normi.accounts.models import User
from normi.goals import actions, advice, nearby, queries
from normi.taxonomy.queries import Link, concept_uri

router = Router(tags=["goals"])
Language = Literal["nb", "nn", "en"]


class FromPerson(HttpRequest):
    """A request with a valid token; `auth` is its person."""

    auth: User


class Reader(Schema):
    lang: Language = "nb"


class RoleQuery(Reader):
    role: str = Field(max_length=200, description="An occupation's ESCO URI, or its part after `/esco/`.")


class NearQuery(Reader):
    goal: str | None = Field(None, max_length=200, description="One of the goals; the first where none is given.")
    order: Literal["nearest", "goal"] = "nearest"
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=10_000)


class RoleIn(Schema):
    uri: str = Field(max_length=200)


class OrderIn(Schema):
    uris: list[str] = Field(max_length=actions.MOST_GOALS)


class AdviceIn(Schema):
    kind: Literal["skill", "role", "profile"]
    about: str = Field(max_length=200)


class NamedOut(Schema):
    uri: str
    label: str

    @staticmethod
    def resolve_label(link: Link) -> str:
        return link.label.text


class PointsOut(Schema):
    """`points` of `possible`, of which `have` from the skills themselves and `partly` from ones that resemble them."""

    points: int
    possible: int
    have: int
    partly: int
    percent: int = Field(description="Rounded down.")


class GoalOut(Schema):
    role: NamedOut
    place: int
    points: PointsOut
    missing: int = Field(description="How many of the role's skills the person has nothing of.")


class LineOut(Schema):
    """One requirement. The points of all lines add up to the points of the gap."""

    skill: NamedOut
    type: Literal["essential", "optional"]
    state: Literal["have", "partly", "missing"]
    points: int
    possible: int
    level: int | None
    neighbour: str | None = Field(description="URI of the skill that counts in place of this one.")
    why: str

    @staticmethod
    def resolve_skill(line: queries.Line) -> Link:
        return line.need

    @staticmethod
    def resolve_type(line: queries.Line) -> str:
        return line.need.type


class GapOut(Schema):
    role: NamedOut
    source: Literal["esco", "ours"]
    goal: int | None = Field(description="The role's place among the goals.")
    points: PointsOut
    lines: list[LineOut]

    @staticmethod
    def resolve_source(gap: queries.Gap) -> str:
        return "ours" if gap.role.ours else "esco"

    @staticmethod
    def resolve_goal(gap: queries.Gap) -> int | None:
        return gap.place


class EffectOut(Schema):
    role: NamedOut
    points: int
    possible: int
    own: int = Field(description="Of the points, those for the skill itself and not for what it resembles.")
    before: int = Field(description="Percent now.")
    after: int = Field(description="Percent with the skill at level 3.")


class StepOut(Schema):
    skill: NamedOut
    level: int | None
    effects: list[EffectOut]
    why: str


class NearOut(Schema):
    """`covers`: percent of the goal that the role's skills give. `covered`: of the role that the goal's give."""

    role: NamedOut
    points: int
    possible: int
    percent: int
    is_open: bool
    used: list[NamedOut]
    lacking: list[NamedOut]
    covers: int | None
    covered: int | None
    why: str


class NearbyOut(Schema):
    total: int
    goal: str | None
    roles: list[NearOut]


class PairOut(Schema):
    first: NamedOut
    second: NamedOut
    opens: list[NamedOut]


class OpeningsOut(Schema):
    """`open_now` of `roles` are open; the next one lacks `nearest` points."""

    open_at_percent: int
    open_now: int
    roles: int
    nearest: int | None
    pairs: list[PairOut]


class AdviceOut(Schema):
    kind: str
    about: str = Field(description="A concept's URI, or the gap in the profile.")
    heading: str
    why: str


class PutAwayOut(Schema):
    kind: str
    about: str
    heading: str


@router.get("", response=list[GoalOut], summary="My goals", operation_id="read_goals")
def read_goals(request: FromPerson, asked: Query[Reader]) -> tuple[queries.Aim, ...]:
    """In the person's own order, with the points so far."""
    return queries.goals_of(request.auth, asked.lang)


@router.post("", response={204: None}, summary="Choose a goal", operation_id="choose_goal")
def choose_goal(request: FromPerson, body: RoleIn) -> Status[None]:
    """Choosing twice is harmless."""
    actions.choose_goal(by=request.auth, occupation_uri=body.uri)
    return Status(204, None)


@router.delete("", response={204: None}, summary="Remove a goal", operation_id="remove_goal")
def remove_goal(request: FromPerson, uri: str) -> Status[None]:
    """Removing what is not there is harmless."""
    actions.remove_goal(by=request.auth, occupation_uri=uri)
    return Status(204, None)


@router.put("/order", response={204: None}, summary="Order my goals", operation_id="order_goals")
def order_goals(request: FromPerson, body: OrderIn) -> Status[None]:
    """All of the goals, each named once."""
    actions.order_goals(by=request.auth, occupation_uris=body.uris)
    return Status(204, None)


@router.get("/gap", response=GapOut, summary="Me against a role", operation_id="read_gap")
def read_gap(request: FromPerson, asked: Query[RoleQuery]) -> queries.Gap:
    """Any role, chosen as a goal or not."""
    return queries.gap(request.auth, concept_uri(asked.role), asked.lang)


@router.get("/next-steps", response=list[StepOut], summary="What to learn next", operation_id="read_next_steps")
def read_next_steps(request: FromPerson, asked: Query[Reader]) -> tuple[queries.Step, ...]:
    """The skill that adds most to all goals together comes first."""
    return queries.next_steps(request.auth, asked.lang)


@router.get("/near-roles", response=NearbyOut, summary="Roles near me", operation_id="read_near_roles")
def read_near_roles(request: FromPerson, asked: Query[NearQuery]) -> dict[str, object]:
    """Every role that has use for one of the person's skills, compared with one of their goals."""
    person, goals = queries.measured(request.auth), queries.goal_uris(request.auth)
    wanted = concept_uri(asked.goal) if asked.goal else None
    goal = wanted if wanted in goals else next(iter(goals), None)
    found = nearby.near_roles(person, goal=goal, order=asked.order)
    shown = found[asked.offset : asked.offset + asked.limit]
    return {"total": len(found), "goal": goal, "roles": nearby.described(person, shown, asked.lang)}


@router.get("/what-if", response=OpeningsOut, summary="Two skills that open most roles", operation_id="read_what_if")
def read_what_if(request: FromPerson, asked: Query[Reader]) -> nearby.Openings:
    """Every pair of skills is tried on the roles that the person is nearest to."""
    return nearby.openings(request.auth, asked.lang)


@router.get("/advice", response=list[AdviceOut], summary="What to do next", operation_id="read_advice")
def read_advice(request: FromPerson, asked: Query[Reader]) -> tuple[advice.Advice, ...]:
    """From the person's own skills and goals alone, each with its reason."""
    return advice.recommendations(request.auth, asked.lang).all


@router.get(
    "/advice/put-away", response=list[PutAwayOut], summary="Advice I have put away", operation_id="read_put_away"
)
def read_put_away(request: FromPerson, asked: Query[Reader]) -> list[advice.PutAway]:
    return advice.put_away(request.auth, asked.lang)


@router.post("/advice/put-away", response={204: None}, summary="Put advice away", operation_id="put_advice_away")
def put_advice_away(request: FromPerson, body: AdviceIn) -> Status[None]:
    """For good, until it is brought back. Twice is harmless."""
    actions.dismiss(by=request.auth, advice=body.kind, about=body.about)
    return Status(204, None)


@router.delete("/advice/put-away", response={204: None}, summary="Bring advice back", operation_id="bring_advice_back")
def bring_advice_back(request: FromPerson, kind: str, about: str) -> Status[None]:
    actions.bring_back(by=request.auth, advice=kind, about=about)
    return Status(204, None)
