"""
What people fill in about their working life. What may be kept is decided by `checks`; a form shows all of it at once.

A date is written as people write it, and nothing but a name for the entry is asked for.
"""

from typing import Any, ClassVar

from django import forms
from django.core.files.base import File
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from normi.careers import languages, periods
from normi.careers.actions import tidy
from normi.careers.checks import problems
from normi.careers.levels import CEFR, EQF
from normi.careers.models import Contact, Credential, Education, Experience, LanguageSkill
from normi.careers.pictures import CLOSEST, MOST_BYTES, Crop, portrait
from normi.errors import Refused
from normi.profiles.queries import alphabetical

NOT_SAID = _("Not said")
DATE_HELP = _("As much as you remember, such as 2019, 08.2019 or 15.08.2019.")
OWN_WORDS_HELP = _("What you did, with which tools, for whom. Normi can find your skills in this text when you ask.")


class PartialDate(forms.CharField):
    """A year, a month or a day, kept in ISO 8601."""

    widget = forms.TextInput(attrs={"size": 12, "autocomplete": "off"})

    def to_python(self, value: Any) -> str:
        return periods.as_written(str(super().to_python(value) or ""))

    def prepare_value(self, value: Any) -> Any:
        """As it is written in Norway: 08.2019, not 2019-08."""
        return periods.to_write(value) if isinstance(value, str) else value


class WebAddress(forms.URLField):
    """The address of a page. Without a scheme, it is a page that is sent safely."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)


FIELD_CLASSES: dict[str, type[forms.Field]] = {
    **dict.fromkeys(periods.FIELDS, PartialDate),
    "website": WebAddress,
}


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that shows every problem the actions would refuse, each at its field."""

    help_texts: ClassVar[dict[str, Any]] = {}
    instance: Model

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in self.help_texts.items():
            self.fields[name].help_text = words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        row = type(self.instance)(**{name: tidy(name, value) for name, value in cleaned.items()})
        for problem in problems(row, today=timezone.localdate()):
            if problem.field in self.fields and problem.field not in self.errors:
                self.add_error(problem.field, f"{problem.reason} {problem.remedy}")
        return cleaned


class ExperienceForm(EntryForm):
    help_texts = {
        "title": _("A job title, or your own word for it, such as “cared for my father”."),
        "organisation": _("An employer, a club, or at home."),
        "started": DATE_HELP,
        "ended": _("Leave it out if it goes on."),
        "description": OWN_WORDS_HELP,
        "website": _("Only if there is a page that shows what you did."),
    }

    class Meta:
        model = Experience
        field_classes = FIELD_CLASSES
        fields = ("kind", "title", "organisation", "place", "started", "ended", "is_current", "description", "website")
        widgets = {"kind": forms.RadioSelect, "description": forms.Textarea(attrs={"rows": 8, "spellcheck": "true"})}


