"""
Writing and forgetting searches, and deleting what is past its period.

Owns the search log and the run of all purges. Refuses to know what other apps keep: they register their own purge.
"""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.utils import timezone

from normi.privacy import keys, pseudonym
from normi.privacy.models import FEWEST_SEARCHERS, SearchLog, SearchType
from normi.privacy.register import register
from normi.privacy.scrub import scrubbed
from normi.privacy.vocabulary import SEARCH_KEY_PERIOD, Retention


@transaction.atomic
def log_search(
    *, term: str, type: str, user: AbstractBaseUser | AnonymousUser | None, now: datetime | None = None
) -> None:
    """
    Log one search: the minute, the cleaned term, its type (a SearchType) and a pseudonym. Nothing else is kept.

    A term with nothing left after cleaning is not logged. The same person's same search within a minute is one row.
    """
    at = now or timezone.now()
    clean = scrubbed(term)
    if not clean:
        return
    if keys.existing(pseudonym.KEY, at) is None:
        rotate(now=at)
    row = SearchLog(
        time=at.replace(second=0, microsecond=0),
        term=clean,
        type=SearchType(type).value,
        pseudonym=pseudonym.for_writing(user, at),
    )
    SearchLog.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def erase_searches(*, of: AbstractBaseUser, now: datetime | None = None) -> int:
    """Delete the person's searches in this period; earlier ones are no longer anyone's. Answers how many went."""
    deleted, _by_table = SearchLog.objects.of(of, now).delete()
    return deleted


def rotate(*, now: datetime) -> int:
    """End every period before this one: destroy its key, then forget its rare terms. Harmless to repeat."""
    keys.destroy_earlier(pseudonym.KEY, now)
    return forget_rare_terms(now=now)


@transaction.atomic
def forget_rare_terms(*, now: datetime) -> int:
    """Delete, in periods that are over, each term that fewer than five pseudonyms searched for in that period."""
    period = f"floor(extract(epoch from time) / {int(SEARCH_KEY_PERIOD.total_seconds())})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            delete from privacy_searchlog where time < %s and ({period}, lower(term)) in (
                select {period}, lower(term) from privacy_searchlog where time < %s
                group by 1, 2 having count(distinct pseudonym) < %s
            )
            """,
            [keys.period_start(now), keys.period_start(now), FEWEST_SEARCHERS],
        )
        return int(cursor.rowcount)


@transaction.atomic
def forget_finished_jobs(*, now: datetime) -> int:
    """Delete background jobs that ended longer ago than their period, with what they were asked to do."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            delete from procrastinate_jobs job where status not in ('todo', 'doing')
            and not exists (select from procrastinate_events where job_id = job.id and at >= %s)
            """,
            [_oldest_kept(Retention.QUEUE, now)],
        )
        return int(cursor.rowcount)


@transaction.atomic
def forget_expired_cache(*, now: datetime) -> int:
    """Delete what the cache no longer answers with. Django itself only does so when the table is full."""
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        cursor.execute(f"delete from {table} where expires < %s", [now])
        return int(cursor.rowcount)


def forget_old_letters(*, now: datetime) -> int:
    """Delete letters in the local mailbox past their period. With a mail server there are none."""
    oldest = _oldest_kept(Retention.MESSAGES, now).timestamp()
    old = [path for path in Path(settings.EMAIL_FILE_PATH).glob("*.log") if path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _oldest_kept(retention: Retention, now: datetime) -> datetime:
    return now - (retention.time or timedelta.max)


def purge(*, now: datetime) -> dict[str, int]:
    """
    Delete everything past its period, in every app, and answer how many rows went by name.

    One failing purge does not stop the others; what failed is raised together at the end.
    """
    deleted: dict[str, int] = {}
    failures: list[Exception] = []
    for name, entry in sorted(register.purges.items()):
        try:
            with transaction.atomic():
                deleted[name] = entry.run(now=now)
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise ExceptionGroup("some purges failed", failures)
    return deleted
