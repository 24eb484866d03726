"""The `skills` command: one answer for each good line, one complaint for each bad one, nothing else."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from skillengine import cli
from skillengine.candidates import Engine
from tests.engine.conftest import DATA, OCCUPATION, PROJECT, SKILL

EXAMPLE = "Jobbet fem år som sykepleier på sengepost, hadde ansvar for medisinering og opplæring av nyansatte."

Lines = list[dict[str, object]]


@pytest.fixture
def skills(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run a command on the tiny index; gives status, answers and complaints."""

    def run(*arguments: str, given: bytes = b"") -> tuple[int, Lines, Lines]:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(given)))
        monkeypatch.setenv("NORMI_INDEX", str(tiny_folder))
        status = cli.main(arguments)
        out, err = capsys.readouterr()
        return status, [json.loads(row) for row in out.splitlines()], [json.loads(row) for row in err.splitlines()]

    return run


def test_map(skills) -> None:
    status, answers, complaints = skills("map", given=json.dumps({"id": "1", "text": EXAMPLE}).encode())
    (answer,) = answers
    assert (status, complaints) == (0, [])
    assert set(answer) == {"id", "lang", "skills", "unmatched", "roles"}
    assert (answer["id"], answer["lang"]) == ("1", "nb")
    first = answer["skills"][0]
    assert set(first) == {"uri", "label", "confidence", "start", "end", "quote", "alternatives"}
    assert (first["uri"], first["label"], first["quote"]) == (SKILL + "nursing", "utøve sykepleie", "sykepleier")
    assert all(EXAMPLE[row["start"] : row["end"]] == row["quote"] for row in answer["skills"])
    assert all(
        set(other) == {"uri", "label", "confidence"} for row in answer["skills"] for other in row["alternatives"]
    )


def test_map_tells_the_roles_apart_from_the_skills(skills) -> None:
    _, (answer,), _ = skills("map", given=json.dumps({"id": "1", "text": EXAMPLE}).encode())
    (role,) = answer["roles"]
    place = {"start": 18, "end": 28, "quote": "sykepleier"}
    assert role == {"uri": OCCUPATION + "nurse", "label": "sykepleier", "confidence": 0.95, **place}


def test_map_keeps_what_it_cannot_match(skills) -> None:
    _, (answer,), _ = skills("map", given=b'{"id": 2, "text": "Erfaring med Kubernetes."}')
    assert answer["unmatched"] == [{"start": 13, "end": 23, "quote": "Kubernetes"}]


@pytest.mark.parametrize(("kind", "count"), [("skill", 3), ("occupation", 2)])
def test_rank_gives_always_as_many(skills, kind: str, count: int) -> None:
    status, (answer,), _ = skills("rank", "--kind", kind, "--top", "3", given=b'{"id": null, "text": "zzz"}')
    assert status == 0
    assert answer["id"] is None
    assert [set(row) for row in answer["ranked"]] == [{"uri", "label", "score"}] * count


@pytest.mark.parametrize(("lang", "label"), [("en", "nurse"), ("nb", "sykepleier"), ("nn", "sykepleier")])
def test_labels_follow_the_language_of_the_text(skills, lang: str, label: str) -> None:
    row = json.dumps({"id": 1, "text": "nurse", "lang": lang}).encode()
    _, (answer,), _ = skills("rank", "--kind", "occupation", "--top", "1", given=row)
    assert answer["ranked"][0]["label"] == label


BAD_LINES = [
    (b"not json", None),
    (b"", None),
    (b"[1]", None),
    (b'"text"', None),
    (b"{" * 100_000, None),
    (b'{"id": 7}', 7),
    (b'{"id": 7, "text": 5}', 7),
    (b'{"id": 7, "text": null}', 7),
    (b'{"id": 7, "text": "x", "lang": "xx"}', 7),
    (b'{"id": 7, "text": "x", "lang": ["nb"]}', 7),
    (b'{"id": 7, "text": "' + b"x" * 1_000_001 + b'"}', 7),
    (b'{"id": 7, "text": "\xff"}', None),
    (b'{"text": "' + b"x" * 9_000_000 + b'"}', None),
]


