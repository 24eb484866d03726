"""The PDF: it can be heard as well as seen, it says what the report says, and nobody's words become markup."""

import base64
import io
import json
import re
import resource
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject
from pytest_django import Settings

from normi.errors import Unavailable
from normi.reports import limited, queries, signing, typesetting
from normi.reports.letters import BOX, has_glyph, ranges, showable
from skillengine.report import Basis, Credential, Evidence, Period, Report, Skill, canonical, document
from tests.pdf_ua import elements, fonts, problems
from tests.reports import make_report

HOSTILE = [
    '#eval("1+1")',
    '#import "@preview/x:1"',
    '#read("/etc/passwd")',
    "#sys.inputs",
    "*bold* _emphasis_ `code` $x^2$",
    "= Heading",
    "@label <label> // comment /* comment */",
    "\\u{1F600} \\#",
    "]#panic()[",
    '"); #panic("x',
    "{{ 7*7 }} {% now %}",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "'; drop table reports; -- x",
]


@pytest.fixture(autouse=True)
def keys(settings: Settings, tmp_path: Path) -> Path:
    settings.KEY_FOLDER = tmp_path / "keys"
    return settings.KEY_FOLDER


def made(report: Report) -> PdfReader:
    return PdfReader(io.BytesIO(typesetting.pdf(signing.signed(document(report)))))


def words(reader: PdfReader) -> str:
    """The text of all pages without line breaks, hyphens at their ends, and invisible marks."""
    text = "\n".join(page.extract_text() for page in reader.pages)
    text = re.sub(r"[\u00ad\u200b]", "", re.sub(r"[-\u00ad\u2010]\n", "", text))
    return " ".join(text.split())


def jpeg() -> str:
    file = io.BytesIO()
    Image.new("RGB", (40, 40), "teal").save(file, "JPEG")
    return base64.b64encode(file.getvalue()).decode()


# --- It can be heard ------------------------------------------------------------


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_nothing_that_can_be_checked_of_pdf_ua_is_wrong(lang: str) -> None:
    assert problems(made(make_report(lang=lang, picture=jpeg()))) == []


def test_the_smallest_report_is_a_good_pdf_too() -> None:
    assert problems(made(Report("nb", "2026-11-25T09:00:00Z", name="Kari"))) == []


def broken(change: Any) -> list[str]:
    writer = PdfWriter(clone_from=made(make_report(picture=jpeg())))
    change(writer)
    file = io.BytesIO()
    writer.write(file)
    return problems(PdfReader(file))


def without(name: str) -> Any:
    return lambda writer: writer.root_object.pop(NameObject(name))


def without_alt(writer: PdfWriter) -> None:
    for kind, _, element in elements(writer.root_object["/StructTreeRoot"]):
        if kind == "Figure":
            element.pop("/Alt", None)


def without_scope(writer: PdfWriter) -> None:
    for kind, _, element in elements(writer.root_object["/StructTreeRoot"]):
        if kind == "TH":
            element.pop("/A", None)


def without_font_files(writer: PdfWriter) -> None:
    for font in fonts(writer).values():  # type: ignore[arg-type]
        font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object().pop("/FontFile2", None)
        font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object().pop("/FontFile3", None)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (without("/Lang"), "language"),
        (without("/MarkInfo"), "tagged"),
        (without("/ViewerPreferences"), "title"),
        (without("/StructTreeRoot"), "structure tree"),
        (without("/Metadata"), "PDF/UA-1"),
        (without("/Outlines"), "outline"),
        (without_alt, "description"),
        (without_scope, "header cell"),
        (without_font_files, "embedded"),
    ],
)
def test_the_checks_notice_what_is_missing(change: Any, said: str) -> None:
    assert any(said in problem for problem in broken(change))


