"""What the account needs done while nobody is looking."""

from django.utils import timezone
from procrastinate.contrib.django import app

from normi.accounts import actions


@app.periodic(cron="20 3 * * *")
@app.task(name="accounts.purge_old_sessions", queueing_lock="accounts.purge_old_sessions")
def purge_old_sessions(timestamp: int) -> None:
    actions.purge_old_sessions(now=timezone.now())
