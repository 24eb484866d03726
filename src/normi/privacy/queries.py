"""
What is kept, and what is kept about one person: both computed from the register, so that neither can fall behind.

Owns the overview of purposes and the archive of a person's own data. Shows no secret: a password's digest or a key is
said to be stored, and not shown. Refuses to read anything that no declaration leads to.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from normi.privacy.register import Declaration, Register, Store, StoreKind, register
from normi.privacy.vocabulary import BASIS_OF, INTEREST, Category, LegalBasis, Purpose, Words
from normi.privacy.words import FIELD_WORDS

NOT_SHOWN = _("Stored, not shown")
ARCHIVE_FORMAT, ARCHIVE_VERSION = "normi-personal-data", 1
LONGEST_IN_COLUMN = 40
PLAIN = (str, int, float, bool, date)


# --- What is kept, and why -------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Line:
    """One thing we keep: what it is called, what kinds of data it holds, how long, and who receives it."""

    name: Words
    kinds: tuple[Words, ...]
    period: Words
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class PurposeLines:
    """One purpose with its ground and everything kept for it."""

    purpose: Purpose
    basis: LegalBasis
    interest: Words
    lines: tuple[Line, ...]


def purposes(of: Register = register) -> list[PurposeLines]:
    """Every purpose that personal data is kept for today, in the order of the purpose table."""
    found = []
    for purpose in Purpose:
        lines = tuple(lines_of(of, purpose))
        if lines:
            found.append(PurposeLines(purpose, BASIS_OF[purpose], INTEREST.get(purpose, ""), lines))
    return found


def lines_of(source: Register, purpose: Purpose) -> Iterator[Line]:
    for declaration in in_order(source):
        if declaration.purpose is purpose:
            yield Line(declaration.name, kinds_of(declaration), declaration.retention.words, declaration.recipients)
    for store in source.stores.values():
        if store.purpose is purpose and store.personal and store.kind in (StoreKind.FILES, StoreKind.TABLE):
            yield Line(store.words, (), store.retention.words, ())


def kinds_of(declaration: Declaration) -> tuple[Words, ...]:
    """The kinds of data in a table, without the row numbers and links that every table has."""
    kinds = set(declaration.fields.values())
    return tuple(kind.label for kind in Category if kind in kinds - {Category.TECHNICAL})


def in_order(source: Register) -> list[Declaration]:
    """By purpose; within one, as the apps declare them: the most important first."""
    order = list(Purpose)
    return sorted(source.declarations.values(), key=lambda found: order.index(found.purpose))


def cookies(of: Register = register) -> list[Store]:
    return of.of_kind(StoreKind.COOKIE)


def recipients(of: Register = register) -> list[str]:
    """Everyone outside who receives personal data. Empty while all runs on one machine."""
    return sorted({name for declaration in of.declarations.values() for name in declaration.recipients})


def controller() -> dict[str, str]:
    """Who answers for the personal data, from the settings."""
    return {
        "name": settings.OPERATOR_NAME,
        "organisation_number": settings.OPERATOR_ORGANISATION_NUMBER,
        "address": settings.OPERATOR_ADDRESS,
        "email": settings.OPERATOR_EMAIL,
        "phone": settings.OPERATOR_PHONE,
    }


# --- What is kept about one person -----------------------------------------------
@dataclass(frozen=True)
class Cell:
    """One field of one row. `text` is what a person reads, `plain` what the file holds."""

    name: str
    label: str
    text: object
    plain: object
    technical: bool

    @property
    def long(self) -> bool:
        return len(str(self.text)) > LONGEST_IN_COLUMN


@dataclass(frozen=True)
class Table:
    """A person's rows in one table, at most as many as were asked for, and how many there are."""

    declaration: Declaration
    rows: tuple[tuple[Cell, ...], ...]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def everything_about(person: AbstractBaseUser, *, most_rows: int | None = None, of: Register = register) -> list[Table]:
    """Every table we keep personal data in, with this person's rows and nobody else's."""
    return [table_of(declaration, person, most_rows) for declaration in in_order(of)]


def table_of(declaration: Declaration, person: AbstractBaseUser, most_rows: int | None) -> Table:
    found = declaration.rows_of(person).order_by("pk")
    rows = tuple(tuple(cells(declaration, row)) for row in islice(found.iterator(chunk_size=500), most_rows))
    return Table(declaration, rows, len(rows) if most_rows is None or len(rows) < most_rows else found.count())


def cells(declaration: Declaration, row: Model) -> Iterator[Cell]:
    for field in row._meta.concrete_fields:
        kind = declaration.fields.get(field.name, Category.SECRET)
        plain = NOT_SHOWN if kind is Category.SECRET else plain_value(field, row)
        text = plain if kind is Category.SECRET else text_value(field, row)
        yield Cell(field.name, label_of(field, kind), text, plain, kind is Category.TECHNICAL)


def label_of(field: "Field[object, object]", kind: Category) -> str:
    if kind is Category.TECHNICAL:
        return field.name
    return str(FIELD_WORDS.get(field.name) or capfirst(field.verbose_name))


def plain_value(field: "Field[object, object]", row: Model) -> object:
    value = field.value_from_object(row)
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value


def text_value(field: "Field[object, object]", row: Model) -> object:
    """The value as a person reads it: the words of a choice, and lists as JSON."""
    value = plain_value(field, row)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if value is None or isinstance(value, PLAIN):
        return value
    return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)


def archive(person: AbstractBaseUser, *, made_at: datetime, of: Register = register) -> dict[str, object]:
    """The same as `everything_about`, complete and for machines: purposes, grounds, periods, recipients and rows."""
    return {
        "format": ARCHIVE_FORMAT,
        "version": ARCHIVE_VERSION,
        "made_at": made_at,
        "tables": [archived(table) for table in everything_about(person, of=of)],
        "cookies": [
            {"name": cookie.name, "use": cookie.words, "kept": cookie.retention.words} for cookie in cookies(of)
        ],
    }


def archived(table: Table) -> dict[str, object]:
    declaration = table.declaration
    return {
        "table": declaration.label,
        "name": declaration.name,
        "purpose": declaration.purpose.label,
        "legal_basis": f"GDPR {declaration.legal_basis.value}",
        "kept": declaration.retention.words,
        "recipients": declaration.recipients,
        "rows": [{cell.name: cell.plain for cell in row} for row in table.rows],
    }
