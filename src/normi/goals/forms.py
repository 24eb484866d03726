"""What people ask of the page of roles. Nothing in it can be wrong: what cannot be used counts as not given."""

from django import forms
from django.utils.translation import gettext_lazy as _

from normi.taxonomy.queries import LONGEST_QUERY, cleaned


class RoleSearch(forms.Form):
    q = forms.CharField(
        label=_("Search for a role"),
        help_text=_("Write what the job is called, the way you would say it."),
        max_length=LONGEST_QUERY,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    @property
    def text(self) -> str:
        return cleaned(str(self.data.get("q") or ""))
