"""What a role requires: pages of occupations seen as roles."""

from django.apps import AppConfig


class RolesConfig(AppConfig):
    name = "normi.roles"
    label = "roles"
