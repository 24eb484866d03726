"""The embedded server keeps what it acknowledged, whoever is killed."""

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from normi.config import postgres


@pytest.fixture
def cluster() -> Iterator[postgres.Cluster]:
    """A server of its own, in a folder that the server's user can reach: pytest's own folders are closed to others."""
    with tempfile.TemporaryDirectory(prefix="normi-test-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield postgres.Cluster(folder=Path(name) / "pg", socket=Path(name) / "s")


@pytest.mark.slow
def test_a_killed_server_starts_again_with_every_acknowledged_row(cluster: postgres.Cluster) -> None:
    with postgres.running(cluster) as url:
        with psycopg.connect(url) as connection:
            connection.execute("create table kept (n int)")
            connection.execute("insert into kept values (7)")
        os.kill(postgres._postmaster(cluster) or 0, signal.SIGKILL)

        with postgres.running(cluster) as again, psycopg.connect(again) as connection:
            assert connection.execute("select n from kept").fetchall() == [(7,)]


@pytest.mark.slow
def test_the_last_one_to_leave_stops_the_server(cluster: postgres.Cluster) -> None:
    with postgres.running(cluster):
        with postgres.running(cluster):
            pass
        assert postgres._answers(cluster)
    assert not postgres._answers(cluster)


def test_a_half_made_server_is_made_anew(cluster: postgres.Cluster) -> None:
    (cluster.folder / "data.new").mkdir(parents=True)
    (cluster.folder / "data.new" / "junk").write_text("left by a killed initdb")
    with postgres.running(cluster) as url, psycopg.connect(url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
