"""Files that people already have, read into a profile."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "normi.imports"
    label = "imports"
