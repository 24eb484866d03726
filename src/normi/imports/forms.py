"""
The file that is sent, and the page where the person looks through what was read.

Owns ticks and corrections. What may be kept is decided by `careers`; a form shows its problems at the field.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, Final

from django import forms
from django.db.models import Model
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from normi.careers import periods
from normi.careers.checks import problems
from normi.careers.languages import country_name, language_name
from normi.careers.models import Credential as CredentialRow
from normi.careers.models import Education as EducationRow
from normi.careers.models import Experience as ExperienceRow
from normi.careers.models import LanguageSkill
from normi.imports.choosing import GROUPS, tied_to, without_groups
from normi.imports.found import Found
from normi.portability.document import Credential, Document, Education, Experience, Language, Person

MOST_EDITABLE: Final = 100
"""With more entries than this the page has ticks alone: a form has room for so many fields."""
ACCEPTED: Final = ".pdf,.docx,.txt,.zip,.json,.jsonld,.xml"
Entry = Experience | Education | Credential | Language
Data = MultiValueDict[str, str] | None


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Your file"),
        help_text=_(
            "PDF, Word (.docx), plain text, a ZIP from LinkedIn, or a file from Europass, JSON Resume or Normi."
            " Up to 10 MB."
        ),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file first.")},
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )


class PartialDate(forms.CharField):
    """A year, a month or a day, as people write it."""

    widget = forms.TextInput(attrs={"size": 12, "autocomplete": "off"})

    def to_python(self, value: Any) -> str:
        return periods.as_written(str(super().to_python(value) or ""))

    def prepare_value(self, value: Any) -> Any:
        return periods.to_write(value) if isinstance(value, str) else value


class EntryForm(forms.Form):
    """One entry with a tick, and the essentials of it where they may be corrected."""

    keep = forms.BooleanField(required=False, initial=True)
    row: ClassVar[type[Model]]
    named_by: ClassVar[tuple[str, ...]]

    def __init__(self, data: Data, *, entry: Any, prefix: str, editable: bool) -> None:
        self.entry = entry
        super().__init__(data, prefix=prefix, initial=self.initial_of(entry))
        self.fields["keep"].label = self.heading
        if not editable:
            for name in self.essentials:
                del self.fields[name]

    @property
    def essentials(self) -> list[str]:
        return [name for name in self.fields if name != "keep"]

    @property
    def editable(self) -> list[forms.BoundField]:
        """What may be corrected, field by field."""
        return [self[name] for name in self.essentials]

    def initial_of(self, entry: Any) -> dict[str, Any]:
        return {name: getattr(entry, name) for name in self.base_fields if hasattr(entry, name)}

    @property
    def heading(self) -> str:
        """The entry in one line, as the tick names it."""
        return joined(*(getattr(self.entry, name) for name in self.named_by))

    @property
    def about(self) -> str:
        """When and where it was."""
        return ""

    @property
    def words(self) -> str:
        """The person's own words, as far as they fit under the tick."""
        return str(getattr(self.entry, "description", ""))

    def full_clean(self) -> None:
        """An entry that is left out needs no correcting."""
        super().full_clean()
        if self.is_bound and not self.cleaned_data.get("keep"):
            self._errors = ErrorDict()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.essentials and not self.errors:
            for problem in problems(self.as_row(), today=timezone.localdate()):
                field = problem.field if problem.field in self.fields else None
                self.add_error(field, f"{problem.reason} {problem.remedy}")
        return cleaned

    def as_row(self) -> Model:
        """The entry as a row, for the rules that see all of it together."""
        known = {field.name for field in self.row._meta.concrete_fields}
        return self.row(**{name: value for name, value in vars(self.corrected()).items() if name in known})

    def corrected(self) -> Any:
        """The entry with what the person changed."""
        return replace(self.entry, **{name: self.cleaned_data[name] for name in self.essentials})

    def chosen(self) -> Any:
        """The entry as it will be stored, or None where it is left out."""
        return self.corrected() if self.cleaned_data["keep"] else None


def joined(*words: str, by: str = ", ") -> str:
    return by.join(word for word in words if word)


def lasted(entry: Experience | Education) -> str:
    """From when to when, in the reader's words."""
    end = now("now") if entry.is_current else periods.in_words(entry.ended)
    return joined(periods.in_words(entry.started), end, by=" – ")


