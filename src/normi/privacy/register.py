"""
The register of personal data: what each table, cookie, job, log line and folder holds, declared beside the code.

Each app has a `privacy.py` that calls the functions below; they are found once, when Django starts. Access, erasure
and the record of processing are computed from here, and a field nobody declared fails the build. This module declares
nothing itself and makes no query when it is imported.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string

from normi.privacy.vocabulary import (
    BASIS_OF,
    USUAL_CATEGORY,
    Category,
    LegalBasis,
    Purpose,
    Retention,
    Words,
)

__all__ = [
    "Category",
    "Declaration",
    "LegalBasis",
    "NotPersonal",
    "Purge",
    "Purpose",
    "Register",
    "Retention",
    "Store",
    "StoreKind",
    "WrongDeclaration",
    "declare",
    "declare_cookie",
    "declare_files",
    "declare_log_key",
    "declare_payload",
    "declare_table",
    "declared_models",
    "holds_no_personal_data",
    "purge_by_age",
    "register",
    "register_purge",
    "undeclared_fields",
]

# Who a row is about: a lookup path that ends at the person ("owner", "text__owner", "pk" for the person's own row),
# or, where no path exists, a function that finds the person's rows.
Finder = Callable[[AbstractBaseUser], QuerySet[Model]]
Subject = str | Finder
Fields = Iterable[str] | Mapping[str, Category]


class WrongDeclaration(Exception):
    """A declaration that contradicts itself, the purpose table, or another declaration."""


@dataclass(frozen=True)
class Declaration:
    """One table with personal data. `fields` maps every column's field name to what kind of thing it says."""

    model: type[Model]
    subject: Subject
    purpose: Purpose
    legal_basis: LegalBasis
    fields: Mapping[str, Category]
    retention: Retention
    recipients: tuple[str, ...] = ()
    words: Words = ""

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def name(self) -> Words:
        """What the table is called on a page."""
        return self.words or self.model._meta.verbose_name_plural or self.label

    def rows_of(self, person: AbstractBaseUser) -> QuerySet[Model]:
        """The person's rows, and nobody else's."""
        if callable(self.subject):
            return self.subject(person)
        return self.model._default_manager.filter(**{self.subject: person.pk})


@dataclass(frozen=True)
class NotPersonal:
    """A table that says nothing about anyone, and why we think so."""

    model: type[Model]
    reason: str


class StoreKind(StrEnum):
    COOKIE = "cookie"
    PAYLOAD = "payload"
    LOG_KEY = "log key"
    FILES = "files"
    TABLE = "table"


@dataclass(frozen=True)
class Store:
    """Something that is kept and is no model: a cookie, a job's arguments, a key in a log line, a folder, a table."""

    kind: StoreKind
    name: str
    words: Words
    purpose: Purpose
    retention: Retention
    fields: Mapping[str, Category] = field(default_factory=dict)
    subject: str = ""
    personal: bool = True


class PurgeFunction(Protocol):
    """Deletes what is past its period at `now`, and answers how many rows or files went."""

    def __call__(self, *, now: datetime) -> int: ...


@dataclass(frozen=True)
class Purge:
    """One line of the nightly work. `function` may be a dotted name, for one that stands above the declaration."""

    name: str
    function: PurgeFunction | str
    retention: Retention

    def run(self, *, now: datetime) -> int:
        function: PurgeFunction = import_string(self.function) if isinstance(self.function, str) else self.function
        return function(now=now)


@dataclass(frozen=True)
class ByAge:
    """Deletes the rows of a table whose time in `field` lies further back than the period."""

    model: type[Model]
    field: str
    retention: Retention

    def __call__(self, *, now: datetime) -> int:
        if self.retention.time is None:
            raise WrongDeclaration(f"{self.retention.name} has no length to count from")
        old = {f"{self.field}__lt": now - self.retention.time}
        deleted, _by_table = self.model._default_manager.filter(**old).delete()
        return deleted


