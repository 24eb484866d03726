"""What Django's list of common passwords does not know: the words Norwegians choose, dressed up with digits."""

import re

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

WORDS = """
    passord passordet hemmelig hemmeleg norge noreg oslo bergen trondheim stavanger tromsø sommer sommar vinter høst
    haust våren januar februar mars april juni juli august september oktober november desember mandag tirsdag onsdag
    torsdag fredag lørdag søndag velkommen velkomen brann rosenborg vålerenga lillestrøm viking elsker kjærlighet
    solskinn sjokolade fotball håndball normi ferdighet ferdigheter kompetanse jobbsøker arbeid qwertyuiopå
"""
COMMON = frozenset(WORDS.split())
DRESSING = re.compile(r"[\d\W_]+")


class NotACommonWord:
    """Refuses one common Norwegian word, once or many times, whatever digits and signs stand around it."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        words = set(DRESSING.split(password.lower())) - {""}
        if len(words) == 1 and words <= COMMON:
            raise ValidationError(_("This password is too common."), code="password_too_common")

    def get_help_text(self) -> str:
        return gettext("Your password can’t be a commonly used password.")
