"""
A report in words, ready to be set: headings, bars, tables and lines, in the report's own language.

Owns the wording and the order, once for the page and the PDF alike, so that the two never say different things. Refuses
to own how it looks: a template and a typesetting file draw what stands here. Everything is text or a number.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from normi.careers.languages import language_name
from normi.careers.levels import EQF
from normi.careers.models import Experience, LanguageSkill
from normi.careers.periods import in_words
from normi.profiles.levels import LEVELS, step
from skillengine.gap import State
from skillengine.report import (
    Basis,
    Credential,
    Evidence,
    Goal,
    Language,
    Need,
    Period,
    Report,
    Skill,
    level_counts,
    state_counts,
)


@dataclass(frozen=True)
class Cell:
    """One cell of a table. `level` is drawn as so many of five steps, beside the words that say the same."""

    text: str = ""
    lines: tuple[str, ...] = ()
    level: int | None = None


@dataclass(frozen=True)
class Table:
    """A table with a name and a header row. `widths` share the line between the columns on paper."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]

    @property
    def labelled(self) -> list[list[tuple[str, Cell]]]:
        """Each cell with the name of its column, for screens too narrow to have columns."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Bar:
    """One bar: `percent` of the full length, with its number in words beside it."""

    label: str
    number: int
    percent: int
    tone: str = "have"


@dataclass(frozen=True)
class Chart:
    """Bars that say the same as the table after them. `alt` says it to those who do not see them."""

    alt: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Entry:
    """Something that lasted, or was issued: what, where, when, own text about it, and where it can be checked."""

    heading: str
    facts: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    address: str = ""
    link: str = ""


@dataclass(frozen=True)
class Fact:
    """How to reach the person. `link` is empty where there is no address to follow."""

    label: str
    value: str
    link: str = ""


@dataclass(frozen=True)
class Section:
    """A part with a heading. `parts` stand under it, with headings of their own."""

    key: str
    heading: str
    intro: str = ""
    chart: Chart | None = None
    tables: tuple[Table, ...] = ()
    entries: tuple[Entry, ...] = ()
    parts: tuple["Section", ...] = ()


@dataclass(frozen=True)
class Sheet:
    """All of it. `picture` is a JPEG in base64."""

    lang: str
    title: str
    name: str
    headline: str
    about: tuple[str, ...]
    picture: str
    picture_alt: str
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    made: str
    origin: tuple[str, ...]
    page_of: str
    check_heading: str
    check: str
    check_address: str
    code_label: str
    code: str


def sheet_of(report: Report, *, code: str, check_address: str) -> Sheet:
    """The report in the words of its own language, whatever the reader's language is."""
    with override(report.lang):
        day = _day(report.made_at)
        return Sheet(
            lang=report.lang,
            title=_("Competency report"),
            name=report.name,
            headline=report.headline,
            about=_paragraphs(report.about),
            picture=report.picture,
            picture_alt=_("Picture of %(name)s") % {"name": report.name} if report.name else _("Picture"),
            facts=tuple(_facts(report)),
            sections=tuple(_sections(report)),
            made=_("Made with Normi on %(day)s") % {"day": day},
            origin=tuple(_origin(report)),
            page_of=_("Page {page} of {pages}"),
            check_heading=_("Is this report genuine?"),
            check=_(
                "Anyone can check that the report was made with Normi and has not been changed. Upload it, or paste "
                "the code below, at this address:"
            ),
            check_address=check_address,
            code_label=_("Code"),
            code=code,
        )


def _facts(report: Report) -> Iterator[Fact]:
    contact = report.contact
    found = (
        Fact(_("E-mail"), contact.email, f"mailto:{contact.email}"),
        Fact(_("Phone"), contact.phone),
        Fact(_("Address"), contact.address),
        Fact(_("Website"), contact.website, _followable(contact.website)),
    )
    return (fact for fact in found if fact.value)


def _followable(address: str) -> str:
    """An address that may be followed: of the web, and nothing else."""
    return address if address.startswith(("https://", "http://")) else ""


