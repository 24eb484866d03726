"""
How often an unknown visitor may ask. One table of rules, applied to every request before any view.

A visitor is recognised by an HMAC of the network address. Its key lives outside the database and is destroyed at the
end of its period, and counters are deleted within a day. Signed-in people are limited by account.
"""

import hashlib
import hmac
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from normi.errors import TooMany
from normi.privacy import keys


@dataclass(frozen=True)
class Rule:
    """At most `most` requests in each window of `seconds`, for addresses that start with `prefix`."""

    name: str
    prefix: str
    methods: frozenset[str]
    most: int
    seconds: int


READ, WRITE = frozenset({"GET", "HEAD", "OPTIONS"}), frozenset({"POST", "PUT", "PATCH", "DELETE"})
# The first rule that fits counts. Reading a text costs most, typing in the search box comes in bursts.
RULES = (
    Rule("map", "/api/v1/skills/", WRITE, 60, 60),
    Rule("suggest", "/esco/forslag", READ, 600, 60),
    Rule("api", "/api/", READ | WRITE, 300, 60),
    Rule("import", "/profil/hent-inn", WRITE, 4, 60),
    Rule("report", "/rapport/", WRITE, 20, 60),
    Rule("change", "/", WRITE, 60, 60),
    Rule("page", "/", READ, 300, 60),
)
FREE = ("/static/", "/favicon.ico", "/healthz")
SIGNED_IN_FACTOR = 5


def check(request: HttpRequest) -> None:
    """Count this request; raise TooMany when its window is full."""
    if not settings.RATE_LIMITS or request.path.startswith(FREE):
        return
    rule = rule_for(request.path, request.method or "GET")
    now = int(time.time())
    window = now // rule.seconds
    known = request.user.is_authenticated
    who = f"user:{request.user.pk}" if known else f"address:{address_of(request)}"
    count = _count(hidden(f"{rule.name}:{who}"), window * rule.seconds, rule.seconds)
    if count > rule.most * (SIGNED_IN_FACTOR if known else 1):
        raise TooMany(seconds=(window + 1) * rule.seconds - now)


def rule_for(path: str, method: str) -> Rule:
    return next(rule for rule in RULES if path.startswith(rule.prefix) and method in rule.methods | _other(method))


def _other(method: str) -> frozenset[str]:
    """A method nobody planned for is counted as a change."""
    return frozenset() if method in READ | WRITE else WRITE | {method}


def address_of(request: HttpRequest) -> str:
    """The visitor's address; behind a proxy, the one that the nearest proxy saw."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.split(",")[-1].strip() or request.META.get("REMOTE_ADDR", "")


def hidden(text: str) -> str:
    return hmac.new(keys.current("limits", timezone.now()), text.encode(), hashlib.sha256).hexdigest()[:32]


def hidden_key(key: str, prefix: str, version: int) -> str:
    """Django's cache key function: what the cache table shows says nothing about whom it is about."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{prefix}:{version}:{key}".encode(), hashlib.sha256).hexdigest()


def _count(key: str, started: int, seconds: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            insert into config_requestcount (key, started, ends, count)
            values (%s, to_timestamp(%s), to_timestamp(%s), 1)
            on conflict (key, started) do update set count = config_requestcount.count + 1
            returning count
            """,
            [key, started, started + seconds],
        )
        return int(cursor.fetchone()[0])
