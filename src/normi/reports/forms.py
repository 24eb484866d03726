"""What a person sends about a report: what to show, for how long to share it, and what to check."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from normi.reports.actions import DAYS
from normi.reports.choices import ABOUT_YOU, LANGUAGES, PARTS, WHICH_WORDS, YOUR_PATH, YOUR_SKILLS, Choice, Which
from normi.reports.queries import Offered

LANGUAGE_WORDS = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
DAYS_WORDS = {7: _("7 days"), 30: _("30 days"), 90: _("90 days")}
GROUPS = ((_("About you"), ABOUT_YOU), (_("What you have done and learned"), YOUR_PATH), (_("Skills"), YOUR_SKILLS))


class ReportForm(forms.Form):
    """What the report shows. `skills` are what the person may choose among."""

    parts = forms.MultipleChoiceField(
        label=_("What to show"),
        choices=[(name, part.label) for name, part in PARTS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing to show.")},
    )
    which = forms.ChoiceField(
        label=_("Which skills"),
        choices=[(which.value, words) for which, words in WHICH_WORDS.items()],
        widget=forms.RadioSelect,
    )
    chosen = forms.MultipleChoiceField(label=_("Skills"), widget=forms.CheckboxSelectMultiple, required=False)
    lang = forms.ChoiceField(
        label=_("Language of the report"),
        choices=[(lang, LANGUAGE_WORDS[lang]) for lang in LANGUAGES],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, skills: list[Offered], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.skills = skills
        field = self.fields["chosen"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(skill.uri, skill.label) for skill in skills]

    @property
    def choice(self) -> Choice:
        """What a valid form says."""
        found = self.cleaned_data
        return Choice(
            parts=frozenset(found["parts"]),
            lang=found["lang"],
            which=Which(found["which"]),
            chosen=frozenset(found["chosen"]),
        )


class ShareForm(forms.Form):
    recipient = forms.CharField(
        label=_("Who is it for?"),
        max_length=80,
        required=False,
        help_text=_("Only you see this. With one link for each, you can tell who has opened theirs."),
    )
    days = forms.TypedChoiceField(
        label=_("How long the link works"),
        choices=[(days, DAYS_WORDS[days]) for days in DAYS],
        coerce=int,
        initial=30,
        widget=forms.RadioSelect,
    )


class CheckForm(forms.Form):
    """A file, or a text. What is in them is judged in one place, by the queries."""

    file = forms.FileField(
        label=_("The report as a file"), required=False, help_text=_("PDF or JSON, up to 4 MB. We do not keep it.")
    )
    text = forms.CharField(
        label=_("Or the code, or the JSON, as text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("The code stands at the end of the PDF, and begins with normi1."),
    )