def _sections(report: Report) -> Iterator[Section]:
    if report.skills:
        yield _skills(report.skills)
    if report.goals:
        yield _goals(report.goals)
    if report.experiences:
        yield Section("experience", _("Experience"), entries=tuple(_experience(p) for p in report.experiences))
    if report.educations:
        yield Section("education", _("Education"), entries=tuple(_education(p) for p in report.educations))
    if report.credentials:
        entries = tuple(_credential(c) for c in report.credentials)
        yield Section("credentials", _("Certificates and licences"), entries=entries)
    if report.languages:
        yield _languages(report.languages)


def _skills(skills: tuple[Skill, ...]) -> Section:
    intro = ngettext(
        "%(count)d skill. Unless a certificate is named, the level and the skill are the person's own word.",
        "%(count)d skills. Unless a certificate is named, the levels and the skills are the person's own word.",
        len(skills),
    ) % {"count": len(skills)}
    counts = level_counts(skills)
    has_levels = any(skill.level for skill in skills)
    return Section(
        "skills",
        _("Skills"),
        intro=intro,
        chart=_level_chart(counts) if has_levels else None,
        tables=((_level_table(counts),) if has_levels else ()) + (_skill_table(skills),),
    )


def _level_chart(counts: dict[int | None, int]) -> Chart:
    """How many skills at each level, as bars against the longest."""
    most = max(counts.values())
    named = [(_level_name(level), count) for level, count in _from_the_top(counts)]
    alt = _("Bars: how many skills at each level.") + " " + "; ".join(f"{name}: {count}" for name, count in named)
    return Chart(alt + ".", tuple(Bar(name, count, round(100 * count / most)) for name, count in named))


def _level_table(counts: dict[int | None, int]) -> Table:
    return Table(
        _("How many skills at each level"),
        (_("Level"), _("What it means"), _("Skills")),
        tuple(
            (Cell(_level_name(level), level=level), Cell(_level_sentence(level)), Cell(str(count)))
            for level, count in _from_the_top(counts)
        ),
        (16, 26, 8),
    )


def _from_the_top(counts: dict[int | None, int]) -> list[tuple[int | None, int]]:
    """Level 5 first; those without a level last, where there are any."""
    levels = sorted((level for level in counts if level), reverse=True)
    return [(level, counts[level]) for level in (*levels, None) if level or counts[level]]


def _level_name(level: int | None) -> str:
    found = step(level, LEVELS)
    return f"{level} {found.name}" if found else _("Not set")


def _level_sentence(level: int | None) -> str:
    found = step(level, LEVELS)
    return str(found.sentence) if found else _("The person has not said.")


def _skill_table(skills: tuple[Skill, ...]) -> Table:
    return Table(
        _("Every skill with its level, basis and proof"),
        (_("Skill"), _("Level"), _("Basis"), _("Last used")),
        tuple(_skill_row(skill) for skill in skills),
        (22, 13, 11, 10),
    )


def _skill_row(skill: Skill) -> tuple[Cell, ...]:
    return (
        Cell(skill.label, lines=tuple(_proof(item) for item in skill.evidence)),
        Cell(_level_name(skill.level), level=skill.level),
        Cell(_("Certificate or licence") if skill.basis is Basis.CREDENTIAL else _("Own word")),
        Cell(str(skill.last_used) if skill.last_used else _("Not set")),
    )


def _proof(item: Evidence) -> str:
    """A line such as «sveiset rør» for own words, and what it is for the rest."""
    templates = {
        "text": _("Own words: “%(words)s”"),
        "role": _("Usual in the role %(words)s"),
        "experience": _("Used: %(words)s"),
        "education": _("Learned: %(words)s"),
        "credential": _("Proved: %(words)s"),
    }
    return templates[item.kind] % {"words": item.words}


def _goals(goals: tuple[Goal, ...]) -> Section:
    intro = _("Roles the person aims for, and how their skills compare with what is usual in each.")
    return Section("goals", _("Goals"), intro=intro, parts=tuple(_goal(goal, n) for n, goal in enumerate(goals)))


def _goal(goal: Goal, number: int) -> Section:
    key = f"goal-{number}"
    if not goal.needs:
        return Section(key, goal.label, intro=_("We do not know what is usual in this role."))
    intro = _("%(points)d of %(possible)d points, which is %(percent)d%%. The points of the lines below are added up.")
    sum_words = intro % {"points": goal.points, "possible": goal.possible, "percent": goal.percent}
    return Section(key, goal.label, intro=sum_words, chart=_state_chart(goal), tables=(_need_table(goal),))


