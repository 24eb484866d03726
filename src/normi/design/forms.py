"""
How every Django form is drawn: Designsystemet fields with label, help, error and the ARIA that ties them together.

Owns the drawing. Which fields a form has, and what is valid, belongs to the app that asks.
"""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

UNDRESSED = {"hidden"}


class DesignFormRenderer(TemplatesSetting):
    """Draws `{{ form }}`, `{{ field.as_field_group }}` and single widgets. Set as FORM_RENDERER."""

    form_template_name = "design/form.html"
    field_template_name = "design/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if "widget" in context:
            context = {**context, "widget": dressed(context["widget"])}
        return str(super().render(template_name, context, request))


def dressed(widget: dict[str, Any]) -> dict[str, Any]:
    """The same widget with Designsystemet's class, on itself or on each of its parts. Hidden inputs stay bare."""
    if widget.get("type") in UNDRESSED:
        return widget
    if "subwidgets" in widget:
        return {**widget, "subwidgets": [dressed(part) for part in widget["subwidgets"]]}
    classes = f"ds-input {widget['attrs'].get('class', '')}".strip()
    return {**widget, "attrs": {**widget["attrs"], "class": classes}}
