"""
Takes out of a search term what could point at a person: addresses, numbers, links.

A search for skills needs few digits ("ISO 27001"), while a phone number has eight and a national identity number
eleven, written in any way. So the rule is not to recognise numbers but to count: a term with more than five digits
loses all of them. Names cannot be recognised this way; the rule on rare terms (`actions.forget_rare_terms`) meets them.
"""

import re
import unicodedata

LONGEST_TERM = 200
MOST_DIGITS = 5

ADDRESS = re.compile(r"\S*\s?@\s?\S*")
ADDRESS_IN_WORDS = re.compile(
    r"\S+\s*[(\[{<]\s*(?:at|a|alfa|kr[øo]llalfa)\s*[)\]}>]\s*\S+(?:\s*[(\[{<]?\s*(?:dot|punktum|prikk)\s*[)\]}>]?\s*\S+)?"
    r"|\S+\s+(?:at|alfa|kr[øo]llalfa)\s+\S+(?:\.|\s+(?:dot|punktum|prikk)\s+)\w{2,}",
    re.IGNORECASE,
)
LINK = re.compile(r"(?:\w+://|www\.)\S*|\S+\.\w{2,}/\S*", re.IGNORECASE)
# What each class of character becomes: invisible ones (Cf) vanish, so they cannot split a number or an address.
CONTROL, INVISIBLE = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}), frozenset({"Cf", "Me"})


def scrubbed(term: str) -> str:
    """
    The term as it may be stored: at most 200 characters, at most five digits, no @, single spaces; perhaps empty.

    >>> scrubbed("sykepleier  ring 912 34 567")
    'sykepleier ring'
    >>> scrubbed("ISO 27001")
    'ISO 27001'
    """
    text = plain(term)
    for pattern in (ADDRESS, ADDRESS_IN_WORDS, LINK):
        text = pattern.sub(" ", text)
    if sum(c.isdigit() for c in text) > MOST_DIGITS:
        text = re.sub(r"\d", " ", text)
    return folded(text)[:LONGEST_TERM].rstrip()


def plain(term: str) -> str:
    """One way to write each character: full-width forms, raised digits and digits of other scripts become ordinary."""
    return "".join(map(_plain, unicodedata.normalize("NFKC", term)))


def _plain(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in INVISIBLE:
        return ""
    if kind in CONTROL:
        return " "
    digit = unicodedata.digit(character, None)
    return character if digit is None else str(digit)


def folded(text: str) -> str:
    """Single spaces, and no loose punctuation left behind by what was taken out."""
    return " ".join(part for part in text.split() if any(map(str.isalnum, part)))
