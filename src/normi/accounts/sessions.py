"""
Sessions in the database, each tied to the person whose it is. Set as SESSION_ENGINE.

While one confirms who one is, allauth would keep the whole interrupted request in the session: address, browser and
all. It is left out: the person comes back to the page they were on, and sends the form again.
"""

from typing import Any

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY as INTERRUPTED_REQUEST
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY as PENDING_LOGIN
from allauth.account.utils import url_str_to_user_pk
from django.contrib.auth import SESSION_KEY as SIGNED_IN
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class PersonsSessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type:
        from normi.accounts.models import BrowserSession

        return BrowserSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        row.person_id = person_in(data)
        return row

    def encode(self, session_dict: dict[str, Any]) -> str:
        kept = {key: value for key, value in session_dict.items() if key != INTERRUPTED_REQUEST}
        return super().encode(kept)


SessionStore = PersonsSessionStore


def person_in(data: dict[str, Any]) -> int | None:
    """Whose session this is: the one signed in, or the one half-way through signing in."""
    if signed_in := data.get(SIGNED_IN):
        return int(signed_in)
    pending = (data.get(PENDING_LOGIN) or {}).get("user_pk")
    return int(url_str_to_user_pk(pending)) if pending else None
