"""
What must hold inside a document that no single field shows: keys that lead somewhere, spans that lie in their text.

Owns these rules, which the tables keep too, so that a document that passes can be stored. Refuses to know any format.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from normi.errors import Invalid
from normi.portability.document import Answer, Document, Education, Experience, Text

Faults = Iterator[tuple[str, str]]


def check(document: Document) -> None:
    """Raises Invalid with the place of the first thing that does not hold together."""
    for place, problem in faults(document):
        raise Invalid(
            _("The file does not hold together at “%(place)s”: %(problem)s") % {"place": place, "problem": problem},
            remedy=_("If you have changed the file, undo the change. If not, download it again."),
        )


def faults(document: Document) -> Faults:
    """Each place with what is wrong there."""
    yield from _entries(document)
    yield from _skills(document)
    yield from _all_different("languages", [language.code for language in document.languages])
    yield from _all_different("named", document.named)
    yield from _all_different("goals", [goal.occupation_uri for goal in document.goals])
    yield from _all_different("dismissals", [(one.advice, one.about) for one in document.dismissals])
    yield from _all_different("texts", [text.content for text in document.texts])
    for number, text in enumerate(document.texts):
        yield from _text(f"texts[{number}]", text, document)


def _entries(document: Document) -> Faults:
    yield from _all_different("experiences, educations, credentials: key", _keys(document))
    periods: tuple[tuple[str, Sequence[Experience | Education]], ...] = (
        ("experiences", document.experiences),
        ("educations", document.educations),
    )
    for name, entries in periods:
        for number, entry in enumerate(entries):
            if entry.is_current and entry.ended:
                yield f"{name}[{number}].ended", _("what still goes on has not ended")


def _skills(document: Document) -> Faults:
    yield from _all_different("skills", [skill.concept_uri for skill in document.skills])
    yield from _all_different("added", [answer.concept_uri for answer in document.added])
    keys = set(_keys(document))
    for number, skill in enumerate(document.skills):
        yield from _known(f"skills[{number}].uses", skill.uses, keys)
    for number, answer in enumerate(document.added):
        place = f"added[{number}]"
        if (answer.start, answer.end, answer.confidence, answer.role) != (None, None, None, None):
            yield place, _("what was added by hand has no place in a text")
        yield from _answer(place, answer)


def _text(place: str, text: Text, document: Document) -> Faults:
    yield from _known(f"{place}.of", text.of, set(_keys_of_texts(document)))
    yield from _all_different(f"{place}.roles", [role.start for role in text.roles])
    shown = [answer.start for answer in text.answers if answer.role is None]
    yield from _all_different(f"{place}.answers", shown)
    ticked = [(answer.role, answer.concept_uri) for answer in text.answers if answer.role is not None]
    yield from _all_different(f"{place}.answers", ticked)
    for number, answer in enumerate(text.answers):
        yield from _answer_in(f"{place}.answers[{number}]", answer, text)
    spans = [("apart", number, one.start, one.end) for number, one in enumerate(text.apart)]
    spans += [("roles", number, one.start, one.end) for number, one in enumerate(text.roles)]
    for name, number, start, end in spans:
        yield from _span(f"{place}.{name}[{number}]", start, end, text)


def _answer_in(place: str, answer: Answer, text: Text) -> Faults:
    yield from _answer(place, answer)
    if answer.role is not None:
        if answer.role >= len(text.roles):
            yield f"{place}.role", _("the text has no such role")
        if (answer.start, answer.end, answer.confidence) != (None, None, None):
            yield place, _("what was ticked for a role has no place in the text")
        if answer.accepted_at is None and answer.rejected_at is None:
            yield place, _("what was ticked has an answer")
    elif answer.start is None or answer.end is None or answer.confidence is None:
        yield place, _("a suggestion has a place and a confidence")
    else:
        yield from _span(place, answer.start, answer.end, text)


def _answer(place: str, answer: Answer) -> Faults:
    if answer.accepted_at and answer.rejected_at:
        yield place, _("the answer is both yes and no")
    if bool(answer.rejected_at) != bool(answer.rejection):
        yield place, _("a no has a time and a reason")


def _span(place: str, start: int, end: int, text: Text) -> Faults:
    if not 0 <= start < end <= len(text.content):
        yield place, _("the place lies outside the text")


def _known(place: str, keys: Sequence[str], known: set[str]) -> Faults:
    if len(set(keys)) < len(keys) or not set(keys) <= known:
        yield place, _("each key names one entry in the file, and stands once")


def _all_different(place: str, values: Iterable[object]) -> Faults:
    found = list(values)
    if len(set(found)) < len(found):
        yield place, _("the same stands twice")


def _keys(document: Document) -> list[str]:
    return [*_keys_of_texts(document), *(credential.key for credential in document.credentials)]


def _keys_of_texts(document: Document) -> list[str]:
    """Of the entries that a text can belong to."""
    return [*(one.key for one in document.experiences), *(one.key for one in document.educations)]
