"""
Nothing is kept that nobody accounted for (clause A2): tables, columns, jobs, cookies, log keys and folders.

Each check is a function that answers what is wrong. It is run on the product, where it must find nothing, and on a
planted fault, where it must find that.
"""

import inspect
import string
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.db.models import CASCADE, AutoField, CharField, Field, ForeignKey, Model
from django.http import HttpResponse
from django.test import Client
from django.test.utils import isolate_apps
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.functional import Promise
from procrastinate.contrib.django import app as queue

from normi.accounts.models import User
from normi.privacy.register import (
    Category,
    Declaration,
    LegalBasis,
    Purpose,
    Register,
    Retention,
    Store,
    StoreKind,
    WrongDeclaration,
    register,
)
from normi.privacy.vocabulary import BASIS_OF, INTEREST
from normi.privacy.words import FIELD_WORDS
from tests.factories import make_user

Models = Iterable[type[Model]]


def all_models() -> list[type[Model]]:
    return apps.get_models(include_auto_created=True)


# --- Tables and columns ------------------------------------------------------------------------------------------
def unaccounted_tables(source: Register, models: Models) -> set[str]:
    return {m._meta.label for m in models if m not in source.declarations and m not in source.not_personal}


def unaccounted_fields(source: Register, models: Models) -> set[str]:
    return {f"{model._meta.label}.{name}" for model in models for name in source.undeclared_fields(model)}


def fields_that_are_gone(source: Register) -> set[str]:
    return {f"{model._meta.label}.{name}" for model in source.declarations for name in source.unknown_fields(model)}


def tables_that_are_gone(source: Register, models: Models) -> set[str]:
    known = set(models)
    return {model._meta.label for model in (*source.declarations, *source.not_personal) if model not in known}


def subjects_that_lead_nowhere(source: Register) -> set[str]:
    """Paths that do not end at the person, and finders that cannot be asked about one."""
    return {found.label for found in source.declarations.values() if not leads_to_a_person(found)}


def leads_to_a_person(declaration: Declaration) -> bool:
    if callable(declaration.subject):
        return len(inspect.signature(declaration.subject).parameters) >= 1
    model: type[Model] = declaration.model
    if declaration.subject == "pk":
        return model is get_user_model()
    for name in declaration.subject.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return False
        if not isinstance(field, ForeignKey):
            return False
        model = field.remote_field.model
    return model is get_user_model()


def links_to_people_called_impersonal(source: Register) -> set[str]:
    """A table that points at a person is about a person, whatever its declaration says."""
    return {
        model._meta.label
        for model in source.not_personal
        if any(
            isinstance(f, ForeignKey) and f.remote_field.model is get_user_model() for f in model._meta.concrete_fields
        )
    }


def nameless(source: Register) -> set[str]:
    return {found.label for found in source.declarations.values() if not str(found.words).strip()}


def shown_without_words(source: Register) -> set[str]:
    """Columns a person is shown under a name that nobody has put into words and translated."""
    return {
        f"{found.label}.{field.name}"
        for found in source.declarations.values()
        for field in found.model._meta.concrete_fields
        if found.fields.get(field.name) not in (None, Category.TECHNICAL)
        and field.name not in FIELD_WORDS
        and not isinstance(field.verbose_name, Promise)
    }


def test_every_column_a_person_is_shown_has_a_name_in_words() -> None:
    assert shown_without_words(register) == set()


def test_a_column_without_words_is_found(diary: type[Model]) -> None:
    assert shown_without_words(own(diary)) == {"privacy.Diary.id", "privacy.Diary.owner", "privacy.Diary.nickname"}


def test_every_table_is_declared_or_has_a_reason_not_to_be() -> None:
    assert unaccounted_tables(register, all_models()) == set()


def test_every_column_has_a_kind() -> None:
    assert unaccounted_fields(register, all_models()) == set()


def test_no_declaration_speaks_of_what_is_gone() -> None:
    assert fields_that_are_gone(register) == set()
    assert tables_that_are_gone(register, all_models()) == set()


def test_every_declaration_leads_to_the_person_it_is_about() -> None:
    assert subjects_that_lead_nowhere(register) == set()
    assert links_to_people_called_impersonal(register) == set()


