"""The product survives the death of any of its processes, and a second start says what is running."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT, eventually


def facts(state: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((state / "running.json").read_text())
    return found


def front_page(live_url: str) -> int:
    try:
        with urllib.request.urlopen(live_url, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return 0


@pytest.mark.parametrize("part", [0, 1], ids=["web", "worker"])
def test_a_killed_part_is_started_again(live_url: str, state: Path, part: int) -> None:
    before = facts(state)["parts"]
    victim = before[part]  # type: ignore[index]

    os.kill(victim, signal.SIGKILL)

    assert eventually(lambda: facts(state)["parts"] != before and len(facts(state)["parts"]) == 2)  # type: ignore[arg-type]
    assert eventually(lambda: front_page(live_url) == 200)


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the database server is not ours to kill")
def test_a_killed_database_is_started_again(live_url: str, state: Path) -> None:
    from normi.config.postgres import Cluster, _postmaster, local_cluster

    before = os.environ.get("NORMI_STATE")
    os.environ["NORMI_STATE"] = str(state)
    try:
        cluster: Cluster = local_cluster()
    finally:
        os.environ["NORMI_STATE"] = before or ""
    victim = _postmaster(cluster)
    assert victim

    os.kill(victim, signal.SIGKILL)

    assert eventually(lambda: _postmaster(cluster) not in (None, victim))
    assert eventually(lambda: front_page(live_url) == 200)


def test_a_second_start_says_what_is_running(live_url: str, state: Path) -> None:
    environment = os.environ | {"NORMI_STATE": str(state)}
    second = subprocess.run(
        [sys.executable, "-m", "normi.config.supervisor"], cwd=ROOT, env=environment, capture_output=True, text=True
    )

    assert second.returncode == 1
    assert live_url in second.stderr
