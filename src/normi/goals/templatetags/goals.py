"""
The advice on the start page, and the bars. A bar is drawn beside the numbers it shows, never instead of them.
"""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.translation import get_language

from normi.accounts.models import User
from normi.goals import advice
from normi.goals.queries import Points

register = template.Library()


@register.inclusion_tag("goals/recommendations.html", takes_context=True)
def recommendations(context: Context) -> dict[str, Any]:
    """What we suggest to the reader; nothing for who is not signed in."""
    user = context["request"].user
    found = advice.recommendations(user, get_language() or "nb") if isinstance(user, User) else None
    return {"found": found, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("goals/bar.html")
def points_bar(points: Points) -> dict[str, int]:
    """What one has, and what counts partly, of a hundred."""
    whole = points.possible or 1
    have = round(100 * points.have / whole)
    return {"have": have, "partly": round(100 * points.points / whole) - have}


@register.inclusion_tag("goals/bar.html")
def percent_bar(before: int, after: int) -> dict[str, int]:
    """How far one is, and how much further."""
    return {"have": before, "partly": after - before}
