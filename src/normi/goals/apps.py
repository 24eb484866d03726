"""The roles a person aims for, the gap, and the next step."""

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "normi.goals"
    label = "goals"
