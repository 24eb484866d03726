"""
Files that are meant to harm, or only broken. Each is refused with advice, and nothing is stored.

The worker keeps within 512 MB and its seconds: measured inside the worker, not by the clock on the wall.
"""

import io
import json
import resource
import subprocess
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from PIL import Image

from normi.careers.models import Credential, Education, Experience, LanguageSkill
from normi.errors import Invalid, Refused, TooLarge, Unavailable
from normi.imports import limits, sandbox
from normi.imports.found import Source
from normi.imports.models import PendingImport
from normi.profiles.models import Text
from tests.factories import make_user
from tests.normi import curricula

UPLOAD = "/profil/hent-inn/"


def huge_image() -> bytes:
    """25,000 x 25,000 points in a few kilobytes."""
    file = io.BytesIO()
    Image.new("1", (25_000, 25_000)).save(file, "PNG")
    return file.getvalue()


def word_with(name: str, content: bytes) -> bytes:
    file = io.BytesIO(curricula.word(curricula.NURSE))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(name, content)
    return file.getvalue()


def lying_archive() -> bytes:
    """A part that says it is small and is not."""
    whole = curricula.archive({"Profile.csv": b"x" * 5_000_000})
    return whole.replace((5_000_000).to_bytes(4, "little"), (50).to_bytes(4, "little"))


def word_of(paragraphs: int) -> bytes:
    """A small file whose words fill the memory."""
    with zipfile.ZipFile(io.BytesIO(curricula.word("Hei"))) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    words = "".join(f"<w:p><w:r><w:t>{n * 7919 % 1_000_003}</w:t></w:r></w:p>" for n in range(paragraphs))
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + words.encode(), 1)
    return curricula.archive(parts)


def locked_archive() -> bytes:
    whole = bytearray(curricula.archive({"Positions.csv": "Title,Company Name\nKokk,Hotellet\n"}))
    directory = whole.index(b"PK\x01\x02")
    whole[directory + 8] |= 1
    whole[6] |= 1
    return bytes(whole)


def growing_words() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    start = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}]>'
    return f"{start}<SkillsPassport>&a11;</SkillsPassport>".encode()


