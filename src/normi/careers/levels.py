"""
The two European ladders in plain words: EQF for education, CEFR for languages.

Owns one name for each of the eight education levels, as people in Norway know them, and one sentence for each of the
six language levels. Refuses to own levels of skills: those are in `profiles`.
"""

from django.utils.translation import gettext_lazy as _

from normi.errors import Words

EQF: dict[int, Words] = {
    1: _("Part of compulsory school"),
    2: _("Compulsory school (grunnskole)"),
    3: _("Part of upper secondary school"),
    4: _("Upper secondary school, trade or journeyman's certificate (fagbrev)"),
    5: _("Vocational college (fagskole)"),
    6: _("Bachelor's degree, or three years at university or college"),
    7: _("Master's degree, or five years at university or college"),
    8: _("Doctorate (PhD)"),
}

CEFR: dict[str, Words] = {
    "A1": _("I manage a few everyday words and phrases when people help me."),
    "A2": _("I manage simple, familiar situations, such as shopping or telling who I am."),
    "B1": _("I get by at work and on trips when the subject is familiar to me."),
    "B2": _("I follow and take part in most conversations and texts, also about my own trade."),
    "C1": _("I use the language freely at work and in studies, with few searches for words."),
    "C2": _("I understand practically everything and find the exact shade I want."),
}
