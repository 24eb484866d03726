"""Keys that live for one period: one key for all processes, none afterwards."""

import multiprocessing
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from normi.privacy import keys

NOW = datetime(2026, 3, 10, 12, 30, 45, 678, tzinfo=UTC)
PROCESSES = 6


@pytest.fixture(autouse=True)
def key_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.KEY_FOLDER = tmp_path / "keys"
    return settings.KEY_FOLDER


def first_use(gate: object, answers: object) -> None:
    gate.wait()  # type: ignore[attr-defined]
    answers.put(keys.current("search", NOW))  # type: ignore[attr-defined]


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_processes_that_need_a_new_key_at_once_get_the_same_one(key_folder: Path) -> None:
    fork = multiprocessing.get_context("fork")
    gate, answers = fork.Barrier(PROCESSES), fork.Queue()
    workers = [fork.Process(target=first_use, args=(gate, answers)) for _ in range(PROCESSES)]
    for worker in workers:
        worker.start()

    found = {answers.get(timeout=20) for _ in workers}
    for worker in workers:
        worker.join()

    assert len(found) == 1
    assert len(next(iter(found))) == keys.LENGTH
    assert [path.name for path in key_folder.iterdir()] == [keys.key_path("search", NOW).name]


def test_the_second_to_make_a_key_gives_way_to_the_first(key_folder: Path) -> None:
    first = keys.current("search", NOW)

    keys.create(keys.key_path("search", NOW))

    assert keys.current("search", NOW) == first
    assert len(list(key_folder.iterdir())) == 1


def test_only_the_owner_can_read_a_key(key_folder: Path) -> None:
    keys.current("search", NOW)

    assert os.stat(keys.key_path("search", NOW)).st_mode & 0o777 == 0o600
    assert os.stat(key_folder).st_mode & 0o777 == 0o700


def test_a_period_is_at_most_thirty_days_and_the_next_has_another_key(key_folder: Path) -> None:
    first = keys.current("search", NOW)
    later = NOW + timedelta(days=30)

    assert keys.period_start(NOW) <= NOW < keys.period_start(NOW) + timedelta(days=30)
    assert keys.current("search", later) != first
    assert [path.name for path in key_folder.iterdir()] == [keys.key_path("search", later).name]


def test_a_destroyed_key_is_gone_and_reading_does_not_make_one() -> None:
    keys.current("search", NOW)

    assert keys.destroy_earlier("search", NOW) == 0
    assert keys.existing("search", NOW) is not None
    assert keys.destroy_earlier("search", NOW + timedelta(days=30)) == 1
    assert keys.existing("search", NOW) is None
    assert keys.destroy_earlier("search", NOW + timedelta(days=30)) == 0


def test_one_purpose_never_touches_the_keys_of_another() -> None:
    other = keys.current("limits", NOW)

    keys.destroy_earlier("search", NOW + timedelta(days=300))

    assert keys.existing("limits", NOW) == other