def test_every_font_is_ours_and_every_table_has_its_headers() -> None:
    reader = made(make_report())

    assert {re.sub(r"^/[A-Z]{6}\+", "", name).partition("-")[0] for name in fonts(reader)} <= {"Inter", "DejaVuSans"}
    kinds = [kind for kind, _, _ in elements(reader.trailer["/Root"]["/StructTreeRoot"])]
    assert kinds.count("Table") == 4
    assert kinds.count("TH") >= 3 + 4 + 4 + 6
    assert kinds.count("Figure") == 2


def test_bars_are_described_with_their_numbers() -> None:
    tree = made(make_report(lang="en")).trailer["/Root"]["/StructTreeRoot"]

    descriptions = [str(element["/Alt"]) for kind, _, element in elements(tree) if kind == "Figure"]

    assert any("4 Experienced: 1" in words and "2 With support: 1" in words for words in descriptions)
    assert any("Has: 1; Has in part: 0; Still to learn: 1" in words for words in descriptions)


# --- It says what the report says ------------------------------------------------------------


def test_a_report_made_by_hand_is_all_on_its_pages() -> None:
    text = words(made(make_report()))

    for part in (
        "Kompetanserapport: Kari Nordmann",
        "Telefon: +47 400 00 000",
        "sveise metall Bevist: Sertifikat",
        "4 Erfaren",
        "2024",
        "bake brød Egne ord: «bake»",
        "Sveiser Verftet · aug. 2019 – nå",
        "Rør og stål.",
        "9 av 12 poeng, altså 75 %",
        "Laget med Normi 25. november 2026",
        "/rapport/kontroller/",
    ):
        assert part in text, part


