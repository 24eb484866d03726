"""
A person's whole profile, from the rows of all apps, as one document; and the formats it can be taken away in.

Reads only. Everything goes through `visible_to`, so a stranger's rows do not exist.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from normi.accounts.models import User
from normi.careers.models import Credential, Education, Experience, LanguageSkill, SkillUse
from normi.careers.queries import contact_of, kind_of, picture_content
from normi.errors import NotFound, Words
from normi.goals.models import Dismissal, Goal
from normi.portability import document as value
from normi.portability.document import Document
from normi.portability.formats import csv_files, europass, json_resume, own
from normi.privacy.register import Declaration, Purpose, declared_models
from normi.profiles.models import KeptApart, NamedRole, ProfileSkill, SkillChange, Text
from normi.profiles.queries import Held, held
from normi.taxonomy.queries import active_version, labels

Kind = TypeVar("Kind")
Place = Experience | Education | Credential


# --- Formats ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Format:
    """A kind of file: what it is called, what it is for, whether all of the profile is in it, and how it is written."""

    key: str
    name: Words
    words: Words
    whole: bool
    media_type: str
    filename: str
    write: Callable[[Document], bytes]


FORMATS: Mapping[str, Format] = {
    found.key: found
    for found in (
        Format(
            "own",
            _("Everything, from Normi"),
            _("Your whole profile with texts, proof and history. Choose this to keep a copy, or to bring it back."),
            True,
            "application/json",
            "normi-profile.json",
            own.write,
        ),
        Format(
            "json-resume",
            _("CV for other tools (JSON Resume)"),
            _("Your CV in a form that many tools can read. What only Normi knows lies beside it, so nothing is lost."),
            True,
            "application/json",
            "normi-json-resume.json",
            json_resume.write,
        ),
        Format(
            "europass",
            _("For Europe (Europass)"),
            _("Experience, education and skills in the form that Europass and schools in Europe use. Not your texts."),
            False,
            "application/ld+json",
            "normi-europass.jsonld",
            europass.write,
        ),
        Format(
            "csv",
            _("Tables (Excel and others)"),
            _("One table for each part of your profile, to look at and work on. It cannot be read back in here."),
            False,
            "application/zip",
            "normi-tables.zip",
            csv_files.write,
        ),
    )
}


@dataclass(frozen=True)
class File:
    """A profile, written."""

    name: str
    media_type: str
    content: bytes


def export(of: User, *, format: str, lang: str) -> File:
    """The person's profile in one of the FORMATS, with labels in `lang`. Raises NotFound for any other format."""
    chosen = FORMATS.get(format)
    if chosen is None:
        raise NotFound(
            _("We do not write files of that kind."), remedy=_("Choose one of these: own, json-resume, europass, csv.")
        )
    return File(chosen.filename, chosen.media_type, chosen.write(collect(of, lang)))


# --- The document -----------------------------------------------------------------------------------------------------
def collect(of: User, lang: str) -> Document:
    """
    Everything in the profile, with labels in `lang`. The same profile gives the same document, whatever row numbers.

    The e-mail address is that of the account. Level, interest and use of a skill that has left the profile are not in
    it; what the person said when it left is in the texts and the history.
    """
    experiences = list(Experience.objects.visible_to(of))
    educations = list(Education.objects.visible_to(of))
    credentials = list(Credential.objects.visible_to(of))
    lists: tuple[Sequence[Place], ...] = (experiences, educations, credentials)
    keys = {
        (kind_of(place), place.pk): f"{kind_of(place)}-{number}"
        for places in lists
        for number, place in enumerate(places, start=1)
    }
    skills, goals = held(of), list(Goal.objects.visible_to(of))
    names = labels({*skills, *(goal.occupation_uri for goal in goals)}, lang)
    version = active_version()
    return Document(
        person=_said(value.Person, contact_of(of), email=of.email),
        picture=_picture(of),
        experiences=tuple(_said(value.Experience, row, key=keys["experience", row.pk]) for row in experiences),
        educations=tuple(_said(value.Education, row, key=keys["education", row.pk]) for row in educations),
        credentials=tuple(_said(value.Credential, row, key=keys["credential", row.pk]) for row in credentials),
        languages=tuple(_said(value.Language, row) for row in LanguageSkill.objects.visible_to(of)),
        skills=_skills(of, skills, keys, names),
        added=_added(of),
        texts=_texts(of, (*experiences, *educations), keys),
        history=tuple(_said(value.Change, row) for row in _history(of)),
        goals=tuple(_said(value.Goal, goal, label=names.get(goal.occupation_uri, "")) for goal in goals),
        dismissals=_dismissals(of),
        classification=version.version if version else "",
    )


