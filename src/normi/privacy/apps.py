"""What is stored about people, why, and for how long."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "normi.privacy"
    label = "privacy"
