"""What people send us about their whole profile."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

WORD = pgettext_lazy("the word to type", "delete")


class EraseForm(forms.Form):
    """The word that shows that the person means it. Typed, because a click can slip."""

    word = forms.CharField(
        max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "size": 20})
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["word"].label = _("Write the word “%(word)s”") % {"word": WORD}
        self.fields["word"].help_text = gettext_lazy("So that it does not happen by accident.")

    def clean_word(self) -> str:
        """Capitals, blanks and quotation marks do not matter; the word does."""
        word = str(self.cleaned_data["word"]).strip(" .«»“”\"'").casefold()
        if word != str(WORD).casefold():
            raise forms.ValidationError(_("Write “%(word)s” to delete the profile.") % {"word": WORD})
        return word
