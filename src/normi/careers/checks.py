"""
What is wrong with an entry, in words the person can act on. Forms show every problem, actions refuse the first.

Owns the rules that a single field cannot see. Refuses to write anything.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Model, TextField
from django.utils.translation import gettext_lazy as _

from normi.careers import periods
from normi.careers.languages import country_names, language_code
from normi.careers.levels import EQF
from normi.careers.models import Contact, Credential, Education, Experience, LanguageSkill, Period
from normi.errors import Words

# A job may be agreed on, a study planned and a licence valid: so many years ahead, and no more.
START_AHEAD, END_AHEAD, VALID_AHEAD = 3, 12, 60
HOW_TO_WRITE = _("Write a year, a month or a day, such as 2019, 08.2019 or 15.08.2019.")
OCCUPATION = "http://data.europa.eu/esco/occupation/"
CORRECT_IT = _("Correct it and try again.")
PHONE_SIGNS = set("0123456789 +()-./")
FEWEST_DIGITS = 5


@dataclass(frozen=True)
class Problem:
    """One thing to put right: in which field, what is wrong, and what to do."""

    field: str
    reason: Words
    remedy: Words


def problems(row: Model, *, today: date) -> list[Problem]:
    """Everything that is wrong with a row, without asking the database."""
    found = list(_unwritable(row)) or list(_field_problems(row))
    wrong = {problem.field for problem in found}
    rules = RULES.get(type(row), ())
    return found + [p for rule in rules for p in rule(row, today) if p.field not in wrong]


def _unwritable(row: Model) -> Iterator[Problem]:
    """Half a surrogate pair, which JSON lets through, can be neither stored nor shown."""
    for field in row._meta.concrete_fields:
        written = getattr(row, field.attname)
        if (
            isinstance(written, str)
            and not written.isprintable()
            and written != written.encode(errors="ignore").decode()
        ):
            yield Problem(field.name, _("This holds signs that are no letters."), _("Write it again, without copying."))


def _field_problems(row: Model) -> Iterator[Problem]:
    """What a field sees by itself: too long, not among the choices, empty where something is needed."""
    try:
        row.clean_fields(exclude={"owner", "text"})
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            field = row._meta.get_field(name)
            if name in periods.FIELDS:
                yield _not_a_date(name, str(getattr(row, name)))
            else:
                yield Problem(name, f"{getattr(field, 'verbose_name', name)}: {messages[0]}", CORRECT_IT)


def check_lengths(row: Model, today: date) -> Iterator[Problem]:
    """Django counts the characters of a line, but not those of a long text."""
    for field in row._meta.concrete_fields:
        written, most = getattr(row, field.attname), getattr(field, "max_length", None)
        if isinstance(field, TextField) and most and len(written) > most:
            yield Problem(
                field.name,
                _("The text has %(count)d characters. There is room for %(most)d.")
                % {"count": len(written), "most": most},
                _("Shorten it, and try again."),
            )


def _not_a_date(field: str, written: str) -> Problem:
    return Problem(field, _("“%(written)s” is not a date we understand.") % {"written": written[:40]}, HOW_TO_WRITE)


def _date_problems(row: Model, today: date, **ahead: int) -> Iterator[Problem]:
    """Dates that the calendar does not have, or that lie too far ahead."""
    for name, most in ahead.items():
        written = getattr(row, name)
        if written and not periods.exists(written):
            yield _not_a_date(name, written)
        elif written and periods.years_ahead(written, today) > most:
            yield Problem(name, _("“%(written)s” is too far ahead.") % {"written": written}, _("Check the year."))


def check_period(row: Period, today: date) -> Iterator[Problem]:
    impossible = list(_date_problems(row, today, started=START_AHEAD, ended=END_AHEAD))
    yield from impossible
    if row.is_current and row.ended:
        yield Problem(
            "ended",
            _("You have said both that this goes on and when it ended."),
            _("Leave out the end, or untick that you still do this."),
        )
    elif not impossible and row.started and row.ended and periods.is_before(row.ended, row.started):
        yield Problem("ended", _("The end comes before the start."), _("Check both dates, and swap them if needed."))
    yield from check_website(row, today)


def check_education_level(row: Education, today: date) -> Iterator[Problem]:
    if row.eqf_level is not None and row.eqf_level not in EQF:
        yield Problem("eqf_level", _("Levels of education go from 1 to 8."), _("Choose a level from the list."))


def check_occupation(row: Experience, today: date) -> Iterator[Problem]:
    """Only the shape of the address: a row outlives the version of the classification it was made with."""
    if row.occupation_uri and not row.occupation_uri.startswith(OCCUPATION):
        yield Problem(
            "occupation_uri",
            _("This is not a role in the classification."),
            _("Search for the role again, or leave it out."),
        )


def check_credential(row: Credential, today: date) -> Iterator[Problem]:
    impossible = list(_date_problems(row, today, issued=0, expires=VALID_AHEAD))
    yield from impossible
    if not impossible and row.issued and row.expires and periods.is_before(row.expires, row.issued):
        yield Problem("expires", _("It ran out before it was issued."), _("Check both dates."))
    yield from check_website(row, today)


def check_language(row: LanguageSkill, today: date) -> Iterator[Problem]:
    if language_code(row.code) != row.code:
        yield Problem("code", _("We do not know this language."), _("Choose a language from the list."))


def check_contact(row: Contact, today: date) -> Iterator[Problem]:
    if row.phone and (set(row.phone) - PHONE_SIGNS or sum(sign.isdigit() for sign in row.phone) < FEWEST_DIGITS):
        yield Problem("phone", _("This does not look like a phone number."), _("Write it such as +47 412 34 567."))
    if row.country and row.country not in country_names():
        yield Problem("country", _("We do not know this country."), _("Choose a country from the list."))
    yield from check_website(row, today)


def check_website(row: Model, today: date) -> Iterator[Problem]:
    """An address that a reader may be sent to: a page on the web, nothing else."""
    website = str(getattr(row, "website", ""))
    if website and not website.casefold().startswith(("https://", "http://")):
        yield Problem(
            "website", _("This is not the address of a page."), _("It begins with https://. Copy it from the browser.")
        )


Rule = Callable[..., Iterator[Problem]]
RULES: dict[type[Model], tuple[Rule, ...]] = {
    Experience: (check_lengths, check_period, check_occupation),
    Education: (check_lengths, check_period, check_education_level),
    Credential: (check_credential,),
    LanguageSkill: (check_language,),
    Contact: (check_lengths, check_contact),
}