def seconds_of_children() -> float:
    """Processor time of the programs we have run: the clock on the wall also counts what else the machine does."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_the_same_report_gives_the_same_file_within_the_time(keys: Path) -> None:
    """Two seconds for a large profile: 150 skills with proof, 20 jobs with long texts."""
    skills = tuple(
        Skill(f"esco:{n}", f"ferdighet nummer {n}", Basis.SELF, n % 5 + 1, 2020, (Evidence("text", "ord " * 8),) * 3)
        for n in range(150)
    )
    jobs = tuple(Period(f"Jobb {n}", "work", "Sted", "2010", "2011", False, "Lang tekst. " * 60) for n in range(20))
    large = signing.signed(document(make_report(skills=skills, experiences=jobs)))
    before = seconds_of_children()

    first = typesetting.pdf(large)

    assert seconds_of_children() - before < 2
    assert typesetting.pdf(large) == first


def test_the_signed_report_travels_inside_and_is_found_again() -> None:
    signed = signing.signed(document(make_report()))

    content = typesetting.pdf(signed)

    assert json.loads(typesetting.attached(content)) == signed
    verdict = queries.verdict_on(content)
    assert (verdict.state, verdict.same_file) == (queries.State.GENUINE, True)


def test_a_pdf_that_was_changed_on_the_outside_is_told_apart() -> None:
    content = typesetting.pdf(signing.signed(document(make_report())))
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.add_blank_page(100, 100)
    file = io.BytesIO()
    writer.write(file)

    verdict = queries.verdict_on(file.getvalue())

    assert (verdict.state, verdict.same_file) == (queries.State.GENUINE, False)


def test_a_pdf_with_another_report_put_inside_is_not_genuine() -> None:
    signed = signing.signed(document(make_report()))
    forged = {**signed, "report": {**signed["report"], "name": "Ola Nordmann"}}

    assert queries.verdict_on(typesetting.pdf(forged)).state is queries.State.CHANGED


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n", b"%PDF-" + b"\x00" * 1000, b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>"]
)
def test_a_broken_pdf_is_nothing_of_ours(content: bytes) -> None:
    assert queries.verdict_on(content).state is queries.State.UNKNOWN


# --- Nobody's words become markup ------------------------------------------------------------


@pytest.mark.parametrize("attack", HOSTILE)
def test_hostile_words_are_shown_as_they_are_everywhere(attack: str) -> None:
    report = make_report(
        name=attack,
        headline=attack,
        about=attack,
        skills=(Skill(attack, attack, Basis.SELF, 3, None, (Evidence("text", attack),)),),
        experiences=(Period(attack, "work", attack, "2019", "", False, attack),),
        credentials=(Credential(attack, attack, "", "", attack),),
    )

    reader = made(report)

    squeezed = words(reader).replace(" ", "")
    assert squeezed.count(attack.replace(" ", "").replace("\u200b", "")) >= 8
    assert not [
        note for page in reader.pages for note in page.get("/Annots", ()) if "javascript" in str(note.get_object())
    ]


ordinary = st.text(
    st.characters(codec="utf-8", categories=["Lu", "Ll", "Nd"], max_codepoint=0x24F), min_size=1, max_size=20
)
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(st.lists(ordinary, min_size=1, max_size=12))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_ordinary_words_come_back_when_the_pdf_is_read(found: list[str]) -> None:
    written = [unicodedata.normalize("NFC", word) for word in found if all(has_glyph(char) for char in word)]

    text = words(made(Report("en", "2026-11-25T09:00:00Z", about="\n".join(written))))

    for word in written:
        assert letters(word) in letters(text)


def letters(text: str) -> str:
    """Without spaces: where letters stand apart, a reader of PDF may guess at one that was never there."""
    return unicodedata.normalize("NFKC", text).replace(" ", "")


@given(anything, anything, anything)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_set(name: str, label: str, description: str) -> None:
    report = Report(
        "nn",
        "2026-11-25T09:00:00Z",
        name=name,
        about=description,
        skills=(Skill("esco:x", label, Basis.SELF, 1, None, (Evidence("experience", description),)),),
        experiences=(Period(label, "care", name, description=description),),
    )

    assert problems(made(report)) == []


def test_a_name_in_any_of_the_alphabets_people_bring_is_shown() -> None:
    for name in (
        "Øystein Åsmundsen",
        "Áŋŋel Đorđe",
        "Łukasz Żółć",
        "Олена Шевченко",
        "محمد علي",
        "Ελένη",
        "Nguyễn Thị",
    ):
        assert BOX not in showable(name), name


def test_what_cannot_be_shown_is_a_box_and_the_report_says_so() -> None:
    text = words(made(Report("en", "2026-11-25T09:00:00Z", name="Ana 😀 字")))

    assert f"Ana {BOX} {BOX}" in text
    assert "A hollow box stands for a letter that this PDF cannot show." in text


def test_the_list_of_letters_is_in_order() -> None:
    starts, ends = ranges()

    assert all(start <= end for start, end in zip(starts, ends, strict=True))
    assert all(end < start for end, start in zip(ends, starts[1:], strict=False))
    assert [has_glyph(char) for char in "åĐж字"] == [True, True, True, False]


# --- Its own process ------------------------------------------------------------


def program(tmp_path: Path, code: str) -> Path:
    path = tmp_path / "program.py"
    path.write_text(code)
    return path


@pytest.mark.parametrize(
    "code",
    [
        "raise SystemExit(3)",
        "import os; os.abort()",
        "x = bytearray(4 * 1024 ** 3)",
        "while True: pass",
    ],
)
def test_a_program_that_goes_wrong_is_stopped(tmp_path: Path, code: str) -> None:
    with pytest.raises(limited.Failed):
        limited.run(program(tmp_path, code), b"", seconds=1)


def test_a_program_sees_nothing_of_the_servers_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for you")
    found = limited.run(program(tmp_path, "import os; print(sorted(os.environ))"), b"")

    assert b"SECRET_KEY" not in found


def test_a_pdf_that_takes_too_long_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "run.py").write_text("raise SystemExit(1)")
    monkeypatch.setattr(typesetting, "PROGRAMS", tmp_path)

    with pytest.raises(Unavailable):
        typesetting.pdf(signing.signed(document(make_report())))


def test_the_document_is_attached_as_it_was_signed() -> None:
    signed = signing.signed(document(make_report(about="æøå 😀 字")))

    assert canonical(json.loads(typesetting.attached(typesetting.pdf(signed)))) == canonical(signed)
