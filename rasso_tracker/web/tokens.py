"""Signing in to the API with a token: `Authorization: Bearer TOKEN`."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.web.models import ApiToken
from rasso_tracker.web.services import digest_of

_LONGEST_KEY = 200


class TokenAuthentication(BaseAuthentication):
    """A live token of somebody in post acts in the token's one role. `request.auth` is the token."""

    def authenticate(self, request: Request) -> tuple[Person, ApiToken] | None:
        header = get_authorization_header(request).split()
        if not header or header[0].lower() != b"bearer":
            return None
        if len(header) != 2 or len(header[1]) > _LONGEST_KEY:
            raise AuthenticationFailed
        token = (
            ApiToken.objects.select_related("person")
            .filter(digest=digest_of(header[1].decode("ascii", "replace")))
            .first()
        )
        moment = now()
        if token is None or not token.is_live(moment) or not token.person.serves_on(london_date(moment)):
            raise AuthenticationFailed
        person: Any = token.person
        if not person.is_service:
            try:
                person.take_role(token.role)
            except KeyError:  # the role was taken away since
                raise AuthenticationFailed from None
        return person, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # the library is untyped here
    """How the OpenAPI document names the token."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