def test_every_declaration_says_in_plain_words_what_it_is() -> None:
    assert nameless(register) == set()


@pytest.mark.django_db
def test_every_table_of_the_database_is_known() -> None:
    named = {model._meta.db_table for model in all_models()}
    named |= {store.name for store in register.of_kind(StoreKind.TABLE)}

    with connection.cursor() as cursor:
        assert set(connection.introspection.table_names(cursor)) - named == set()
        cursor.execute("create table notes_on_people (note text)")
        assert set(connection.introspection.table_names(cursor)) - named == {"notes_on_people"}


@pytest.mark.django_db
def test_a_declaration_finds_its_rows_for_a_person_who_has_none() -> None:
    stranger = make_user()

    for declaration in register.declarations.values():
        rows = list(declaration.rows_of(stranger))
        assert rows == ([stranger] if declaration.model is User else [])


@pytest.fixture
def diary() -> Iterator[type[Model]]:
    """A table nobody declared, about a person, outside the product's own list of tables."""
    with isolate_apps("normi.privacy"):

        class Diary(Model):
            id = AutoField(primary_key=True)
            owner = ForeignKey(User, on_delete=CASCADE, related_name="+")
            nickname = CharField(max_length=20)

            class Meta:
                app_label = "privacy"

        yield Diary


def own(model: type[Model], *, subject: str = "owner", fields: Iterable[str] = ("id", "owner", "nickname")) -> Register:
    found = Register()
    declare(found, model, subject=subject, fields=fields)
    return found


def declare(source: Register, model: type[Model], **changes: Any) -> Declaration:
    usual: dict[str, Any] = {
        "subject": "owner",
        "purpose": Purpose.PROFILE,
        "legal_basis": LegalBasis.CONTRACT,
        "fields": ("id", "owner", "nickname"),
        "retention": Retention.ACCOUNT,
        "words": "Diary",
    }
    return source.declare(model, **{**usual, **changes})


def test_a_table_nobody_declared_is_found(diary: type[Model]) -> None:
    assert unaccounted_tables(Register(), [diary]) == {"privacy.Diary"}
    assert unaccounted_fields(Register(), [diary]) == {f"privacy.Diary.{name}" for name in ("id", "owner", "nickname")}


def test_a_column_nobody_declared_is_found(diary: type[Model]) -> None:
    source = own(diary, fields={"id", "owner"})

    assert unaccounted_fields(source, [diary]) == {"privacy.Diary.nickname"}


def test_a_declared_column_that_is_gone_is_found(diary: type[Model]) -> None:
    assert fields_that_are_gone(own(diary, fields={"id", "owner", "nickname", "shoe_size"})) == {
        "privacy.Diary.shoe_size"
    }


def test_a_declared_table_that_is_gone_is_found(diary: type[Model]) -> None:
    assert tables_that_are_gone(own(diary), []) == {"privacy.Diary"}


@pytest.mark.parametrize("path", ["nickname", "friend", "owner__email", "pk", "", "owner__groups"])
def test_a_path_that_does_not_end_at_a_person_is_found(diary: type[Model], path: str) -> None:
    assert subjects_that_lead_nowhere(own(diary, subject=path)) == {"privacy.Diary"}
    assert subjects_that_lead_nowhere(own(diary, subject="owner")) == set()


def test_a_table_that_points_at_people_cannot_be_called_impersonal(diary: type[Model]) -> None:
    source = Register()
    source.holds_no_personal_data(diary, reason="It is only a diary.")

    assert links_to_people_called_impersonal(source) == {"privacy.Diary"}


def test_a_declaration_without_words_is_found(diary: type[Model]) -> None:
    source = Register()
    found = declare(source, diary, words="")

    assert nameless(source) == {"privacy.Diary"}
    assert found.name == "diarys", "until then a page shows the table's own name"


def test_a_declaration_that_contradicts_itself_stops_the_start(diary: type[Model]) -> None:
    source = Register()

    with pytest.raises(WrongDeclaration, match="basis"):
        declare(source, diary, legal_basis=LegalBasis.CONSENT)
    with pytest.raises(WrongDeclaration, match="reason"):
        source.holds_no_personal_data(diary, reason=" ")
    declare(source, diary)
    with pytest.raises(WrongDeclaration, match="twice"):
        declare(source, diary)
    with pytest.raises(WrongDeclaration, match="twice"):
        source.holds_no_personal_data(diary, reason="It is about nobody.")


