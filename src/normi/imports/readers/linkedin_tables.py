"""
What the tables of a LinkedIn export and their columns are called, in English and Norwegian. Tables only.

A file counts as a table by its name, if the columns it needs are there; a renamed file counts by columns that no other
table has together.
"""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

STARTED = "started on; start date; started; start; from; fra; frå; startdato; fra dato; start year; begynte; starta"
ENDED = (
    "finished on; end date; finished; ended; end; to; til; sluttdato; til dato; slutt; end year; "
    "sluttet; slutta; expires on; utløper"
)
DESCRIPTION = "description; beskrivelse; skildring; notes; notater; merknader; details; omtale"
PLACE = "location; sted; stad; place; lokasjon; geo location; arbeidssted; arbeidsstad"
WEBSITE = "url; websites; website; nettside; nettadresse; lenke; nettsted; link"
ORGANISATION = (
    "company name; company; organization; organisation; organization name; bedrift; firma; "
    "arbeidsgiver; arbeidsgjevar; selskap; organisasjon; employer"
)


@dataclass(frozen=True)
class Table:
    """
    One table: names of its file, its columns, those it needs, and those that tell it apart when the file is renamed.

    `needs` is met by any one of its columns; `tells` only by all of them.
    """

    kind: str
    files: frozenset[str]
    columns: dict[str, frozenset[str]]
    needs: frozenset[str]
    tells: tuple[frozenset[str], ...] = ()


def plain(words: str) -> str:
    """
    A name without case, signs and spaces.

    >>> plain("Started_On "), plain("Company Name")
    ('startedon', 'companyname')
    """
    return re.sub(r"[\W_]+", "", words.lower())


def _names(words: str) -> frozenset[str]:
    return frozenset(plain(word) for word in words.split(";") if word.strip())


def _table(kind: str, files: str, needs: str, tells: tuple[str, ...] = (), **columns: str) -> Table:
    return Table(
        kind,
        _names(files),
        {name: _names(words) for name, words in columns.items()},
        frozenset(needs.split()),
        tuple(frozenset(group.split()) for group in tells),
    )