@dataclass
class Register:
    """All declarations. The product has one; a test may make its own and plant a fault in it."""

    declarations: dict[type[Model], Declaration] = field(default_factory=dict)
    not_personal: dict[type[Model], NotPersonal] = field(default_factory=dict)
    stores: dict[tuple[StoreKind, str], Store] = field(default_factory=dict)
    purges: dict[str, Purge] = field(default_factory=dict)

    def declare(
        self,
        model: type[Model] | str,
        *,
        subject: Subject,
        purpose: Purpose,
        legal_basis: LegalBasis,
        fields: Fields,
        retention: Retention,
        recipients: Iterable[str] = (),
        words: Words = "",
    ) -> Declaration:
        """
        Say what a table holds about people. `fields` is a set of names, or a mapping from name to Category.

        Raises WrongDeclaration when the basis is not that of the purpose, or the table was declared before.
        """
        table = resolved(model)
        self._refuse_a_second(table)
        if BASIS_OF[purpose] is not legal_basis:
            raise WrongDeclaration(f"{table._meta.label}: the basis of {purpose.name} is {BASIS_OF[purpose].name}")
        kinds = with_categories(fields, purpose)
        found = Declaration(table, subject, purpose, legal_basis, kinds, retention, tuple(recipients), words)
        self.declarations[table] = found
        return found

    def holds_no_personal_data(self, model: type[Model] | str, *, reason: str) -> NotPersonal:
        """Say that a table is about nobody, with the reason a stranger would ask for."""
        table = resolved(model)
        self._refuse_a_second(table)
        if not reason.strip():
            raise WrongDeclaration(f"{table._meta.label}: a reason is needed")
        self.not_personal[table] = found = NotPersonal(table, reason)
        return found

    def keep(self, store: Store) -> Store:
        if (store.kind, store.name) in self.stores:
            raise WrongDeclaration(f"{store.kind} {store.name} is declared twice")
        self.stores[store.kind, store.name] = store
        return store

    def purge(self, name: str, function: PurgeFunction | str, retention: Retention) -> Purge:
        """Have `function(now=…)` run every hour. It deletes what `retention` says is past its period."""
        if name in self.purges:
            raise WrongDeclaration(f"two purges are called {name}")
        self.purges[name] = found = Purge(name, function, retention)
        return found

    def purge_by_age(self, model: type[Model] | str, *, field: str, retention: Retention) -> Purge:
        """Delete the rows whose time in `field` is older than the period. The usual case, with no code."""
        table = resolved(model)
        return self.purge(table._meta.label, ByAge(table, field, retention), retention)

    def undeclared_fields(self, model: type[Model]) -> set[str]:
        """The model's columns that no declaration mentions: all of them where the model is not declared."""
        if model in self.not_personal:
            return set()
        declared = self.declarations[model].fields if model in self.declarations else {}
        return concrete_fields(model) - set(declared)

    def unknown_fields(self, model: type[Model]) -> set[str]:
        """What the declaration mentions and the model no longer has."""
        return set(self.declarations[model].fields) - concrete_fields(model)

    def declared_models(self) -> list[Declaration]:
        """Every table with personal data, in the order of their names."""
        return sorted(self.declarations.values(), key=lambda found: found.label)

    def of_kind(self, kind: StoreKind) -> list[Store]:
        return [store for (found, _name), store in sorted(self.stores.items()) if found is kind]

    def _refuse_a_second(self, model: type[Model]) -> None:
        if model in self.declarations or model in self.not_personal:
            raise WrongDeclaration(f"{model._meta.label} is declared twice")


def resolved(model: type[Model] | str) -> type[Model]:
    if not isinstance(model, str):
        return model
    found: type[Model] = apps.get_model(model)
    return found


def concrete_fields(model: type[Model]) -> set[str]:
    """The names of the fields that are columns."""
    return {f.name for f in model._meta.concrete_fields}


def with_categories(fields: Fields, purpose: Purpose) -> dict[str, Category]:
    if isinstance(fields, Mapping):
        return dict(fields)
    return dict.fromkeys(sorted(fields), USUAL_CATEGORY[purpose])


register = Register()
declare = register.declare
holds_no_personal_data = register.holds_no_personal_data
undeclared_fields = register.undeclared_fields
register_purge = register.purge
purge_by_age = register.purge_by_age
declared_models = register.declared_models


def declare_cookie(name: str, *, words: Words, purpose: Purpose, retention: Retention) -> Store:
    """A cookie we set. There are three; a fourth needs a decision record and, if optional, consent."""
    return register.keep(Store(StoreKind.COOKIE, name, words, purpose, retention))


def declare_payload(
    task: str,
    *,
    fields: Fields = (),
    purpose: Purpose,
    words: Words,
    subject: str = "",
    retention: Retention = Retention.QUEUE,
) -> Store:
    """
    The arguments a background job is queued with. Send row numbers, never the data itself.

    `subject` names the argument that holds the person's key; without one, the job is about nobody.
    """
    kinds = with_categories(fields, purpose)
    personal = bool(subject)
    return register.keep(Store(StoreKind.PAYLOAD, task, words, purpose, retention, kinds, subject, personal))


def declare_log_key(name: str, *, words: Words, purpose: Purpose = Purpose.OPERATION) -> Store:
    """A key of a log line. None may carry identity, text or address."""
    return register.keep(Store(StoreKind.LOG_KEY, name, words, purpose, Retention.LOGS, personal=False))


def declare_files(setting: str, *, words: Words, purpose: Purpose, retention: Retention, personal: bool) -> Store:
    """A folder outside the database, by the name of the setting that says where it is."""
    return register.keep(Store(StoreKind.FILES, setting, words, purpose, retention, personal=personal))


def declare_table(
    name: str,
    *,
    words: Words,
    purpose: Purpose = Purpose.OPERATION,
    retention: Retention = Retention.UNLIMITED,
    personal: bool = False,
) -> Store:
    """A table that no model stands for, such as the cache."""
    return register.keep(Store(StoreKind.TABLE, name, words, purpose, retention, personal=personal))
