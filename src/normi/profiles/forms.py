"""What people send us about their texts and skills."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from normi.errors import Invalid
from normi.profiles.levels import EARLIEST_YEAR, INTERESTS, LEVELS, Step


class TextForm(forms.Form):
    """
    Where a text is pasted. What may be read is decided in one place, by the actions.

    The field has no maxlength: a browser would cut a long text without a word, and we would rather say so.
    """

    content = forms.CharField(
        label=_("Your text"),
        help_text=_(
            "A CV, a few sentences about your work, or a job advert. Up to 20,000 characters, in Norwegian or English."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "true"}),
    )


class StandingForm(forms.Form):
    """How the person stands to one skill. All of it may stay empty."""

    level = forms.TypedChoiceField(
        label=_("How well do you know it?"),
        help_text=_("Choose the sentence that fits you best today. Nobody but you sees it unless you share it."),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    interest = forms.TypedChoiceField(
        label=_("Do you want to use it?"),
        help_text=_("What you want is another thing than what you can do."),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    last_used = forms.IntegerField(
        label=_("Which year did you last use it?"),
        min_value=EARLIEST_YEAR,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = step_choices(LEVELS)  # type: ignore[attr-defined]
        self.fields["interest"].choices = step_choices(INTERESTS)  # type: ignore[attr-defined]

    def clean_last_used(self) -> int | None:
        year: int | None = self.cleaned_data["last_used"]
        if year is not None and year > timezone.localdate().year:
            raise forms.ValidationError(gettext("This year has not come yet."))
        return year


def step_choices(steps: tuple[Step, ...]) -> list[tuple[str, str]]:
    """Each step as its name with its sentence below, after the choice of not saying."""
    said = [
        (str(s.number), format_html('<strong>{}</strong><span class="sentence">{}</span>', s.name, s.sentence))
        for s in steps
    ]
    return [("", gettext("Nothing chosen")), *said]


def levels_in(data: QueryDict) -> dict[str, int | None]:
    """By URI, the level chosen for each skill of a list: each `concept` with the `level` at the same place."""
    skills, numbers = data.getlist("concept"), data.getlist("level")
    if len(skills) != len(numbers) or not all(number == "" or number in KNOWN_LEVELS for number in numbers):
        raise Invalid
    return {uri: KNOWN_LEVELS.get(number) for uri, number in zip(skills, numbers, strict=True)}


KNOWN_LEVELS = {str(found.number): found.number for found in LEVELS}
