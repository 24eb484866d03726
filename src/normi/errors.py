"""
What the product can refuse to do. Raised by actions and queries, turned into a response in one place.

* Refused
  + Invalid           422   what was sent cannot be used
  + TooLarge          413   it is larger than we take
  + NotSignedIn       401   the API needs to know who asks
  + NotAllowed        403   the actor may not do this
  + NotFound          404   it does not exist, or the actor may not know that it does
  + Conflict          409   it is no longer in a state where this makes sense
  + TooMany           429   too often; says when to come back
  + Unavailable       503   a part that is needed is not ready

Each says two things in the reader's language: what was wrong (`reason`) and what to do (`remedy`).
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Refused(Exception):
    """The product says no, with a reason and a remedy a person can act on."""

    status = 400
    code = "refused"
    reason: Words = _("This could not be done.")
    remedy: Words = _("Go back and try again.")

    def __init__(self, reason: Words | None = None, *, remedy: Words | None = None) -> None:
        if reason is not None:
            self.reason = reason
        if remedy is not None:
            self.remedy = remedy
        super().__init__(reason or self.reason)

    def __str__(self) -> str:
        return str(self.reason)


class Invalid(Refused):
    status = 422
    code = "invalid"
    reason = _("Something in what you sent cannot be used.")
    remedy = _("Check what you filled in and send it again.")


class TooLarge(Refused):
    status = 413
    code = "too-large"
    reason = _("This is larger than we can take in one go.")
    remedy = _("Shorten it, or split it into several parts.")


class NotSignedIn(Refused):
    status = 401
    code = "not-signed-in"
    reason = _("We do not know who you are.")
    remedy = _("Log in, or send a valid access token.")


class NotAllowed(Refused):
    status = 403
    code = "not-allowed"
    reason = _("You do not have access to do this.")
    remedy = _("Log in with the right account, or ask the one who shared this with you.")


class NotFound(Refused):
    status = 404
    code = "not-found"
    reason = _("We cannot find what you asked for.")
    remedy = _("Check the address, or search from the front page.")


class Conflict(Refused):
    status = 409
    code = "conflict"
    reason = _("This has already been changed.")
    remedy = _("Load the page again to see how it stands now.")


class TooMany(Refused):
    status = 429
    code = "too-many"
    reason = _("You are doing this more often than we can keep up with.")
    remedy = _("Wait a little and try again.")

    def __init__(self, *, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


class Unavailable(Refused):
    status = 503
    code = "unavailable"
    reason = _("A part of Normi that is needed for this is not ready.")
    remedy = _("Try again in a few minutes.")