# --- Purposes and periods ------------------------------------------------------------------------------------------
def test_every_purpose_has_one_basis_and_every_interest_is_named() -> None:
    assert set(BASIS_OF) == set(Purpose)
    assert set(INTEREST) == {p for p, basis in BASIS_OF.items() if basis is LegalBasis.LEGITIMATE_INTEREST}


def test_the_search_log_keeps_within_the_numbers_of_the_contract() -> None:
    assert Retention.SEARCH_LOG.time is not None
    assert Retention.SEARCH_LOG.time.days <= 90
    assert Retention.SEARCH_KEY.time is not None
    assert Retention.SEARCH_KEY.time.days <= 30
    assert Retention.LOGIN_ACTIVITY.time is not None
    assert Retention.LOGIN_ACTIVITY.time.days <= 30


def test_every_period_names_its_clause_and_says_itself_in_words() -> None:
    assert all(period.clause and str(period.words) for period in Retention)


def never_enforced(source: Register) -> set[str]:
    """Tables with a period that a clock ends, and no purge for that period."""
    enforced = {purge.retention for purge in source.purges.values()}
    kept = {(found.label, found.retention) for found in source.declarations.values()}
    return {label for label, period in kept if period.time is not None and period not in enforced}


def test_every_period_that_a_clock_ends_has_a_purge() -> None:
    assert never_enforced(register) == set()


def test_a_period_without_a_purge_is_found(diary: type[Model]) -> None:
    source = Register()
    declare(source, diary, retention=Retention.LOGIN_ACTIVITY)

    assert never_enforced(source) == {"privacy.Diary"}


# --- Background jobs -----------------------------------------------------------------------------------------------
def job_arguments() -> dict[str, set[str]]:
    """Every job of the product with the arguments it can be queued with."""
    return {name: arguments_of(task.func) for name, task in queue.tasks.items()}


def arguments_of(function: Callable[..., Any]) -> set[str]:
    return set(inspect.signature(function).parameters) - {"context"}


def undeclared_arguments(source: Register, jobs: dict[str, set[str]]) -> set[str]:
    declared = {store.name: set(store.fields) for store in source.of_kind(StoreKind.PAYLOAD)}
    missing = {name for name in jobs if name not in declared}
    return missing | {
        f"{name}({argument})" for name in jobs for argument in jobs[name] - declared.get(name, jobs[name])
    }


def test_every_job_and_every_argument_is_declared() -> None:
    jobs = job_arguments()

    assert "privacy.purge" in jobs
    assert undeclared_arguments(register, jobs) == set()


def test_no_declared_job_is_gone_and_each_subject_is_an_argument() -> None:
    payloads = register.of_kind(StoreKind.PAYLOAD)

    assert {store.name for store in payloads} - set(job_arguments()) == set()
    assert [store.name for store in payloads if store.subject and store.subject not in store.fields] == []


def test_an_undeclared_job_or_argument_is_found() -> None:
    def remind(timestamp: int, email: str) -> None: ...

    jobs = {"letters.remind": arguments_of(remind), "privacy.purge": {"timestamp", "email"}}

    assert undeclared_arguments(register, jobs) == {"letters.remind", "privacy.purge(email)"}


# --- Cookies ---------------------------------------------------------------------------------------------------------
def declared_cookies(source: Register) -> set[str]:
    return {store.name for store in source.of_kind(StoreKind.COOKIE)}


def addresses() -> list[str]:
    """Every page that needs nothing but its address."""
    return sorted(set(plain_addresses(get_resolver().url_patterns, "/")))


