"""People and signing in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "normi.accounts"
    label = "accounts"

    def ready(self) -> None:
        from normi.accounts import receivers

        receivers.connect()
