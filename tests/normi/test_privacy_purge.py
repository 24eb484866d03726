"""What is past its period goes; what is not stays. Every time is given, none is read from a clock."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob
from pytest_django import Settings

from normi.config.models import RequestCount
from normi.privacy import actions, register, tasks
from normi.privacy.models import SearchLog
from normi.privacy.register import ByAge, Register, Retention, WrongDeclaration

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture(autouse=True)
def key_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.KEY_FOLDER = tmp_path / "keys"
    return settings.KEY_FOLDER


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Register:
    """A register of this test's own, so that a planted purge is seen by no other test."""
    own = Register()
    monkeypatch.setattr(actions, "register", own)
    return own


def make_job(status: str, ended: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args, status)"
            " values ('default', 'privacy.purge', '{}', %s) returning id",
            [status],
        )
        (number,) = cursor.fetchone()
        cursor.execute("delete from procrastinate_events where job_id = %s", [number])
        cursor.execute(
            "insert into procrastinate_events (job_id, type, at) values (%s, 'deferred', %s), (%s, 'succeeded', %s)",
            [number, ended - DAY, number, ended],
        )
    return int(number)


def test_request_counters_go_a_day_after_their_window() -> None:
    for ends in (NOW - DAY, NOW - DAY - SECOND):
        RequestCount.objects.create(key="0" * 32, started=ends - SECOND, ends=ends, count=1)

    assert actions.purge(now=NOW)["config.RequestCount"] == 1
    assert RequestCount.objects.get().ends == NOW - DAY


def test_finished_jobs_go_after_a_week_and_waiting_ones_never() -> None:
    kept = {make_job("succeeded", NOW - 7 * DAY), make_job("todo", NOW - 30 * DAY), make_job("doing", NOW - 30 * DAY)}
    for status in ("succeeded", "failed", "cancelled", "aborted"):
        make_job(status, NOW - 7 * DAY - SECOND)

    assert actions.purge(now=NOW)["procrastinate.jobs"] == 4
    assert set(ProcrastinateJob.objects.values_list("pk", flat=True)) == kept
    assert set(ProcrastinateEvent.objects.values_list("job", flat=True)) == kept


def test_what_the_cache_no_longer_answers_with_is_deleted() -> None:
    cache.set("long", "kept", timeout=10**8)
    with connection.cursor() as cursor:
        cursor.execute("insert into cache values ('x', 'y', %s)", [NOW - SECOND])

    assert actions.forget_expired_cache(now=NOW) == 1
    assert cache.get("long") == "kept"


def test_old_letters_leave_the_local_mailbox(settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = tmp_path
    for name, sent in (("old.log", NOW - 30 * DAY - SECOND), ("new.log", NOW - 30 * DAY + SECOND)):
        (tmp_path / name).write_text("letter")
        os.utime(tmp_path / name, (sent.timestamp(), sent.timestamp()))

    assert actions.forget_old_letters(now=NOW) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["new.log"]


def test_a_mailbox_that_does_not_exist_is_empty(settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = tmp_path / "none"

    assert actions.forget_old_letters(now=NOW) == 0


def test_the_hourly_job_ends_periods_and_deletes_old_searches(key_folder: Path) -> None:
    actions.log_search(term="kari nordmann", type="skill", user=None, now=NOW)
    assert len(list(key_folder.iterdir())) == 1

    tasks.purge(timestamp=int((NOW + 31 * DAY).timestamp()))

    assert SearchLog.objects.count() == 0
    assert list(key_folder.iterdir()) == []


def test_the_command_says_what_went_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("privacy_purge")

    names = [line.split()[1] for line in capsys.readouterr().out.splitlines()]
    assert names == sorted(register.register.purges)
    assert "privacy.SearchLog" in names


def refuse(*, now: datetime) -> int:
    raise RuntimeError("this one is broken")


def test_one_broken_purge_stops_no_other_and_is_not_kept_quiet(alone: Register) -> None:
    done: list[datetime] = []
    count: Callable[..., int] = lambda *, now: done.append(now) or 1  # type: ignore[func-returns-value]  # noqa: E731
    alone.purge("a broken", refuse, Retention.CACHE)
    alone.purge("b whole", count, Retention.CACHE)

    with pytest.raises(ExceptionGroup, match="purges failed") as failed:
        actions.purge(now=NOW)

    assert [str(error) for error in failed.value.exceptions] == ["this one is broken"]
    assert done == [NOW]


def test_two_purges_may_not_share_a_name(alone: Register) -> None:
    alone.purge("searches", refuse, Retention.CACHE)

    with pytest.raises(WrongDeclaration, match="searches"):
        alone.purge("searches", refuse, Retention.CACHE)


def test_a_period_without_a_length_cannot_be_counted_from() -> None:
    with pytest.raises(WrongDeclaration, match="ACCOUNT"):
        ByAge(SearchLog, "time", Retention.ACCOUNT)(now=NOW)
