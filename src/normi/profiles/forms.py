"""What people send us about their texts."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class TextForm(forms.Form):
    """A pasted text. Only its presence is checked here: what may be read is decided in one place, by the actions."""

    content = forms.CharField(
        label=_("Your text"),
        help_text=_("A CV, a few sentences about your work, or a job advert. Norwegian or English."),
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "maxlength": settings.LONGEST_TEXT, "spellcheck": "true"}),
    )