class EducationForm(EntryForm):
    eqf_level = forms.TypedChoiceField(
        label=_("Level"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", NOT_SAID), *EQF.items()],
        help_text=_("The same eight steps are used all over Europe (EQF). Choose the one you completed."),
    )
    help_texts = {
        "qualification": _("A degree, a trade certificate or a course, finished or not."),
        "started": DATE_HELP,
        "ended": _("Leave it out if it goes on."),
        "description": OWN_WORDS_HELP,
        "grade": _("Only if you want to show it."),
    }

    class Meta:
        model = Education
        field_classes = FIELD_CLASSES
        fields = (
            *("qualification", "institution", "field", "eqf_level", "place", "started", "ended", "is_current"),
            *("grade", "description", "website"),
        )
        widgets = {"description": forms.Textarea(attrs={"rows": 6, "spellcheck": "true"})}


class CredentialForm(EntryForm):
    help_texts = {
        "name": _("A licence, a certificate or a proof that someone else has given you."),
        "issued": DATE_HELP,
        "expires": _("Leave it out if it never runs out."),
        "website": _("A page where anyone can see that it is genuine."),
    }

    class Meta:
        model = Credential
        field_classes = FIELD_CLASSES
        fields = ("name", "issuer", "issued", "expires", "number", "website")


class LanguageForm(EntryForm):
    """Languages in the list already are not on offer again. The language itself is not changed, only its levels."""

    help_texts = {
        "is_mother_tongue": _("Then you need not choose levels below."),
        "interaction": _("Talking with others."),
        "production": _("Telling and explaining on your own."),
    }

    class Meta:
        model = LanguageSkill
        fields = ("code", "is_mother_tongue", *LanguageSkill.LEVELS)

    def __init__(self, *args: Any, taken: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = self.instance.code  # type: ignore[attr-defined]
        self.fields["code"] = forms.ChoiceField(
            label=_("Language"), choices=language_choices(taken - {here}), widget=LongSelect
        )
        self.fields["code"].disabled = bool(here)
        for name in LanguageSkill.LEVELS:
            field = self.fields[name]
            steps = [("", NOT_SAID), *((level, f"{level} – {words}") for level, words in CEFR.items())]
            self.fields[name] = forms.ChoiceField(
                label=field.label, help_text=field.help_text, choices=steps, required=False
            )


class ContactForm(EntryForm):
    """All of it may stay empty. Each field says what it is for."""

    help_texts = {
        "name": _("Stands on your reports and in what you export."),
        "headline": _("What you would say if someone asked what you do. Stands under your name."),
        "summary": _("A few sentences at the top of a report."),
        "phone": _("Only if you want it on your reports and in what you export. We never call you."),
        "address": _("Only if you want it on your reports and in what you export. We send no letters."),
        "website": _("Your own page, or a page with your work."),
    }

    class Meta:
        model = Contact
        field_classes = FIELD_CLASSES
        fields = (*("name", "headline", "summary", "phone", "address", "postal_code", "place", "country", "website"),)
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
            "address": forms.TextInput(attrs={"autocomplete": "street-address"}),
            "postal_code": forms.TextInput(attrs={"autocomplete": "postal-code", "size": 8}),
            "place": forms.TextInput(attrs={"autocomplete": "address-level2"}),
            "summary": forms.Textarea(attrs={"rows": 5, "spellcheck": "true"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"] = forms.ChoiceField(
            label=_("Country"), choices=country_choices(), required=False, widget=LongSelect
        )


class LongSelect(forms.Select):
    """Hundreds of choices, drawn by one template instead of one for each."""

    template_name = "careers/long_select.html"


class Slider(forms.NumberInput):
    """A number that is set by moving along a line; the arrow keys do too."""

    input_type = "range"


class PictureForm(forms.Form):
    """A file, and which square of it to keep. The sliders work the same with and without the preview."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP, up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    zoom = forms.IntegerField(
        label=_("How close"),
        min_value=100,
        max_value=CLOSEST,
        initial=100,
        widget=Slider(attrs={"step": 10}),
        help_text=_("Farthest to the left shows as much as there is room for in a square."),
    )
    across = forms.IntegerField(label=_("From left to right"), min_value=0, max_value=100, initial=50, widget=Slider)
    down = forms.IntegerField(label=_("From top to bottom"), min_value=0, max_value=100, initial=50, widget=Slider)

    def clean(self) -> dict[str, Any]:
        """Cut the square out at once, so that what is wrong with the picture is said beside its field."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            crop = Crop(cleaned["zoom"], cleaned["across"], cleaned["down"])
            try:
                cleaned["square"] = square_of(cleaned["picture"], crop)
            except Refused as refusal:
                self.add_error("picture", f"{refusal.reason} {refusal.remedy}")
        return cleaned


def square_of(file: "File[bytes]", crop: Crop) -> bytes:
    """The square of an uploaded picture. One byte more than we take is enough to know that it is too large."""
    return portrait(file.read(MOST_BYTES + 1), crop)


def language_choices(taken: frozenset[str]) -> list[tuple[str, Any]]:
    """The most common first, then all others by name."""
    names = languages.language_names()
    common = [(code, names[code]) for code in languages.COMMON if code in names and code not in taken]
    others = [(code, name) for code, name in _by_name(names) if code not in languages.COMMON and code not in taken]
    return [("", gettext("Choose a language")), (gettext("Most chosen"), common), (gettext("All languages"), others)]


def country_choices() -> list[tuple[str, Any]]:
    names = languages.country_names()
    near = [(code, names[code]) for code in languages.NEAR]
    others = [(code, name) for code, name in _by_name(names) if code not in languages.NEAR]
    return [("", str(NOT_SAID)), (gettext("The Nordic countries"), near), (gettext("All countries"), others)]


def _by_name(names: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(names.items(), key=lambda pair: alphabetical(pair[1]))
