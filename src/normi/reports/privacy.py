"""What a shared report holds about a person, why, and for how long."""

from django.utils.translation import gettext_lazy as _

from normi.privacy.register import Category, LegalBasis, Purpose, Retention, declare, register_purge
from normi.reports.models import ReportOpening, ReportShare

CHOICES, SECRET, TECHNICAL = Category.CHOICES, Category.SECRET, Category.TECHNICAL

declare(
    ReportShare,
    subject="owner",
    purpose=Purpose.PROFILE,
    legal_basis=LegalBasis.CONTRACT,
    fields={
        "id": TECHNICAL,
        "owner": TECHNICAL,
        "recipient": CHOICES,
        "digest": SECRET,
        "sealed": SECRET,
        "parts": CHOICES,
        "language": CHOICES,
        "created_at": TECHNICAL,
        "expires_at": CHOICES,
        "withdrawn_at": CHOICES,
    },
    retention=Retention.SHARED_REPORT,
    words=_("Reports you have shared by link, locked with a key that only the link holds"),
)
declare(
    ReportOpening,
    subject="share__owner",
    purpose=Purpose.PROFILE,
    legal_basis=LegalBasis.CONTRACT,
    fields={"id": TECHNICAL, "share": TECHNICAL, "opened_at": Category.USAGE},
    retention=Retention.SHARED_REPORT,
    words=_("When somebody opened a report you have shared. Not who"),
)
register_purge("reports.shares", "normi.reports.actions.purge_old_links", Retention.SHARED_REPORT)