def _said(kind: type[Kind], row: object, **more: Any) -> Kind:
    """The value with what the row says under the same names."""
    names = [field.name for field in fields(kind) if field.name not in more]  # type: ignore[arg-type]
    return kind(**{name: getattr(row, name) for name in names if hasattr(row, name)}, **more)


def _picture(of: User) -> value.Picture | None:
    found = picture_content(of)
    return value.Picture(found[1], found[0]) if found else None


def _skills(
    of: User, skills: Mapping[str, Held], keys: Mapping[tuple[str, int], str], names: Mapping[str, str]
) -> tuple[value.Skill, ...]:
    uses: dict[str, list[str]] = {}
    for use in SkillUse.objects.visible_to(of):
        place = next(found for name in ("experience", "education", "credential") if (found := _end(use, name)))
        uses.setdefault(use.concept_uri, []).append(keys[place])
    return tuple(
        value.Skill(uri, names.get(uri, ""), one.level, one.interest, one.last_used, tuple(sorted(uses.get(uri, ()))))
        for uri, one in sorted(skills.items())
    )


def _end(use: SkillUse, name: str) -> tuple[str, int] | None:
    pk = getattr(use, f"{name}_id")
    return (name, pk) if pk else None


def _added(of: User) -> tuple[value.Answer, ...]:
    rows = ProfileSkill.objects.visible_to(of).filter(text=None).order_by("suggested_at", "concept_uri")
    return tuple(_answer(row, None) for row in rows)


def _answer(row: ProfileSkill, role: int | None) -> value.Answer:
    alternatives = tuple((uri, confidence) for uri, confidence in row.alternatives)
    return _said(value.Answer, row, alternatives=alternatives, role=role)


def _texts(of: User, entries: Iterable[Place], keys: Mapping[tuple[str, int], str]) -> tuple[value.Text, ...]:
    """All texts with what was found in them, oldest first. Four queries however many they are."""
    texts = list(Text.objects.visible_to(of).order_by("read_at", "digest"))
    roles = _grouped(NamedRole.objects.visible_to(of).order_by("start"))
    answers = _grouped(ProfileSkill.objects.visible_to(of).filter(text__isnull=False))
    apart = _grouped(KeptApart.objects.filter(text__owner=of).order_by("start", "end", "reason"))
    belonging: dict[int, list[str]] = {}
    for entry in entries:
        belonging.setdefault(getattr(entry, "text_id", None) or 0, []).append(keys[kind_of(entry), entry.pk])
    return tuple(
        _said(
            value.Text,
            text,
            answers=_answers(answers.get(text.pk, ()), roles.get(text.pk, ())),
            apart=tuple(_said(value.Apart, row) for row in apart.get(text.pk, ())),
            roles=tuple(_said(value.Role, row) for row in roles.get(text.pk, ())),
            of=tuple(belonging.get(text.pk, ())),
        )
        for text in texts
    )


def _answers(rows: Iterable[Any], roles: Iterable[Any]) -> tuple[value.Answer, ...]:
    """What the text shows in the order of the text, then what was ticked, role by role."""
    places = {role.pk: place for place, role in enumerate(roles)}
    found = [_answer(row, places.get(row.role_id)) for row in rows]
    return tuple(sorted(found, key=lambda a: (a.role is not None, a.role or 0, a.start or 0, a.concept_uri)))


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    """Rows by the text they belong to."""
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.text_id, []).append(row)
    return found


def _history(of: User) -> Iterable[SkillChange]:
    return SkillChange.objects.visible_to(of).order_by("changed_at", "pk")


def _dismissals(of: User) -> tuple[value.Dismissal, ...]:
    rows = Dismissal.objects.visible_to(of).order_by("dismissed_at", "advice", "about")
    return tuple(_said(value.Dismissal, row) for row in rows)


# --- What goes when a profile is erased -------------------------------------------------------------------------------
def profile_tables() -> list[Declaration]:
    """Every table that holds something for the profile's sake, as the apps have declared it."""
    return [found for found in declared_models() if found.purpose is Purpose.PROFILE]


@dataclass(frozen=True)
class Kept:
    """One kind of thing in a profile, and how many there are."""

    name: Words
    count: int


def in_profile(of: User) -> list[Kept]:
    """What erasing the profile would delete. What there is none of is left out."""
    found = (Kept(table.name, table.rows_of(of).count()) for table in profile_tables())
    return [kept for kept in found if kept.count]