class ExperienceForm(EntryForm):
    row = ExperienceRow
    named_by = ("title", "organisation")
    title = forms.CharField(label=_("What you were"), max_length=160)
    organisation = forms.CharField(label=_("Where"), max_length=160, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=ExperienceRow.Kind.choices)
    started = PartialDate(label=_("From"), required=False, max_length=10)
    ended = PartialDate(label=_("To"), required=False, max_length=10)
    is_current = forms.BooleanField(label=_("I still do this"), required=False)

    @property
    def about(self) -> str:
        kind = ExperienceRow.Kind(self.entry.kind)
        return joined(lasted(self.entry), self.entry.place, "" if kind == "work" else str(kind.label), by=" · ")


class EducationForm(EntryForm):
    row = EducationRow
    named_by = ("qualification", "institution")
    qualification = forms.CharField(label=_("What you studied or took"), max_length=200)
    institution = forms.CharField(label=_("School or organiser"), max_length=200, required=False)
    started = PartialDate(label=_("From"), required=False, max_length=10)
    ended = PartialDate(label=_("To"), required=False, max_length=10)
    is_current = forms.BooleanField(label=_("I still do this"), required=False)

    @property
    def about(self) -> str:
        return joined(lasted(self.entry), self.entry.place, by=" · ")


class CredentialForm(EntryForm):
    row = CredentialRow
    named_by = ("name", "issuer")
    name = forms.CharField(label=_("What it is"), max_length=200)
    issuer = forms.CharField(label=_("Issued by"), max_length=160, required=False)
    issued = PartialDate(label=_("Issued"), required=False, max_length=10)

    @property
    def about(self) -> str:
        return periods.in_words(self.entry.issued)


LEVELS: Final = (
    ("", _("Not said")),
    ("mother", _("Mother tongue")),
    *((level, level) for level in LanguageSkill.Cefr.values),
    ("mixed", _("As in the file, different for each")),
)


class LanguageForm(EntryForm):
    """A language at one level throughout; different levels in a file stay as they are."""

    row = LanguageSkill
    level = forms.ChoiceField(label=_("Level"), choices=LEVELS, required=False)

    def initial_of(self, entry: Language) -> dict[str, Any]:
        return {"level": level_of(entry)}

    @property
    def heading(self) -> str:
        return capfirst(language_name(self.entry.code))

    @property
    def about(self) -> str:
        return str(dict(LEVELS)[level_of(self.entry)])

    def corrected(self) -> Language:
        level, entry = self.cleaned_data.get("level", "mixed"), self.entry
        assert isinstance(entry, Language)
        if level == "mixed":
            return entry
        mother = level == "mother"
        return replace(entry, is_mother_tongue=mother, **dict.fromkeys(LanguageSkill.LEVELS, "" if mother else level))


def level_of(language: Language) -> str:
    if language.is_mother_tongue:
        return "mother"
    levels = {str(getattr(language, name)) for name in LanguageSkill.LEVELS}
    return levels.pop() if len(levels) == 1 else "mixed"


