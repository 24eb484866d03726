"""Background work of the privacy contract: every hour, what is past its period goes."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from normi.privacy import actions


@app.periodic(cron="7 * * * *")
@app.task(name="privacy.purge", queueing_lock="privacy.purge", pass_context=False)
def purge(timestamp: int) -> None:
    actions.purge(now=datetime.fromtimestamp(timestamp, UTC))
