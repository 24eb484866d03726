"""What the profile tables hold about a person, why, and for how long."""

from django.utils.translation import gettext_lazy as _

from normi.privacy.register import Category, LegalBasis, Purpose, Retention, declare
from normi.profiles.models import KeptApart, NamedRole, ProfileSkill, SkillChange, SkillStanding, Text

TECHNICAL, SKILLS, TEXTS = Category.TECHNICAL, Category.SKILLS, Category.TEXTS

declare(
    Text,
    subject="owner",
    purpose=Purpose.PROFILE,
    legal_basis=LegalBasis.CONTRACT,
    fields={
        "id": TECHNICAL,
        "owner": TECHNICAL,
        "content": TEXTS,
        "digest": TECHNICAL,
        "lang": TEXTS,
        "read_at": TECHNICAL,
    },
    retention=Retention.ACCOUNT,
    words=_("Texts you have given us"),
)
declare(
    ProfileSkill,
    subject="owner",
    purpose=Purpose.PROFILE,
    legal_basis=LegalBasis.CONTRACT,
    fields={
        "id": TECHNICAL,
        "owner": TECHNICAL,
        "concept_uri": SKILLS,
        "text": TECHNICAL,
        "role": TECHNICAL,
        "start": SKILLS,
        "end": SKILLS,
        "confidence": SKILLS,
        "alternatives": SKILLS,
        "suggested_at": TECHNICAL,
        "accepted_at": SKILLS,
        "rejected_at": SKILLS,
        "rejection": SKILLS,
    },
    retention=Retention.ACCOUNT,
    words=_("Skills found in your texts or added by you, and your answers"),
)
declare(
    KeptApart,
    subject="text__owner",
    purpose=Purpose.PROFILE,
    legal_basis=LegalBasis.CONTRACT,
    fields={"id": TECHNICAL, "text": TECHNICAL, "start": SKILLS, "end": SKILLS, "reason": SKILLS},
    retention=Retention.ACCOUNT,
    words=_("Stretches of your texts that were read and kept apart"),
)
declare(
    NamedRole,
    subject="text__owner",
    purpose=Purpose.PROFILE,
    legal_basis=LegalBasis.CONTRACT,
    fields={
        "id": TECHNICAL,
        "text": TECHNICAL,
        "concept_uri": SKILLS,
        "start": SKILLS,
        "end": SKILLS,
        "confidence": SKILLS,
    },
    retention=Retention.ACCOUNT,
    words=_("Roles that your texts name"),
)
declare(
    SkillStanding,
    subject="owner",
    purpose=Purpose.PROFILE,
    legal_basis=LegalBasis.CONTRACT,
    fields={
        "id": TECHNICAL,
        "owner": TECHNICAL,
        "concept_uri": SKILLS,
        "level": SKILLS,
        "interest": SKILLS,
        "last_used": SKILLS,
    },
    retention=Retention.ACCOUNT,
    words=_("Level, interest and last use that you have set for your skills"),
)
declare(
    SkillChange,
    subject="owner",
    purpose=Purpose.PROFILE,
    legal_basis=LegalBasis.CONTRACT,
    fields={
        "id": TECHNICAL,
        "owner": TECHNICAL,
        "concept_uri": SKILLS,
        "what": SKILLS,
        "before": SKILLS,
        "after": SKILLS,
        "changed_at": SKILLS,
    },
    retention=Retention.ACCOUNT,
    words=_("The history of your skills"),
)
