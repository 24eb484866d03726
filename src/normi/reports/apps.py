"""The competency report: page, PDF and JSON, shared by link."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "normi.reports"
    label = "reports"
