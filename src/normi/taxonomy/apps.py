"""ESCO on this machine: versions, concepts, search."""

from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    name = "normi.taxonomy"
    label = "taxonomy"