TABLES: Final = (
    _table(
        "profile",
        "profile; profil; basic profile",
        "first last headline summary",
        ("first headline", "first last summary"),
        first="first name; fornavn; førenamn; given name",
        last="last name; etternavn; etternamn; surname; family name",
        headline="headline; overskrift; tittel",
        summary="summary; sammendrag; samandrag; about; om meg; om",
        address="address; adresse",
        postal_code="zip code; postal code; postnummer; zip",
        place=PLACE,
        website=WEBSITE,
    ),
    _table(
        "positions",
        "positions; stillinger; stillingar; experience; erfaring; jobs; arbeidserfaring; work experience",
        "title organisation",
        ("title organisation started",),
        title="title; position; stilling; stillingstittel; tittel; job title; rolle; role; position title",
        organisation=ORGANISATION,
        description=DESCRIPTION,
        place=PLACE,
        started=STARTED,
        ended=ENDED,
    ),
    _table(
        "education",
        "education; utdanning; utdannelse",
        "institution qualification",
        ("institution",),
        institution=(
            "school name; school; skole; skule; skolens navn; lærested; lærestad; institution; "
            "university; universitet; skolenavn"
        ),
        qualification="degree name; degree; grad; utdanning; kvalifikasjon; qualification; navn på grad; studie",
        field="field of study; fagområde; studieretning; fag; subject",
        grade="grade; karakter; resultat",
        description=DESCRIPTION,
        activities="activities; aktiviteter; aktivitetar; activities and societies",
        started=STARTED,
        ended=ENDED,
    ),
    _table(
        "skills",
        "skills; ferdigheter; ferdigheiter; kompetanse",
        "name",
        (),
        name="name; navn; namn; skill; skill name; ferdighet; ferdigheit; kompetanse",
    ),
    _table(
        "languages",
        "languages; språk; spraak; sprak",
        "name",
        ("name level",),
        name="name; navn; namn; language; språk",
        level="proficiency; nivå; ferdighetsnivå; level; språknivå; ferdigheitsnivå",
    ),
    _table(
        "certifications",
        (
            "certifications; certificates; sertifikater; sertifiseringer; sertifikat; sertifiseringar; "
            "licenses and certifications; lisenser og sertifiseringer"
        ),
        "name",
        ("name issuer",),
        name="name; navn; namn; certification; sertifikat; certification name; kurs",
        website=WEBSITE,
        issuer=(
            "authority; issuer; utsteder; utstedt av; utferda av; issuing organization; "
            "utstedende organisasjon; certification authority"
        ),
        started=f"{STARTED}; issued on; issued; utstedt; utferda; dato",
        ended=ENDED,
        number=(
            "license number; licence number; credential id; lisensnummer; sertifikatnummer; nummer; certificate number"
        ),
    ),
    _table(
        "volunteering",
        "volunteering; volunteer experience; frivillig; frivillig arbeid; frivillighet; frivillig erfaring; verv",
        "title organisation",
        ("title organisation cause",),
        title="role; rolle; title; tittel; verv; oppgave; oppgåve",
        organisation=ORGANISATION,
        cause="cause; sak; formål; føremål; årsak",
        description=DESCRIPTION,
        started=STARTED,
        ended=ENDED,
    ),
    _table(
        "projects",
        "projects; prosjekter; prosjekt; prosjektar",
        "title",
        ("title description website started",),
        title="title; tittel; name; navn; namn; prosjekt; project; project name",
        description=DESCRIPTION,
        website=WEBSITE,
        started=STARTED,
        ended=ENDED,
    ),
    _table(
        "courses",
        "courses; kurs",
        "name",
        (),
        name="name; navn; namn; course; kurs; course name",
        number="number; nummer; kursnummer; course number",
    ),
    _table(
        "emails",
        "email addresses; e-mail addresses; e-postadresser; epostadresser; e-post",
        "email",
        ("email primary",),
        email="email address; e-mail address; email; e-post; e-postadresse; epost",
        primary="primary; primær; hovedadresse; hovudadresse",
    ),
    _table(
        "phones",
        "phonenumbers; phone numbers; telefonnumre; telefonnummer; telefon",
        "phone",
        (),
        phone="number; phone number; nummer; telefonnummer; telefon",
    ),
)
OTHER_PEOPLE: Final = _names(
    "connections; forbindelser; kontakter; kontaktar; messages; meldinger; meldingar; "
    "invitations; invitasjoner; imported contacts; contacts; ; "
    "recommendations received; recommendations given; endorsement received info; "
    "endorsement given info; member follows"
)
OF_OTHER_PEOPLE: Final = _names(
    "connected on; position at company; from profile url; sender profile url; recommender; "
    "conversation id; inviteeprofileurl; ; "
    "inviterprofileurl; endorser first name; endorsee first name"
)
"""Columns that only tables about others have. Nobody else's data comes along with a person's own."""


def table_by_name(name: str) -> Table | None:
    stem = plain(PurePosixPath(name).stem)
    return next((table for table in TABLES if stem in table.files), None) if stem not in OTHER_PEOPLE else None


def table_by_columns(header: list[str]) -> Table | None:
    """The table that the columns point at, the one with most columns in common first."""
    if is_about_others(header):
        return None
    fits = [table for table in TABLES if any(group <= set(columns_of(table, header)) for group in table.tells)]
    return max(fits, key=lambda table: (_score(table, header), -TABLES.index(table)), default=None)


def is_about_others(header: list[str]) -> bool:
    names = {plain(cell) for cell in header}
    return bool(names & OF_OTHER_PEOPLE) or (
        {"firstname", "lastname"} <= names and "headline" not in names and "summary" not in names
    )


def _score(table: Table, header: list[str]) -> int:
    return len(columns_of(table, header))


def columns_of(table: Table, header: list[str], *, needed: bool = False) -> dict[str, int]:
    """Where the table's columns stand in a header. With `needed`, empty unless one of those it needs is there."""
    found: dict[str, int] = {}
    for at, cell in enumerate(header):
        name = next((name for name, words in table.columns.items() if plain(cell) in words and name not in found), None)
        if name:
            found[name] = at
    return found if not needed or found.keys() & table.needs else {}
