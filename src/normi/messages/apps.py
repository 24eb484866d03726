"""What we tell people, by e-mail and in the product."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "normi.messages"
    label = "normi_messages"
