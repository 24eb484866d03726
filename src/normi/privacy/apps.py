"""What is stored about people, why, and for how long."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PrivacyConfig(AppConfig):
    name = "normi.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Read every app's declarations, once, when all models are known."""
        autodiscover_modules("privacy")
