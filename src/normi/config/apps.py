"""The app that knows everything: it holds the settings, and what every request passes through."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "normi.config"
    label = "config"