class PersonForm(forms.Form):
    """
    Who it is. Phone and address wait for a tick of their own: nobody needs to give them.

    A profile that was `whole` when it left us comes back as it was: all of it is ticked, and nothing can be corrected.
    """

    words = ("name", "headline", "summary")

    keep = forms.BooleanField(required=False, initial=True, label=_("Take this with you"))
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    headline = forms.CharField(label=_("In one line"), max_length=160, required=False)
    summary = forms.CharField(
        label=_("About you"), max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    phone_too = forms.BooleanField(required=False, label=_("The phone number too"))
    address_too = forms.BooleanField(required=False, label=_("The address too"))

    def __init__(self, data: Data, *, person: Person, prefix: str, whole: bool = False) -> None:
        self.person = person
        given = {"phone_too": whole, "address_too": whole}
        super().__init__(data, prefix=prefix, initial={**vars(person), **given})
        for name in self.words if whole else ():
            del self.fields[name]
        for name, words in (("phone_too", person.phone), ("address_too", address_of(person))):
            self.fields[name].help_text = words
            if not words:
                del self.fields[name]

    def chosen(self) -> Person:
        if not self.cleaned_data["keep"]:
            return Person()
        words = {name: as_lines(self.cleaned_data[name]) for name in self.words if name in self.fields}
        left_out = [] if self.cleaned_data.get("phone_too") else ["phone"]
        left_out += [] if self.cleaned_data.get("address_too") else ["address", "postal_code", "place", "country"]
        return replace(self.person, **words, **dict.fromkeys(left_out, ""))


def as_lines(words: str) -> str:
    """What a browser sends, with one kind of line ending."""
    return words.replace("\r\n", "\n").strip()


def address_of(person: Person) -> str:
    place = joined(person.postal_code, person.place, by=" ")
    return joined(person.address, place, country_name(person.country) if person.country else "")


class WordsForm(forms.Form):
    """The text of the file. It may be shortened: what is taken out is not stored."""

    keep = forms.BooleanField(required=False, initial=True, label=_("Find skills in this text"))
    content = forms.CharField(
        label=_("The text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 12})
    )

    def chosen(self) -> str:
        return str(self.cleaned_data["content"]) if self.cleaned_data["keep"] else ""


def is_valid(form: forms.Form) -> bool:
    return form.is_valid()


@dataclass(frozen=True)
class Part:
    """The entries of one kind on the page."""

    name: str
    heading: str
    forms: list[EntryForm]


class GroupsForm(forms.Form):
    """What a profile of our own has beyond entries: skills with their texts and history, goals, the picture."""

    skills = forms.BooleanField(required=False, initial=True)
    goals = forms.BooleanField(required=False, initial=True)
    picture = forms.BooleanField(required=False, initial=True, label=_("The picture"))

    def __init__(self, data: Data, *, document: Document, prefix: str) -> None:
        super().__init__(data, prefix=prefix)
        skills, texts, goals = len({*answered(document)}), len(document.texts), len(document.goals)
        self.fields["skills"].label = now("%(skills)d skills with your answers, and %(texts)d texts") % {
            "skills": skills,
            "texts": texts,
        }
        self.fields["goals"].label = now("Your goals: %(goals)d") % {"goals": goals}
        for group, names in GROUPS.items():
            if not any(getattr(document, name) for name in names):
                del self.fields[group]

    def left_out(self) -> list[str]:
        return [name for name in self.fields if not self.cleaned_data[name]]


def answered(document: Document) -> Iterator[str]:
    """The skills a profile holds, by any of the ways it can hold them."""
    yield from (skill.concept_uri for skill in document.skills)
    yield from (answer.concept_uri for answer in document.added if answer.accepted_at)
    yield from (answer.concept_uri for text in document.texts for answer in text.answers if answer.accepted_at)


KINDS: Final[tuple[tuple[str, Any, type[EntryForm]], ...]] = (
    ("experiences", _("Experience"), ExperienceForm),
    ("educations", _("Education"), EducationForm),
    ("credentials", _("Courses and certificates"), CredentialForm),
    ("languages", _("Languages"), LanguageForm),
)


class Review:
    """The whole page: every form on it, and the document that its ticks make."""

    def __init__(self, found: Found, data: Data = None) -> None:
        self.found = found
        document = found.document
        count = sum(len(getattr(document, name)) for name, _heading, _kind in KINDS)
        editable = not found.is_whole and count <= MOST_EDITABLE
        self.person = PersonForm(data, person=document.person, prefix="person", whole=found.is_whole)
        self.parts = [
            Part(
                name,
                str(heading),
                [
                    kind(data, entry=entry, prefix=f"{name}-{number}", editable=editable)
                    for number, entry in enumerate(getattr(document, name))
                ],
            )
            for name, heading, kind in KINDS
        ]
        self.groups = GroupsForm(data, document=document, prefix="groups")
        self.words = WordsForm(data, prefix="words", initial={"content": found.text})

    @cached_property
    def all_forms(self) -> list[forms.Form]:
        return [self.person, *(form for part in self.parts for form in part.forms), self.groups, self.words]

    @property
    def has_person(self) -> bool:
        return replace(self.found.document.person, email="") != Person()

    def is_valid(self) -> bool:
        return all(list(map(is_valid, self.all_forms)))

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """Every problem with where it is: the id to jump to, the entry's name, and the words."""
        return [
            (
                form[name].id_for_label if name in form.fields else form["keep"].id_for_label,
                getattr(form, "heading", ""),
                str(error),
            )
            for form in self.all_forms
            for name, errors in form.errors.items()
            for error in errors
        ]

    def chosen(self) -> Document:
        """The document that is left when what has no tick is taken out."""
        entries: dict[str, Any] = {
            part.name: tuple(entry for form in part.forms if (entry := form.chosen()) is not None)
            for part in self.parts
        }
        document = replace(self.found.document, person=self.person.chosen(), **entries)
        if self.found.text:
            document = replace(document, named=())  # the text has them too, and asks about each
        return tied_to(without_groups(document, self.groups.left_out()))

    def text(self) -> str:
        return self.words.chosen() if self.found.text else ""
