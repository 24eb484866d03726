"""
The words of the privacy contract: why, on what ground, what kind, how long. Tables of data, nothing else.

One purpose has one legal basis, so that a person who objects or withdraws knows what stops. A period names the clause
of the contract that asks for it. Changing a line here changes a promise: it needs a decision record.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Purpose(TextChoices):
    """What personal data may be used for. The statement names no other purposes."""

    ACCOUNT = "account", _("To give you an account that only you can open")
    PROFILE = "profile", _("To find your skills and keep your profile")
    OPERATION = "operation", _("To make the pages work while you use them")
    SECURITY = "security", _("To stop misuse and keep accounts safe")
    IMPROVEMENT = "improvement", _("To make the search and the suggestions better")
    STATISTICS = "statistics", _("To make statistics about skills that point at nobody")
    MATCHING = "matching", _("To let people and positions find each other")
    PAYMENT = "payment", _("To take payment and keep the accounts the law asks for")
    MARKETING = "marketing", _("To send news to those who have asked for it")


class LegalBasis(TextChoices):
    """GDPR article 6(1)."""

    CONSENT = "6(1)(a)", _("your consent")
    CONTRACT = "6(1)(b)", _("our agreement with you")
    LEGAL_OBLIGATION = "6(1)(c)", _("a duty the law gives us")
    LEGITIMATE_INTEREST = "6(1)(f)", _("our legitimate interest")


BASIS_OF: dict[Purpose, LegalBasis] = {
    Purpose.ACCOUNT: LegalBasis.CONTRACT,
    Purpose.PROFILE: LegalBasis.CONTRACT,
    Purpose.OPERATION: LegalBasis.CONTRACT,
    Purpose.SECURITY: LegalBasis.LEGITIMATE_INTEREST,
    Purpose.IMPROVEMENT: LegalBasis.LEGITIMATE_INTEREST,
    Purpose.STATISTICS: LegalBasis.LEGITIMATE_INTEREST,
    Purpose.MATCHING: LegalBasis.CONSENT,
    Purpose.PAYMENT: LegalBasis.LEGAL_OBLIGATION,
    Purpose.MARKETING: LegalBasis.CONSENT,
}

# The interest we weigh against the person's, where that is the basis (article 13(1)(d)).
INTEREST: dict[Purpose, Words] = {
    Purpose.SECURITY: _("We want to keep strangers out of your account, and keep the service up for everyone."),
    Purpose.IMPROVEMENT: _("We want to see what people look for and do not find, so that the search gets better."),
    Purpose.STATISTICS: _("We want to show which skills Norway has and needs, without showing anyone's own."),
}


class Category(TextChoices):
    """What kind of thing a field says about a person."""

    CONTACT = "contact", _("How to reach you")
    CHOICES = "choices", _("Choices you have made, such as language")
    SECRET = "secret", _("What you log in with (passwords, keys and codes)")
    LOGINS = "logins", _("When and where you logged in")
    TEXTS = "texts", _("Texts you have given us")
    SKILLS = "skills", _("Your skills, and where we found them")
    GOALS = "goals", _("Roles and goals you have added")
    EXPERIENCE = "experience", _("Your experience")
    EDUCATION = "education", _("Your education")
    SEARCHES = "searches", _("What you have searched for")
    USAGE = "usage", _("How much you use the service")
    MESSAGES = "messages", _("Messages we have sent you")
    PICTURE = "picture", _("Your picture")
    PAYMENTS = "payments", _("What you have paid")
    TECHNICAL = "technical", _("Row numbers, times and links that hold the rest together")


# The kind a field gets when its declaration names only the field. A mapping says it field by field.
USUAL_CATEGORY: dict[Purpose, Category] = {
    Purpose.ACCOUNT: Category.CONTACT,
    Purpose.PROFILE: Category.SKILLS,
    Purpose.OPERATION: Category.TECHNICAL,
    Purpose.SECURITY: Category.LOGINS,
    Purpose.IMPROVEMENT: Category.SEARCHES,
    Purpose.STATISTICS: Category.USAGE,
    Purpose.MATCHING: Category.SKILLS,
    Purpose.PAYMENT: Category.PAYMENTS,
    Purpose.MARKETING: Category.CONTACT,
}


@dataclass(frozen=True, eq=False)
class Period:
    """How long something is kept. `time` is None where an event, not a clock, ends it."""

    time: timedelta | None
    clause: str
    words: Words


# After this long the key of the search pseudonyms is destroyed. Longer is a decision, not a setting.
SEARCH_KEY_PERIOD = timedelta(days=30)


class Retention(Enum):
    """The retention table: every period, with the clause of the contract that asks for it."""

    ACCOUNT = Period(None, "G1 G2", _("Until you delete it, or delete your account"))
    SESSION = Period(timedelta(days=14), "E1", _("14 days after you last logged in, or until you log out"))
    PENDING_IMPORT = Period(timedelta(hours=1), "G4", _("One hour, or until you have answered"))
    LOGIN_ACTIVITY = Period(timedelta(days=30), "B4", _("30 days"))
    SEARCH_LOG = Period(timedelta(days=90), "B1 S7", _("At most 90 days"))
    SEARCH_KEY = Period(SEARCH_KEY_PERIOD, "B2", _("At most 30 days"))
    REQUEST_COUNTERS = Period(timedelta(days=1), "B4", _("One day"))
    CACHE = Period(timedelta(days=1), "G4", _("One day"))
    QUEUE = Period(timedelta(days=7), "G4", _("Seven days after the work is done"))
    MESSAGES = Period(timedelta(days=30), "G4", _("30 days"))
    SHARED_REPORT = Period(timedelta(days=30), "G1 G4", _("Until the link stops working, and 30 days after"))
    SHORT_CODES = Period(timedelta(days=3), "G4", _("Three days"))
    LOGS = Period(None, "L1", _("As long as the server's own log, which names nobody"))
    LANGUAGE_CHOICE = Period(timedelta(days=365), "E1", _("One year, or until you delete the cookie"))
    FORM_TOKEN = Period(timedelta(days=364), "E1", _("One year, or until you delete the cookie"))
    PAYMENT = Period(timedelta(days=6 * 366), "G3 S2", _("Five years after the end of the year you paid"))
    UNLIMITED = Period(None, "I2", _("Without limit, because it says nothing about anyone"))

    @property
    def time(self) -> timedelta | None:
        return self.value.time

    @property
    def clause(self) -> str:
        return str(self.value.clause)

    @property
    def words(self) -> Words:
        return self.value.words
