"""
Who may ask the API for what: access tokens, and the scopes that its description names for each operation.

Owns the check and its description, so that the two cannot differ. What a token may do is decided in `accounts`.
"""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.security import HttpBearer

from normi.accounts.actions import note_use
from normi.accounts.models import Area, Right, User, scope_name
from normi.accounts.queries import live_token
from normi.errors import NotAllowed

MAKE_ANOTHER = _("Make a token that may do this too, on your account page.")
ONLY_READ = _("This access token may only read.")
NOT_FOR_THIS = _("This access token is not for this part of what you keep here.")
READING = {"GET", "HEAD", "OPTIONS"}


class AccessToken(HttpBearer):
    """
    A token made on the account page. It must be for every one of the areas that the router is about.

    Reading needs the right to read them, anything else the right to write.
    """

    def __init__(self, *areas: str) -> None:
        super().__init__()
        self.areas = tuple(Area(area) for area in areas)

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        found = live_token(token)
        if found is None:
            return None
        if not set(self.scopes(request.method or "")) <= set(found.scope_list):
            may_read = set(self.scopes("GET")) <= set(found.scope_list)
            raise NotAllowed(ONLY_READ if may_read else NOT_FOR_THIS, remedy=MAKE_ANOTHER)
        note_use(token=found)
        return found.user

    def scopes(self, method: str) -> list[str]:
        """What a token needs for a request with this method."""
        right = Right.READ if method in READING else Right.WRITE
        return [scope_name(area, right) for area in self.areas]


class Described(OpenAPISchema):
    """The description of the API, with the scopes that each operation needs."""

    def operation_security(self, operation: Operation) -> list[dict[str, Any]] | None:
        if super().operation_security(operation) is None:
            return None
        tokens = [auth for auth in operation.auth_callbacks if isinstance(auth, AccessToken)]
        return [{type(token).__name__: token.scopes(operation.methods[0])} for token in tokens]


class Api(NinjaAPI):
    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        return Described(self, self.get_root_path(path_params or {}) if path_prefix is None else path_prefix)
