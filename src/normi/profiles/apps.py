"""Texts, suggested and accepted skills."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "normi.profiles"
    label = "profiles"
