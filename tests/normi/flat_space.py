"""Where the stand-in's four skills stand in meaning, and short words for what a person does in the tests of goals."""

from collections.abc import Sequence

import numpy as np
from django.http import HttpResponse
from django.test import Client

from normi.accounts.models import User
from normi.goals import actions
from normi.profiles import actions as profiles
from skillengine.encoder import Vectors
from tests.stand_ins import BAKE, SING, SKILL, TEACH, WELD

DIRECTIONS = {WELD: (1.0, 0.0, 0.0), BAKE: (0.9, 0.43589, 0.0), TEACH: (0.0, 0.0, 1.0), SING: (0.0, 0.0, -1.0)}


class FlatSpace:
    """Where the stand-in's four skills stand: real code, with vectors worked out by hand."""

    def vectors(self, uris: Sequence[str]) -> Vectors:
        return np.array([DIRECTIONS.get(uri, (0.0, 0.0, 0.0)) for uri in uris], np.float32).reshape(-1, 3)


def knows(user: User, **levels: int | None) -> None:
    """The person accepts skills by their last word, each with a level or none."""
    for name, level in levels.items():
        profiles.add_skill(by=user, concept_uri=SKILL + name)
        if level:
            profiles.set_standing(by=user, concept_uri=SKILL + name, level=level, interest=None, last_used=None)


def aim(user: User, *uris: str) -> None:
    for uri in uris:
        actions.choose_goal(by=user, occupation_uri=uri)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def body(answer: HttpResponse) -> str:
    return answer.content.decode()
