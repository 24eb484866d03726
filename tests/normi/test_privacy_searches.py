"""The search log (clauses B1-B3): four columns, a pseudonym that cannot be guessed, and nothing rare for long."""

import hashlib
import hmac
import itertools
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from normi.accounts.models import User
from normi.privacy import actions, keys
from normi.privacy.models import FEWEST_SEARCHERS, SearchLog
from normi.privacy.register import register
from tests.factories import make_user

pytestmark = pytest.mark.django_db
START = keys.period_start(datetime(2026, 3, 10, tzinfo=UTC))
NOW = START + timedelta(days=3, hours=4, minutes=5, seconds=6, microseconds=7)
NEXT = START + timedelta(days=30)


@pytest.fixture(autouse=True)
def key_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.KEY_FOLDER = tmp_path / "keys"
    return settings.KEY_FOLDER


def search(term: str, user: User | None = None, now: datetime = NOW, type: str = "skill") -> None:
    actions.log_search(term=term, type=type, user=user, now=now)


def everything() -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("select time::text, term, type, pseudonym from privacy_searchlog")
        return cursor.fetchall()


def test_the_table_has_time_term_type_and_pseudonym_and_no_other_column() -> None:
    with connection.cursor() as cursor:
        columns = {
            column.name for column in connection.introspection.get_table_description(cursor, "privacy_searchlog")
        }

    assert columns == {"time", "term", "type", "pseudonym"}


def test_nothing_in_the_table_leads_to_another_table() -> None:
    with connection.cursor() as cursor:
        assert connection.introspection.get_relations(cursor, "privacy_searchlog") == {}


def test_what_a_log_line_or_an_error_says_of_a_search_leads_to_nobody() -> None:
    search("sveising", make_user())
    row = SearchLog.objects.get()

    assert row.term not in str(row)
    assert row.pseudonym not in str(row)


def test_a_search_is_kept_to_the_minute() -> None:
    search("sveising", make_user())

    assert SearchLog.objects.get().time == NOW.replace(second=0, microsecond=0)


PLANTED: tuple[Callable[[random.Random], str], ...] = (
    lambda r: f"kari{r.randrange(999)}@example.no",
    lambda r: f"ola{r.randrange(999)} (at) example.no",
    lambda r: f"{r.randrange(10**7, 10**8)}",
    lambda r: f"+47 {r.randrange(400, 999)} {r.randrange(10, 99)} {r.randrange(100, 999)}",
    lambda r: f"{r.randrange(10**10, 10**11)}",
    lambda r: f"{r.randrange(100000, 999999)} {r.randrange(10000, 99999)}",
    lambda r: f"{r.randrange(100000, 999999)}-{r.randrange(10000, 99999)}",
    lambda r: " ".join(str(r.randrange(10**10, 10**11))),
)


def test_two_hundred_planted_addresses_and_numbers_among_a_thousand_searches_leave_no_trace() -> None:
    chance = random.Random(17)
    person = make_user()
    secrets = [PLANTED[n % len(PLANTED)](chance) for n in range(200)]
    terms = [f"sykepleier {secret}" for secret in secrets] + [
        f"{word} nr {n}" for n in range(800) for word in ("drift",)
    ]
    chance.shuffle(terms)

    for n, term in enumerate(terms):
        search(term, person if n % 2 else None, now=NOW + timedelta(minutes=n))

    rows = everything()
    stored = "\n".join(row[1] for row in rows)
    digits = "".join(
        itertools.chain.from_iterable(filter(str.isdigit, row[1]) for row in rows if row[1] == "sykepleier")
    )
    assert len(rows) == 1000
    assert [secret for secret in secrets if secret in stored] == []
    assert digits == ""
    assert "example" not in stored


def test_the_database_itself_refuses_a_term_with_an_address_or_a_long_number() -> None:
    for term in ("kari@example.no", "ring 912 34 567", ""):
        row = SearchLog(time=NOW.replace(second=0), term=term, type="skill", pseudonym="0" * 32)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


def test_a_term_that_is_only_an_address_is_not_logged() -> None:
    search("kari@example.no", make_user())

    assert everything() == []


def test_an_unknown_type_is_a_fault_in_the_caller_and_stores_nothing() -> None:
    with pytest.raises(ValueError, match="kari"):
        search("sveising", type="kari@example.no")

    assert everything() == []


def test_each_visitor_without_an_account_gets_a_new_pseudonym_each_time() -> None:
    for _ in range(20):
        actions.log_search(term="sveising", type="any", user=AnonymousUser(), now=NOW)
        search("sveising")

    assert SearchLog.objects.values("pseudonym").distinct().count() == 40