@pytest.mark.parametrize("command", ["map", "rank"])
@pytest.mark.parametrize(("bad", "identity"), BAD_LINES, ids=range(len(BAD_LINES)))
def test_a_bad_line_is_told_and_the_others_answered(skills, command: str, bad: bytes, identity: object) -> None:
    good = b'{"id": "a", "text": "sveise"}'
    status, answers, complaints = skills(command, given=b"\n".join([good, bad, good, b""]))
    assert status == 1
    assert [answer["id"] for answer in answers] == ["a", "a"]
    (complaint,) = complaints
    assert (complaint["line"], complaint.get("id")) == (2, identity)
    assert complaint["error"]


def test_lines_that_are_odd_but_good(skills) -> None:
    given = (
        b'\xef\xbb\xbf{"id": 1, "text": ""}\n{"id": 2, "id": 3, "text": "x", "more": 1}\r\n{"text": "\\ud800 sveise"}'
    )
    status, answers, complaints = skills("map", given=given)
    assert (status, complaints) == (0, [])
    assert [answer["id"] for answer in answers] == [1, 3, None]


def test_half_a_surrogate_pair_in_a_quote_is_escaped(skills, monkeypatch: pytest.MonkeyPatch) -> None:
    _, (answer,), _ = skills("map", given=b'{"id": "\\ud800", "text": "x"}')
    assert answer["id"] == "\ud800"


def test_files_are_read_in_turn_and_a_missing_one_is_told(skills, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": 1, "text": "x"}\n', encoding="utf-8")
    status, answers, complaints = skills("map", str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl"))
    assert (status, [answer["id"] for answer in answers]) == (1, [1])
    assert "b.jsonl" in str(complaints[0]["error"])


def test_search(skills) -> None:
    status, answers, _ = skills("search", "--kind", "occupation", "--lang", "en", "--limit", "1", "rør", "legger")
    assert status == 0
    assert [(row["uri"], row["label"]) for row in answers] == [(OCCUPATION + "plumber", "plumber")]


def test_concept(skills) -> None:
    status, (answer,), _ = skills("concept", SKILL + "accounts")
    assert status == 0
    assert answer["labels"] == {"nb": "føre regnskap", "en": "keep accounts"}
    assert answer["kind"] == "skill"


def test_an_unknown_concept_is_told(skills) -> None:
    assert skills("concept", "http://example.com/x") == (1, [], [{"error": "http://example.com/x"}])


def test_a_broken_index_is_told(skills, tmp_path: Path) -> None:
    status, answers, complaints = skills("search", "x", "--index", str(tmp_path))
    assert (status, answers) == (1, [])
    assert "index" in str(complaints[0]["error"])


@pytest.mark.parametrize("arguments", [[], ["fly"], ["rank", "--top", "0"], ["rank", "--top", "x"], ["concept"]])
def test_wrong_arguments_have_status_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 2
    assert capsys.readouterr().out == ""


def test_without_an_index_one_is_made_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for name in ("esco_labels_nb.tsv", "role_skills.tsv"):
        lines = (DATA / name).read_text(encoding="utf-8").splitlines()[:40]
        (data / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.setattr(cli, "DATA", data)
    monkeypatch.delenv("NORMI_INDEX", raising=False)
    monkeypatch.setenv("NORMI_STATE", str(tmp_path / "state"))
    assert isinstance(cli.open_engine(None), Engine)
    assert "once" in capsys.readouterr().err
    assert isinstance(cli.open_engine(None), Engine)
    assert capsys.readouterr().err == ""


class Gone(io.StringIO):
    """A reader that went away."""

    def write(self, text: str) -> int:
        raise BrokenPipeError

    def fileno(self) -> int:
        return os.open(os.devnull, os.O_WRONLY)


def test_a_reader_that_went_away_is_no_error(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Gone())
    assert cli.main(["search", "sveise", "--index", str(tiny_folder)]) == 1


def test_it_stops_quietly_when_nobody_listens(tiny_folder: Path) -> None:
    rows = '{"text": "sveise"}\n' * 3000
    command = f"{sys.executable} -m skillengine.cli map --index {tiny_folder} | head -n 1"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        input=rows,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(PROJECT / "src"), "PATH": "/usr/bin:/bin"},
        check=False,
    )
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""
