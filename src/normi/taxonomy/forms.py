"""What a visitor asks of the search page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from normi.taxonomy.queries import LONGEST_QUERY, cleaned
from skillengine.types import Kind

ANY = "any"


class SearchForm(forms.Form):
    """Nothing in it can be wrong: what cannot be used counts as not given."""

    q = forms.CharField(label=_("Search for a skill or an occupation"), max_length=LONGEST_QUERY, required=False)
    kind = forms.ChoiceField(
        label=_("Show"),
        choices=[(ANY, _("Both")), (Kind.SKILL.value, _("Skills")), (Kind.OCCUPATION.value, _("Occupations"))],
        widget=forms.RadioSelect,
        required=False,
    )

    @property
    def text(self) -> str:
        return cleaned(self._given("q"))

    @property
    def kind_name(self) -> str:
        given = self._given("kind")
        return given if given in {Kind.SKILL.value, Kind.OCCUPATION.value} else ANY

    @property
    def concept_kind(self) -> Kind | None:
        return None if self.kind_name == ANY else Kind(self.kind_name)

    def _given(self, name: str) -> str:
        return str(self.data.get(name) or "")