def guesses(person: User) -> Iterator[bytes]:
    """What someone who holds the database and the source, but not the key, would try."""
    names = [str(person.pk), f"person:{person.pk}", f"user:{person.pk}", person.email, f"{person.pk}:{person.email}"]
    known_keys = [b"", b"search", b"person", START.strftime("%Y-%m-%d").encode(), django_settings.SECRET_KEY.encode()]
    for name, algorithm in itertools.product(names, ("md5", "sha1", "sha256", "sha512")):
        yield hashlib.new(algorithm, name.encode()).digest()
        for key in known_keys:
            yield hmac.new(key, name.encode(), algorithm).digest()
            yield hashlib.new(algorithm, key + name.encode()).digest()


def hits(people: list[User], stored: set[str]) -> int:
    tried = {guess.hex() for person in people for guess in guesses(person)}
    return sum(guess[:32] in stored or guess[-32:] in stored for guess in tried)


def test_no_guess_from_numbers_and_addresses_hits_a_pseudonym(key_folder: Path) -> None:
    people = [make_user() for _ in range(30)]
    for person in people:
        search("sveising", person)
    stored = set(SearchLog.objects.values_list("pseudonym", flat=True))

    planted = hashlib.sha256(people[0].email.encode()).hexdigest()[:32]

    assert len(stored) == 30
    assert hits(people, stored | {planted}) == 1, "the attack must be able to find something"
    assert hits(people, stored) == 0


def test_within_the_period_a_person_sees_and_erases_their_own_searches_and_nobody_elses() -> None:
    kari, ola = make_user(), make_user()
    search("sveising", kari)
    search("sveising", ola)
    search("dreiing", kari)

    assert {row.term for row in SearchLog.objects.of(kari, NOW)} == {"sveising", "dreiing"}
    assert actions.erase_searches(of=kari, now=NOW) == 2
    assert list(SearchLog.objects.of(kari, NOW)) == []
    assert [row.term for row in SearchLog.objects.of(ola, NOW)] == ["sveising"]


def test_after_the_period_no_search_can_be_linked_to_anyone(key_folder: Path) -> None:
    people = [make_user() for _ in range(FEWEST_SEARCHERS + 1)]
    for person in people:
        search("sveising", person)
    before = {row.pseudonym for person in people for row in SearchLog.objects.of(person, NOW)}

    actions.rotate(now=NEXT)

    kept = set(SearchLog.objects.values_list("pseudonym", flat=True))
    linked = [row for person in people for row in SearchLog.objects.of(person, NOW)]
    assert before == kept, "before the period ends each search is its person's"
    assert linked == []
    assert list(key_folder.iterdir()) == []
    search("sveising", people[0], now=NEXT)
    assert len(set(SearchLog.objects.values_list("pseudonym", flat=True)) & before) == len(before)
    assert SearchLog.objects.of(people[0], NEXT).get().pseudonym not in before


def test_rare_terms_go_when_their_period_ends_and_common_ones_stay() -> None:
    for _ in range(FEWEST_SEARCHERS):
        search("Sveising")
    for _ in range(FEWEST_SEARCHERS - 1):
        search("Kari Nordmann")
    once = make_user()
    for minute in range(9):
        search("ola nordmann", once, now=NOW + timedelta(minutes=minute))

    actions.rotate(now=NOW)
    assert SearchLog.objects.count() == 18, "nothing goes while the period lasts"
    actions.rotate(now=NEXT)

    assert set(SearchLog.objects.values_list("term", flat=True)) == {"Sveising"}


def test_letters_do_not_make_a_common_term_rare() -> None:
    for term in ("sveising", "Sveising", "SVEISING", "sveising", "Sveising"):
        search(term)

    actions.rotate(now=NEXT)

    assert SearchLog.objects.count() == 5


def test_a_term_that_is_common_in_one_period_is_still_rare_in_another() -> None:
    for _ in range(FEWEST_SEARCHERS):
        search("sveising")
    search("sveising", now=NEXT)

    actions.rotate(now=NEXT + timedelta(days=30))

    assert SearchLog.objects.filter(time__gte=NEXT).count() == 0
    assert SearchLog.objects.count() == FEWEST_SEARCHERS


def test_the_first_search_of_a_new_period_ends_the_old_one(key_folder: Path) -> None:
    search("kari nordmann", make_user())

    search("sveising", now=NEXT)

    assert [row[1] for row in everything()] == ["sveising"]
    assert [path.name for path in key_folder.iterdir()] == [keys.key_path("search", NEXT).name]


def test_no_search_outlives_ninety_days() -> None:
    for _ in range(FEWEST_SEARCHERS):
        search("sveising")
    kept_until = NOW.replace(second=0, microsecond=0) + timedelta(days=90)

    purge = register.purges["privacy.SearchLog"]

    assert purge.run(now=kept_until) == 0
    assert purge.run(now=kept_until + timedelta(seconds=1)) == FEWEST_SEARCHERS
    assert everything() == []


def test_no_key_is_in_the_database() -> None:
    person = make_user()
    search("sveising", person)
    key = keys.existing("search", NOW)

    assert key is not None
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select count(*) from "{table}" t where t::text ilike %s', [f"%{key.hex()}%"])
            assert cursor.fetchone() == (0,), table
