"""What people send us about their texts."""

from django import forms
from django.utils.translation import gettext_lazy as _


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
