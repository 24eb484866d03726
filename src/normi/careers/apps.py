"""Experience, education, languages and credentials."""

from django.apps import AppConfig


class CareersConfig(AppConfig):
    name = "normi.careers"
    label = "careers"

    def ready(self) -> None:
        from normi.careers import queries, receivers
        from normi.profiles.queries import places_from

        receivers.connect()
        places_from(queries.places_of)
