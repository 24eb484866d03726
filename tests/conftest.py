"""Fixtures that many tests share. The engine's tests use none of them."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import cache
from django.core.management import call_command

from normi.config.postgres import Cluster, running
from tests import environment

# How long an example takes depends on what else the machine does.
hypothesis.settings.register_profile("normi", deadline=None)
hypothesis.settings.load_profile("normi")
LOCAL_ONLY = ["127.0.0.1", "::1"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def no_network(socket_enabled: None, request: pytest.FixtureRequest) -> None:
    """Nothing a test does may leave the machine."""
    from pytest_socket import socket_allow_hosts

    socket_allow_hosts(LOCAL_ONLY, allow_unix_socket=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Start the embedded server when the first test asks for the database, unless another one is named."""
    from django.conf import settings

    folder = Path(os.environ["NORMI_STATE"]).parent
    if not settings.DATABASES["default"]["NAME"] or os.environ.get("DATABASE_URL"):
        return
    host = Path(str(settings.DATABASES["default"]["HOST"]))
    cluster = Cluster(folder=folder / "postgres", socket=host, throwaway=True)
    environment.on_exit.enter_context(running(cluster))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        call_command("createcachetable")
    call_command("translations", compile=True)


@pytest.fixture(autouse=True, scope="session")
def fast_passwords() -> None:
    """A slow hash protects real passwords; here it would be most of the running time."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def empty_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Rate limits count in the cache; each test starts from nothing."""
    yield
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        cache.clear()
