"""What the career tables hold about a person, why, and for how long."""

from django.utils.translation import gettext_lazy as _

from normi.careers.models import Contact, Credential, Education, Experience, LanguageSkill, Picture, SkillUse
from normi.privacy.register import (
    Category,
    LegalBasis,
    Purpose,
    Retention,
    declare,
    declare_files,
    register_purge,
)

CONTACT, PICTURE, TECHNICAL = Category.CONTACT, Category.PICTURE, Category.TECHNICAL
EXPERIENCE, EDUCATION, SKILLS = Category.EXPERIENCE, Category.EDUCATION, Category.SKILLS

declare(
    Contact,
    subject="owner",
    purpose=Purpose.PROFILE,
    legal_basis=LegalBasis.CONTRACT,
    fields={
        "id": TECHNICAL,
        "owner": TECHNICAL,
        "name": CONTACT,
        "headline": CONTACT,
        "summary": CONTACT,
        "phone": CONTACT,
        "address": CONTACT,
        "postal_code": CONTACT,
        "place": CONTACT,
        "country": CONTACT,
        "website": CONTACT,
    },
    retention=Retention.ACCOUNT,
    words=_("Your name and how to reach you, where you have told us"),
)
declare(
    Picture,
    subject="owner",
    purpose=Purpose.PROFILE,
    legal_basis=LegalBasis.CONTRACT,
    fields={
        "id": TECHNICAL,
        "owner": TECHNICAL,
        "key": PICTURE,
        "media_type": PICTURE,
        "stored_at": PICTURE,
    },
    retention=Retention.ACCOUNT,
    words=_("Your picture, where you have given us one"),
)
declare_files(
    "FILE_FOLDER",
    words=_("Pictures: the small square you have chosen, drawn anew, with nothing about where or when it was taken"),
    purpose=Purpose.PROFILE,
    retention=Retention.ACCOUNT,
    personal=True,
)
register_purge("careers.files", "normi.careers.actions.sweep_files", Retention.ACCOUNT)
declare(
    Experience,
    subject="owner",
    purpose=Purpose.PROFILE,
    legal_basis=LegalBasis.CONTRACT,
    fields={
        "id": TECHNICAL,
        "owner": TECHNICAL,
        "text": TECHNICAL,
        "created_at": TECHNICAL,
        "started": EXPERIENCE,
        "ended": EXPERIENCE,
        "is_current": EXPERIENCE,
        "place": EXPERIENCE,
        "description": EXPERIENCE,
        "website": EXPERIENCE,
        "kind": EXPERIENCE,
        "title": EXPERIENCE,
        "organisation": EXPERIENCE,
        "occupation_uri": EXPERIENCE,
    },
    retention=Retention.ACCOUNT,
    words=_("Your experience"),
)
declare(
    Education,
    subject="owner",
    purpose=Purpose.PROFILE,
    legal_basis=LegalBasis.CONTRACT,
    fields={
        "id": TECHNICAL,
        "owner": TECHNICAL,
        "text": TECHNICAL,
        "created_at": TECHNICAL,
        "started": EDUCATION,
        "ended": EDUCATION,
        "is_current": EDUCATION,
        "place": EDUCATION,
        "description": EDUCATION,
        "website": EDUCATION,
        "qualification": EDUCATION,
        "institution": EDUCATION,
        "field": EDUCATION,
        "grade": EDUCATION,
        "eqf_level": EDUCATION,
    },
    retention=Retention.ACCOUNT,
    words=_("Your education"),
)
declare(
    Credential,
    subject="owner",
    purpose=Purpose.PROFILE,
    legal_basis=LegalBasis.CONTRACT,
    fields={
        "id": TECHNICAL,
        "owner": TECHNICAL,
        "name": EDUCATION,
        "issuer": EDUCATION,
        "issued": EDUCATION,
        "expires": EDUCATION,
        "number": EDUCATION,
        "website": EDUCATION,
    },
    retention=Retention.ACCOUNT,
    words=_("Certificates and licences you have listed"),
)
declare(
    LanguageSkill,
    subject="owner",
    purpose=Purpose.PROFILE,
    legal_basis=LegalBasis.CONTRACT,
    fields={
        "id": TECHNICAL,
        "owner": TECHNICAL,
        "code": SKILLS,
        "is_mother_tongue": SKILLS,
        "listening": SKILLS,
        "reading": SKILLS,
        "interaction": SKILLS,
        "production": SKILLS,
        "writing": SKILLS,
    },
    retention=Retention.ACCOUNT,
    words=_("Languages you have listed"),
)
declare(
    SkillUse,
    subject="owner",
    purpose=Purpose.PROFILE,
    legal_basis=LegalBasis.CONTRACT,
    fields={
        "id": TECHNICAL,
        "owner": TECHNICAL,
        "concept_uri": SKILLS,
        "experience": SKILLS,
        "education": SKILLS,
        "credential": SKILLS,
    },
    retention=Retention.ACCOUNT,
    words=_("Where you have used, learned or proved a skill"),
)
