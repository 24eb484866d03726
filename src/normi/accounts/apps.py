"""People and signing in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "normi.accounts"
    label = "accounts"
