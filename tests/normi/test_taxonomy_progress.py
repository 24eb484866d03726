"""What a person sees while an installation works."""

import io

import pytest

from normi.taxonomy import progress as module
from normi.taxonomy.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, in a list of one, for the test to move."""
    now = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def test_what_takes_less_than_a_second_draws_nothing(clock: list[float]) -> None:
    terminal = Terminal()
    progress = Progress(terminal)

    progress("Reading", 0, 10)
    clock[0] += 0.9
    progress("Reading", 9, 10)

    assert terminal.getvalue() == ""


def test_what_takes_longer_draws_its_share_and_wipes_it_before_the_next_line(clock: list[float]) -> None:
    terminal = Terminal()
    progress = Progress(terminal)

    progress("Reading", 0, 10)
    clock[0] += 1.1
    progress("Reading", 5, 10)
    progress.say("Done.")

    assert "Reading [###############...............]  50 %" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\033[KDone.\n")


def test_where_nobody_knows_the_end_seconds_are_counted(clock: list[float]) -> None:
    terminal = Terminal()
    progress = Progress(terminal)

    progress("Fetching", 0, 0)
    clock[0] += 3
    progress("Fetching", 0, 0)

    assert terminal.getvalue().endswith("] 3 s")


def test_without_a_terminal_each_task_is_one_line(clock: list[float]) -> None:
    file = io.StringIO()
    progress = Progress(file)

    with progress.during("Reading"):
        clock[0] += 5
        progress("Reading", 5, 10)
    progress("Storing", 0, 0)

    assert file.getvalue() == "Reading …\nStoring …\n"


def test_what_can_say_how_far_it_is_after_all_is_drawn_as_a_share(clock: list[float]) -> None:
    terminal = Terminal()
    progress = Progress(terminal)

    with progress.during("Building") as tell:
        clock[0] += 2
        tell(256, 1_024)

    assert "Building [#######......................." in terminal.getvalue()
    assert "25 %" in terminal.getvalue()


def test_quiet_means_quiet(clock: list[float]) -> None:
    terminal = Terminal()
    progress = Progress(terminal, quiet=True)

    progress("Reading", 0, 10)
    clock[0] += 5
    progress("Reading", 5, 10)
    progress.say("Done.")
    progress.close()

    assert terminal.getvalue() == ""
