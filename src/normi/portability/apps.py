"""A whole profile as one document: out and in again."""

from django.apps import AppConfig


class PortabilityConfig(AppConfig):
    name = "normi.portability"
    label = "portability"
