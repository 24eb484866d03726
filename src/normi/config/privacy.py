"""What the counters of the rate limits hold: nothing that points at anyone, and not for long."""

from normi.config.models import RequestCount
from normi.privacy.register import Retention, holds_no_personal_data, purge_by_age

holds_no_personal_data(
    RequestCount,
    reason="Counts under an HMAC of the visitor with a key of the day; the row goes when its day is over.",
)
purge_by_age(RequestCount, field="ends", retention=Retention.REQUEST_COUNTERS)
