"""How good the engine is, measured and published."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "normi.quality"
    label = "quality"