PDF_CV = curricula.printed(curricula.NURSE)
HOSTILE: dict[str, tuple[Callable[[], bytes], type[Refused], str]] = {
    "empty": (lambda: b" \n", Invalid, "tom"),
    "encrypted pdf": (lambda: curricula.encrypted(PDF_CV, password="hemmelig"), Invalid, "passord"),
    "encrypted zip": (locked_archive, Invalid, "passord"),
    "old or locked word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), Invalid, "passord"),
    "500 pages": (lambda: curricula.blank_pages(500), TooLarge, "200 sider"),
    "scanned": (lambda: curricula.blank_pages(2), Invalid, "tekstgjenkjenning"),
    "zip bomb": (lambda: curricula.archive({"Positions.csv": bytes(200_000_000)}), TooLarge, "pakkes ut"),
    "swelling part": (
        lambda: curricula.archive({"a.csv": bytes(40_000_000), "b.csv": b"Title"}),
        TooLarge,
        "pakkes ut",
    ),
    "word bomb": (lambda: word_with("word/media/a.bin", bytes(60_000_000)), TooLarge, "pakkes ut"),
    "word that fills the memory": (lambda: word_of(400_000), TooLarge, "mer minne"),
    "many members": (lambda: curricula.archive({f"{n}.csv": "Name" for n in range(300)}), TooLarge, "andre filer"),
    "lying zip": (lying_archive, Invalid, "LinkedIn"),
    "macro": (lambda: word_with("word/vbaProject.bin", b"Sub AutoOpen()"), Invalid, "makroer"),
    "spreadsheet": (lambda: curricula.archive({"xl/workbook.xml": "<x/>"}), Invalid, "kan lese"),
    "huge image": (huge_image, Invalid, "bilde"),
    "photo": (lambda: b"\xff\xd8\xff\xe0" + bytes(500), Invalid, "bilde"),
    "program": (lambda: b"MZ\x90\x00" + bytes(range(256)) * 4, Invalid, "hva slags fil"),
    "web page": (lambda: b"<!doctype html><html><body>Hei</body></html>", Invalid, "kan lese"),
    "truncated pdf": (lambda: PDF_CV[: len(PDF_CV) // 2], Invalid, "skadet"),
    "only a pdf header": (lambda: b"%PDF-1.7\n", Invalid, "skadet"),
    "truncated word": (lambda: curricula.word(curricula.NURSE)[:9_000], Invalid, "skadet"),
    "half a json": (lambda: b'{"basics": {"name": "Kari"', Invalid, "JSON-filen"),
    "unknown json": (lambda: b'{"a": 1}', Invalid, "JSON-filen"),
    "deep json": (lambda: b"[" * 200_000 + b"]" * 200_000, Invalid, "JSON-filen"),
    "unknown xml": (lambda: b'<?xml version="1.0"?><note>Hei</note>', Invalid, "Europass"),
    "growing xml": (growing_words, Invalid, "Europass"),
    "unknown archive": (lambda: curricula.archive({"bilde.png": b"x"}), Invalid, "LinkedIn"),
    "no known table": (lambda: curricula.archive({"Ads.csv": "Date,Advertiser\n2020,X\n"}), Invalid, "LinkedIn"),
    "stream bomb": (lambda: curricula.pdf_of(b" " * 400_000_000), Invalid, "PDF"),
    "endless drawing": (lambda: curricula.pdf_of(b"1 0 0 1 0 0 cm " * 3_000_000), Refused, ""),
    "random": (lambda: bytes((n * 7919 + n // 251) % 256 for n in range(20_000)), Invalid, "hva slags fil"),
}


@pytest.mark.parametrize(("make", "kind", "words"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_with_advice_within_memory_and_time(
    make: Callable[[], bytes], kind: type[Refused], words: str
) -> None:
    with translation.override("nb"):
        status, answer = sandbox.run(make())
        with pytest.raises(kind) as refusal:
            sandbox.understood(status, answer)

    assert words in f"{refusal.value.reason} {refusal.value.remedy}"
    assert str(refusal.value.remedy)
    spent = json.loads(answer)
    assert spent["memory"] <= limits.WORKER_MEMORY
    assert spent["seconds"] <= limits.WORKER_SECONDS


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["encrypted pdf", "zip bomb", "macro"])
def test_nothing_is_stored_of_a_file_that_is_refused(name: str) -> None:
    client = Client()
    client.force_login(make_user())

    answer = client.post(UPLOAD, {"file": SimpleUploadedFile("cv.pdf", HOSTILE[name][0]())})

    assert answer.status_code in (413, 422)
    assert HOSTILE[name][2] in answer.content.decode()
    for table in (PendingImport, Experience, Education, Credential, LanguageSkill, Text):
        assert not table._default_manager.exists()


def test_a_name_and_a_type_say_nothing() -> None:
    assert sandbox.parse(curricula.word(curricula.NURSE)).found.source is Source.DOCX


# --- What the worker can and cannot do ----------------------------------------------------------------------------
TRY = """
import json, os, resource, socket, subprocess
from normi.imports import worker
worker.limit(); worker.load("nb"); worker.close_doors()
def refused(act):
    try:
        act()
    except (OSError, MemoryError):
        return True
print(json.dumps({
    "limits": {name: resource.getrlimit(getattr(resource, "RLIMIT_" + name))[1] for name in NAMES},
    "a file": refused(lambda: open("/etc/hostname")),
    "a connection": refused(lambda: socket.create_connection(("127.0.0.1", 80))),
    "a written file": refused(lambda: open("/tmp/x", "w")),
    "a process": refused(lambda: subprocess.run(["/bin/true"])),
    "600 MB": refused(lambda: bytearray(600 * 1024 * 1024)),
    "learned": sorted(os.environ),
}))
"""
NAMES = ("AS", "CPU", "NPROC", "FSIZE", "CORE", "NOFILE")


def test_the_worker_can_open_nothing_and_learns_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits are read back, and what they forbid is tried, in a process that prepared itself as the worker does."""
    monkeypatch.setenv("SECRET_KEY", "hemmelig")
    command = [*sandbox.COMMAND[:3], "-c", TRY.replace("NAMES", repr(NAMES))]

    done = subprocess.run(command, env=sandbox.environment(), capture_output=True, check=True)

    seen = json.loads(done.stdout)
    assert seen.pop("limits") == {"AS": 512 * 1024 * 1024, "CPU": 20, **dict.fromkeys(NAMES[2:], 0)}
    assert set(seen.pop("learned")) <= {"PYTHONPATH", "PATH", "LANG", "PYTHONDONTWRITEBYTECODE", "LC_CTYPE"}
    assert seen == dict.fromkeys(("a file", "a connection", "a written file", "a process", "600 MB"), True)


# --- What is made of an answer -------------------------------------------------------------------------------------
ANSWERS = {
    "no json": b"<html>",
    "no object": b"[]",
    "wrong types": b'{"found": {"source": "pdf", "document": {"person": 7}}, "memory": 1, "seconds": 1}',
    "more than there is": b'{"found": {"source": "pdf", "evil": "x"}, "memory": 1, "seconds": 1}',
    "unknown kind": b'{"found": {"source": "exe"}, "memory": 1, "seconds": 1}',
    "unknown refusal": b'{"refused": "let-me-in", "reason": "a", "remedy": "b"}',
    "bare": b"{}",
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_that_is_not_as_it_should_be_is_not_believed(answer: bytes) -> None:
    with pytest.raises(Invalid):
        sandbox.understood(0, answer)


def test_a_worker_that_was_stopped_is_explained() -> None:
    for status, kind in ((-9, TooLarge), (-24, TooLarge), (-6, TooLarge), (-11, Invalid), (1, Invalid)):
        with pytest.raises(kind):
            sandbox.understood(status, b"")


def test_a_worker_that_never_answers_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "COMMAND", (*sandbox.COMMAND[:3], "-c", "import signal; signal.pause()"))
    monkeypatch.setattr(limits, "WORKER_SECONDS", 0.2)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    with pytest.raises(TooLarge):
        sandbox.parse(b"Hei")
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 5


def test_when_all_places_are_taken_the_next_one_is_asked_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS_IN_LINE", 0)
    with sandbox.a_place(), sandbox.a_place(), pytest.raises(Unavailable), sandbox.a_place():
        pass
    with sandbox.a_place():
        pass
