"""
Taking in who the person is and what they have done: contact, picture, experience, education, certificates, languages.

An entry that is here already, word for word, is left alone. One that is here with other details is left alone too, and
the person is told. What our own rules would refuse is left out, and the person is told why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from normi.accounts.models import User
from normi.careers.actions import MOST_ENTRIES, set_picture, tidy
from normi.careers.checks import problems
from normi.careers.languages import language_name
from normi.careers.models import Contact, Credential, Education, Experience, LanguageSkill, Picture
from normi.careers.queries import Place, contact_of, picture_content, words_for
from normi.errors import Refused
from normi.portability import document as value
from normi.portability.outcome import Outcome, refuse_beyond
from normi.profiles.models import Text

Row = TypeVar("Row", Experience, Education, Credential)
Said = dict[str, Any]
# What makes two entries the same thing, though their details differ.
NAMED_BY: Mapping[type[Place], Sequence[str]] = {
    Experience: ("kind", "title", "organisation", "started"),
    Education: ("qualification", "institution", "started"),
    Credential: ("name", "issuer", "issued"),
}


def take_contact(by: User, person: value.Person, outcome: Outcome) -> None:
    """Fill what is empty. The e-mail address is that of the account, and never comes from a file."""
    contact = contact_of(by)
    said = {name: tidy(name, words) for name, words in asdict(person).items() if name != "email" and words}
    for name, words in said.items():
        here = getattr(contact, name)
        if here and here != words:
            outcome.conflict(
                _("%(field)s: your profile says “%(here)s”, the file “%(there)s”. We kept yours."),
                field=Contact._meta.get_field(name).verbose_name,  # type: ignore[union-attr]
                here=here[:80],
                there=str(words)[:80],
            )
    fresh = {name: words for name, words in said.items() if words and not getattr(contact, name)}
    for name, words in fresh.items():
        setattr(contact, name, words)
    for problem in problems(contact, today=timezone.localdate()):
        if problem.field in fresh:
            del fresh[problem.field]
            setattr(contact, problem.field, "")
            outcome.conflict("%(reason)s", reason=problem.reason)
    if fresh:
        contact.save()
        outcome.count("contact", len(fresh))


def take_picture(by: User, picture: value.Picture | None, outcome: Outcome) -> None:
    """Only where there is none. It is drawn anew like any other; one of ours comes out the same."""
    if picture is None:
        return
    if Picture.objects.visible_to(by).exists():
        found = picture_content(by)
        if found is None or found[0] != picture.content:
            outcome.conflict(_("You have a picture here already. We kept it."))
        return
    try:
        set_picture(by=by, content=picture.content)
    except Refused as refusal:
        outcome.conflict(_("The picture was left out: %(reason)s"), reason=refusal)
    else:
        outcome.count("picture")


def take_entries(by: User, document: value.Document, texts: Mapping[str, Text], outcome: Outcome) -> dict[str, Place]:
    """All entries. Answers the row that each key of the document stands for; `texts` are their own texts, by key."""
    places: dict[str, Place] = {}
    places |= _take(Experience, by, document.experiences, texts, outcome)
    places |= _take(Education, by, document.educations, texts, outcome)
    places |= _take(Credential, by, document.credentials, texts, outcome)
    return places


def _take(
    model: type[Row], by: User, entries: Sequence[Any], texts: Mapping[str, Text], outcome: Outcome
) -> dict[str, Row]:
    here = list(model._default_manager.filter(owner=by))
    said = {entry.key: {name: tidy(name, words) for name, words in asdict(entry).items()} for entry in entries}
    keys = {key: fields.pop("key") for key, fields in said.items()}
    found = _same_word_for_word(here, said)
    left = [row for row in here if row not in found.values()]
    fresh: dict[str, Row] = {}
    for key in keys:
        if key in found:
            continue
        row = model(owner=by, **said[key])
        if alike := _alike(row, left):
            found[key] = alike
            outcome.conflict(_("“%(what)s” is here already, with other details. We kept yours."), what=words_for(alike))
        elif wrong := problems(row, today=timezone.localdate()):
            outcome.conflict(_("“%(what)s” was left out: %(why)s"), what=words_for(row), why=wrong[0].reason)
        else:
            fresh[key] = row
    refuse_beyond(MOST_ENTRIES, len(here) + len(fresh))
    _join_texts(found, fresh, texts)
    model._default_manager.bulk_create(fresh.values())
    outcome.count(model._meta.model_name or "", len(fresh))
    return found | fresh


def _same_word_for_word(here: Sequence[Row], said: Mapping[str, Said]) -> dict[str, Row]:
    """Each row stands for one entry at most, so that two entries alike stay two."""
    waiting = list(here)
    found: dict[str, Row] = {}
    for key, fields in said.items():
        same = next((row for row in waiting if all(getattr(row, name) == v for name, v in fields.items())), None)
        if same is not None:
            waiting.remove(same)
            found[key] = same
    return found


def _alike(row: Row, others: Sequence[Row]) -> Row | None:
    """The one of the others that is the same thing."""
    return next((other for other in others if _name_of(other) == _name_of(row)), None)


def _name_of(row: Place) -> tuple[str, ...]:
    return tuple(str(getattr(row, name)).casefold() for name in NAMED_BY[type(row)])


def _join_texts(found: Mapping[str, Place], fresh: Mapping[str, Place], texts: Mapping[str, Text]) -> None:
    """An entry gets its own text, unless it has another one."""
    for key, text in texts.items():
        row = fresh.get(key) or found.get(key)
        if isinstance(row, Experience | Education) and row.text_id is None:
            row.text = text
            if row.pk:
                row.save(update_fields=["text"])


def take_languages(by: User, languages: Sequence[value.Language], outcome: Outcome) -> None:
    here = {row.code: row for row in LanguageSkill.objects.visible_to(by)}
    fresh = []
    for language in languages:
        row = here.get(language.code)
        said = asdict(language)
        if row is None:
            row = LanguageSkill(owner=by, **said)
            if wrong := problems(row, today=timezone.localdate()):
                outcome.conflict(_("“%(what)s” was left out: %(why)s"), what=language.code, why=wrong[0].reason)
            else:
                fresh.append(row)
        elif any(getattr(row, name) != there for name, there in said.items()):
            outcome.conflict(
                _("“%(what)s” is here already, with other details. We kept yours."), what=language_name(row.code)
            )
    refuse_beyond(MOST_ENTRIES, len(here) + len(fresh))
    LanguageSkill.objects.bulk_create(fresh)
    outcome.count("language", len(fresh))