def _state_chart(goal: Goal) -> Chart:
    names = _state_names()
    bars = tuple(
        Bar(names[state], count, round(100 * count / len(goal.needs)), state.value)
        for state, count in state_counts(goal).items()
    )
    named = "; ".join(f"{bar.label}: {bar.number}" for bar in bars)
    return Chart(_("Bars: skills of the role.") + f" {named}.", bars)


def _state_names() -> dict[State, str]:
    return {State.HAVE: _("Has"), State.PARTLY: _("Has in part"), State.MISSING: _("Still to learn")}


def _need_table(goal: Goal) -> Table:
    names = _state_names()
    return Table(
        _("What is usual in the role %(role)s") % {"role": goal.label},
        (_("Skill"), _("In the role"), _("The person"), _("Points")),
        tuple(_need(need, names) for need in goal.needs),
        (22, 10, 16, 8),
    )


def _need(need: Need, names: dict[State, str]) -> tuple[Cell, ...]:
    points = {"points": need.points, "possible": need.possible}
    return (
        Cell(need.label),
        Cell(_("Essential") if need.essential else _("Useful")),
        Cell(names[need.state], lines=(_("Through %(skill)s") % {"skill": need.by},) if need.by else ()),
        Cell(_("%(points)d of %(possible)d") % points),
    )


def _experience(period: Period) -> Entry:
    kind = "" if period.kind == Experience.Kind.WORK else str(Experience.Kind(period.kind).label)
    return Entry(period.title, _said(period.place, _time(period), kind), _paragraphs(period.description))


def _education(period: Period) -> Entry:
    level = ""
    if period.eqf_level:
        level = _("Level %(number)d of 8 (EQF): %(name)s") % {"number": period.eqf_level, "name": EQF[period.eqf_level]}
    return Entry(period.title, _said(period.place, _time(period), level), _paragraphs(period.description))


def _time(period: Period) -> str:
    started = in_words(period.started)
    ended = _("now") if period.is_current else in_words(period.ended)
    if started and ended and started != ended:
        return f"{started} – {ended}"
    return started or (ended and _("until %(time)s") % {"time": ended})


def _credential(credential: Credential) -> Entry:
    issued = _("Issued %(day)s") % {"day": in_words(credential.issued)} if credential.issued else ""
    expires = _("Valid until %(day)s") % {"day": in_words(credential.expires)} if credential.expires else ""
    address = credential.website
    return Entry(credential.name, _said(credential.issuer, issued, expires), (), address, _followable(address))


def _languages(languages: tuple[Language, ...]) -> Section:
    fields = {field.name: field.verbose_name for field in LanguageSkill._meta.fields}
    names = [str(fields[level]) for level in LanguageSkill.LEVELS]
    rows = tuple(_language(row) for row in languages)
    return Section(
        "languages",
        _("Languages"),
        intro=_("Levels of the European scale CEFR, from A1 (a few words) to C2 (practically everything)."),
        tables=(Table(_("Level in each language"), (_("Language"), *names), rows, (1,) * (len(names) + 1)),),
    )


def _language(row: Language) -> tuple[Cell, ...]:
    name = language_name(row.code)
    if row.is_mother_tongue:
        return (Cell(name), *(Cell(_("Mother tongue")) for _level in LanguageSkill.LEVELS))
    return (Cell(name), *(Cell(getattr(row, level) or "–") for level in LanguageSkill.LEVELS))


def _origin(report: Report) -> Iterator[str]:
    yield _("The person has chosen what it shows. Normi vouches for where the report comes from, not for what it says.")
    if report.classification:
        yield _("Skills are named after ESCO %(version)s, the classification of the European Commission.") % {
            "version": report.classification
        }


def _said(*parts: str) -> tuple[str, ...]:
    return tuple(part for part in parts if part)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _day(made_at: str) -> str:
    moment = parse_datetime(made_at)
    assert moment is not None
    return date_format(localtime(moment), "DATE_FORMAT")
