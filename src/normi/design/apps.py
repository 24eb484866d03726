"""The look: base page, components, form drawing, error pages. Knows no other app and stores nothing."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "normi.design"
    label = "design"