def plain_addresses(patterns: Iterable[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from plain_addresses(pattern.url_patterns, address)
        elif not set("<^$(") & set(address):
            yield address


def cookies_set_by(client: Client, pages: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    for page in pages:
        response = client.get(page)
        seen |= set(response.cookies) | set(client.cookies)
    return seen


@pytest.mark.django_db
def test_no_page_sets_a_cookie_that_is_not_declared() -> None:
    visitor, member = Client(), Client()
    member.force_login(make_user())
    visitor.post("/spraak/setlang/", {"language": "nn"})

    pages = [page for page in addresses() if "logout" not in page]
    seen = cookies_set_by(visitor, pages) | cookies_set_by(member, pages)

    assert len(pages) > 8
    assert seen == declared_cookies(register)


def test_there_are_three_cookies_and_they_are_those_of_the_settings() -> None:
    names = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}

    assert declared_cookies(register) == names
    assert len(names) == 3
    assert settings.MESSAGE_STORAGE.endswith("SessionStorage"), "the other storage sets a cookie of its own"


def test_the_declared_periods_of_the_cookies_are_those_of_the_settings() -> None:
    kept = {store.name: store.retention.time for store in register.of_kind(StoreKind.COOKIE)}

    assert kept[settings.SESSION_COOKIE_NAME].total_seconds() == settings.SESSION_COOKIE_AGE
    assert kept[settings.CSRF_COOKIE_NAME].total_seconds() == settings.CSRF_COOKIE_AGE
    assert kept[settings.LANGUAGE_COOKIE_NAME].total_seconds() == settings.LANGUAGE_COOKIE_AGE


def test_a_cookie_nobody_declared_is_found() -> None:
    class Page(Client):
        def get(self, *args: Any, **kwargs: Any) -> Any:
            response = HttpResponse()
            response.set_cookie("visitor_id", "1")
            return response

    assert cookies_set_by(Page(), ["/"]) - declared_cookies(register) == {"visitor_id"}


# --- Log lines and folders -------------------------------------------------------------------------------------------
def undeclared_log_keys(source: Register, logging: dict[str, Any]) -> set[str]:
    lines = [formatter["format"] for formatter in logging["formatters"].values()]
    used = {name for line in lines for _text, name, _spec, _conversion in string.Formatter().parse(line) if name}
    return used - {store.name for store in source.of_kind(StoreKind.LOG_KEY)}


def test_every_key_of_a_log_line_is_declared() -> None:
    assert undeclared_log_keys(register, settings.LOGGING) == set()


def test_a_log_key_nobody_declared_is_found() -> None:
    assert undeclared_log_keys(register, {"formatters": {"line": {"format": "{asctime} {user_id}"}}}) == {"user_id"}


def undeclared_folders(source: Register, values: dict[str, Any]) -> set[str]:
    """Settings that name a folder the running product writes in."""
    state = Path(values["STATE"])
    folders = {name for name, value in values.items() if isinstance(value, Path) and state in value.parents}
    return folders - {store.name for store in source.of_kind(StoreKind.FILES)}


def path_settings() -> dict[str, Any]:
    return {name: getattr(settings, name) for name in dir(settings) if name.isupper()}


def test_every_folder_we_write_in_is_declared() -> None:
    assert undeclared_folders(register, path_settings()) == set()
    assert [store.name for store in register.of_kind(StoreKind.FILES) if not hasattr(settings, store.name)] == []


def test_a_folder_nobody_declared_is_found() -> None:
    values = {**path_settings(), "PICTURE_FOLDER": Path(settings.STATE) / "pictures"}

    assert undeclared_folders(register, values) == {"PICTURE_FOLDER"}


def test_the_same_store_cannot_be_declared_twice() -> None:
    store = Store(StoreKind.COOKIE, "normi_session", "Session", Purpose.ACCOUNT, Retention.SESSION)
    source = Register()
    source.keep(store)

    with pytest.raises(WrongDeclaration, match="normi_session"):
        source.keep(replace(store, words="Another"))


def test_sessions_live_where_they_know_their_person() -> None:
    from importlib import import_module

    model = import_module(settings.SESSION_ENGINE).SessionStore.get_model_class()

    assert model in register.declarations
    assert Category.SECRET in register.declarations[model].fields.values()


def test_a_field_is_a_column_and_not_a_way_back() -> None:
    """The set of columns holds no reverse relation, and every column of a table with a parent."""
    assert {
        name for name in register.declarations[User].fields if not isinstance(User._meta.get_field(name), Field)
    } == set()
