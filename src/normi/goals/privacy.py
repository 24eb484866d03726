"""What the goal tables hold about a person, why, and for how long."""

from django.utils.translation import gettext_lazy as _

from normi.goals.models import Dismissal, Goal
from normi.privacy.register import Category, LegalBasis, Purpose, Retention, declare

GOALS, TECHNICAL = Category.GOALS, Category.TECHNICAL

declare(
    Goal,
    subject="owner",
    purpose=Purpose.PROFILE,
    legal_basis=LegalBasis.CONTRACT,
    fields={
        "id": TECHNICAL,
        "owner": TECHNICAL,
        "occupation_uri": GOALS,
        "chosen_at": GOALS,
        "place": GOALS,
    },
    retention=Retention.ACCOUNT,
    words=_("Roles you have chosen as goals"),
)
declare(
    Dismissal,
    subject="owner",
    purpose=Purpose.PROFILE,
    legal_basis=LegalBasis.CONTRACT,
    fields={
        "id": TECHNICAL,
        "owner": TECHNICAL,
        "advice": GOALS,
        "about": GOALS,
        "dismissed_at": GOALS,
    },
    retention=Retention.ACCOUNT,
    words=_("Advice you have put away"),
)
