"""What must happen when a picture or a text is deleted, from wherever that was asked. Connected by the app."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, pre_delete

from normi.careers import actions
from normi.careers.models import Education, Experience, Picture
from normi.ports import file_store
from normi.profiles.models import Text


def connect() -> None:
    post_delete.connect(forget_file, sender=Picture, dispatch_uid="forget_file")
    pre_delete.connect(keep_uses, sender=Text, dispatch_uid="keep_uses")


def forget_file(instance: Picture, **_: Any) -> None:
    """
    The file follows its row, whether the picture or the whole account went. Not before that is certain.

    Where the store fails, the person's deletion stands all the same, and the sweep takes the file.
    """
    key = instance.key

    def forget() -> None:
        file_store().delete(key)

    transaction.on_commit(forget, robust=True)


def keep_uses(instance: Text, origin: object, **_: Any) -> None:
    """A skill stays used where it was used, though the text that showed it goes. An account that goes takes all."""
    if origin is not instance:
        return
    for experience in Experience.objects.filter(text=instance):
        actions.keep_uses(place=experience)
    for education in Education.objects.filter(text=instance):
        actions.keep_uses(place=education)
