"""Experience, education, languages and credentials."""

from django.apps import AppConfig


class CareersConfig(AppConfig):
    name = "normi.careers"
    label = "careers"

    def ready(self) -> None:
        from normi.careers import receivers

        receivers.connect()
