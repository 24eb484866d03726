"""What waits between a file and a person's answer, and for how long."""

from django.utils.translation import gettext_lazy as _

from normi.imports.models import PendingImport
from normi.privacy.register import Category, LegalBasis, Purpose, Retention, declare, purge_by_age

declare(
    PendingImport,
    subject="owner",
    purpose=Purpose.PROFILE,
    legal_basis=LegalBasis.CONTRACT,
    fields={
        "id": Category.TECHNICAL,
        "owner": Category.TECHNICAL,
        "sealed": Category.TEXTS,
        "read_at": Category.TECHNICAL,
    },
    retention=Retention.PENDING_IMPORT,
    words=_("What we have read in a file from you, until you say yes or no"),
)
purge_by_age(PendingImport, field="read_at", retention=Retention.PENDING_IMPORT)
