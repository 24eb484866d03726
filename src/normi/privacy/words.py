"""
What a column is called on a page that shows people their own data. One table, by the name of the column.

Columns with the same name mean the same in every table. A test fails where a shown column is missing here and has no
translated name of its own. Row numbers and links are shown under their technical names.
"""

from django.utils.translation import gettext_lazy as _

from normi.privacy.vocabulary import Words

FIELD_WORDS: dict[str, Words] = {
    "accepted_at": _("You said yes"),
    "alternatives": _("Other suggestions"),
    "concept_uri": _("Address of the skill"),
    "confidence": _("How sure we were (0 to 1)"),
    "content": _("Text"),
    "created_at": _("Made"),
    "data": _("Content"),
    "declared_adult_at": _("You said that you are 18 or older"),
    "digest": _("Digest"),
    "email": _("E-mail"),
    "end": _("To character number"),
    "expires_at": _("Valid until"),
    "ip": _("IP address"),
    "key": _("Key"),
    "lang": _("Language of the text"),
    "language": _("Language"),
    "last_login": _("Last logged in"),
    "last_seen_at": _("Last seen"),
    "last_used_at": _("Last used"),
    "last_used_on": _("Last used"),
    "name": _("Name"),
    "password": _("Password"),
    "primary": _("The address we write to"),
    "reason": _("Why it was kept apart"),
    "rejected_at": _("You said no"),
    "rejection": _("Why you said no"),
    "scopes": _("What it may do"),
    "session_data": _("Session"),
    "session_key": _("Session key"),
    "start": _("From character number"),
    "type": _("Type"),
    "user_agent": _("Browser and system"),
    "verified": _("Confirmed"),
}
