"""The components that need a little arithmetic before they are drawn. The others are plain includes."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.context import Context

from normi.design import confidence as scale
from normi.design.highlight import Highlight, segments

register = template.Library()


@register.filter
def strength(confidence: float | None) -> str:
    """The `data-strength` of a confidence; "none" where nothing is suggested."""
    return "none" if confidence is None else scale.level(confidence).strength


@register.inclusion_tag("components/confidence.html")
def confidence(value: float) -> dict[str, Any]:
    return {"level": scale.level(value), "percent": scale.percent(value)}


@register.inclusion_tag("components/highlighted.html")
def highlighted(text: str, highlights: Iterable[Highlight]) -> dict[str, Any]:
    return {"segments": segments(text, highlights)}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: "Page[Any]", name: str = "side") -> dict[str, Any]:
    """Links to the pages of a list, keeping the other parameters of the address. `name` is the parameter's name."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    kept = context["request"].GET.copy()
    kept.pop(name, None)
    start = f"?{kept.urlencode()}&" if kept else "?"
    return {"page": page, "numbers": numbers, "address": f"{start}{name}=", "gap": page.paginator.ELLIPSIS}
