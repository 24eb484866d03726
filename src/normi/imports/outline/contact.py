"""
Who the CV is about: name, e-mail, phone, address and website from the top of it.

Only the lines at the top and under `Kontakt` are searched: further down stand other people, such as referees.
"""

import re
from dataclasses import replace
from typing import Final

from normi.imports.outline.parts import is_bullet, is_title_of_a_cv
from normi.portability.document import Person

EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE: Final = re.compile(
    r"(?<![\d+])(?:(?:\+|00)47[ ]?)?(?:\d{2} \d{2} \d{2} \d{2}|\d{3} \d{2} \d{3}|[2-9]\d{7})(?!\d)"
    r"|(?<![\d+])(?:\+|00)\d{1,3}(?:[ -]?\(?\d{1,4}\)?){2,5}(?!\d)"
)
WEBSITE: Final = re.compile(r"(?:https?://|www\.|(?=(?:linkedin|github)\.com/))[^\s,;|<>()]+", re.IGNORECASE)
POSTAL: Final = re.compile(
    r"\b(?:N(?:O)?-)?(\d{4}) ([A-ZÆØÅ][A-Za-zÆØÅæøå.]+(?: [A-ZÆØÅ][A-Za-zÆØÅæøå]*| [iI] [A-ZÆØÅ]\w+)*)"
)
LABEL: Final = re.compile(
    r"^(?:navn|namn|name|adresse|address|bosted|bustad|e-?post(?:adresse)?|e-?mail|mail|telefon(?:nummer)?|tlf"
    r"|mobil(?:telefon)?|phone|mobile|nettside|website|linkedin|postadresse)\b\.?\s*[:\t ]\s*",
    re.IGNORECASE,
)
NAME_LABEL: Final = re.compile(r"^(?:navn|namn|name)\s*[:\t]\s*", re.IGNORECASE)
ADDRESS_LABEL: Final = re.compile(r"^(?:post)?(?:adresse|address)\s*[:\t]\s*", re.IGNORECASE)
CV_IN_FRONT: Final = re.compile(r"^(?:cv|curriculum vitae|résumé|resume)\s*(?:for|[-–—:|])\s*", re.IGNORECASE)
PARTICLES: Final = frozenset(
    ["van", "von", "de", "der", "den", "da", "di", "al", "el", "bin", "ibn", "le", "la", "du", "av", "af"]
)
BETWEEN: Final = re.compile(r"\s*[|•·\t]\s*|\s{2,}")
STREET: Final = re.compile(r"[^\W\d_].*\s\d{1,4}\s?[A-Za-z]?$")
LONGEST_HEADLINE: Final = 120


def person(lines: list[str]) -> tuple[Person, list[str]]:
    """Who it is, and the lines that said something else."""
    found, left = Person(), []
    for line in lines:
        if not line or is_title_of_a_cv(line):
            continue
        for piece in BETWEEN.split(CV_IN_FRONT.sub("", line)):
            found, rest = _taken(found, piece.strip())
            if rest:
                left.append(rest)
    return _with_headline(found, left)


def _taken(found: Person, piece: str) -> tuple[Person, str]:
    """The person with what this piece says, and what it says beyond that."""
    if not found.name and (name := name_in(piece)):
        return replace(found, name=name), ""
    for field, pattern in (("email", EMAIL), ("website", WEBSITE), ("phone", PHONE)):
        if not getattr(found, field) and (hit := pattern.search(piece)):
            found = replace(found, **{field: hit[0].strip(" .")})
            piece = _without(piece, hit.span())
    return _address(found, piece)


def _address(found: Person, piece: str) -> tuple[Person, str]:
    if not found.postal_code and (hit := POSTAL.search(piece)):
        before = LABEL.sub("", piece[: hit.start()].strip(" ,"))
        found = replace(found, postal_code=hit[1], place=hit[2].strip(), address=before or found.address)
        return found, LABEL.sub("", piece[hit.end() :].strip(" ,"))
    if not found.address and (ADDRESS_LABEL.match(piece) or STREET.fullmatch(piece)):
        return replace(found, address=ADDRESS_LABEL.sub("", piece)), ""
    return found, "" if LABEL.fullmatch(f"{piece}:") or LABEL.fullmatch(f"{piece} ") else piece


def _without(piece: str, span: tuple[int, int]) -> str:
    before = re.sub(r"[\w.-]+\s*[:.]?\s*$", "", piece[: span[0]]) if LABEL.match(piece) else piece[: span[0]]
    return f"{before.strip(' ,;/')} {piece[span[1] :].strip(' ,;/')}".strip(" ,;/:")


def name_in(piece: str) -> str:
    """
    A person's name, or empty.

    >>> name_in("KARI ANNE BERG-HANSEN"), name_in("Navn: Ola Nordås"), name_in("Arbeid i butikk")
    ('Kari Anne Berg-Hansen', 'Ola Nordås', '')
    """
    words = NAME_LABEL.sub("", piece).split()
    if not 2 <= len(words) <= 5 or not all(map(_could_be_name, words)):
        return ""
    return " ".join(word.title() if word.isupper() and len(word) > 2 else word for word in words)


def _could_be_name(word: str) -> bool:
    bare = word.replace("-", "").replace("'", "").replace("’", "").rstrip(".")
    return bare.isalpha() and (word[0].isupper() or word in PARTICLES)


def _with_headline(found: Person, left: list[str]) -> tuple[Person, list[str]]:
    """The first words under the name that are neither a sentence nor a label: `Sykepleier og mor`."""
    if not left or not found.name:
        return found, left
    first = left[0]
    if len(first) > LONGEST_HEADLINE or any(sign in first for sign in ".:@") or is_bullet(first) or first[-1].isdigit():
        return found, left
    return replace(found, headline=first), left[1:]
