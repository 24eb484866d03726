"""The look."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "normi.design"
    label = "design"
