"""CVs of people who do not exist, and the files they would send: Word, PDF, text, archives, and files meant to harm."""

import io
import zipfile
import zlib
from collections.abc import Mapping

import docx
import pypdf
import typst

NURSE = """CV
Kari Anne Lindbråten
Sykepleier og friluftsmenneske
Storgata 12B, 7010 Trondheim
Tlf: 412 34 567 | kari.lindbraten@example.no

Om meg
Rolig og grundig sykepleier med ti års erfaring.

ARBEIDSERFARING

2019–d.d.\tSykepleier, St. Olavs hospital, Trondheim
• Ansvar for medisinering
• Opplæring av nyansatte
aug. 2015 – juni 2019\tSykepleier, Orkdal kommune
Hjemmesykepleie. I 2017 innførte vi nye rutiner.
08/2012-07/2013 Butikkmedarbeider, Rema 1000

Utdanning
2012–2015 Bachelor i sykepleie, NTNU
2011 Studiekompetanse, Strinda videregående skole

Kurs og sertifikater
Hjerte-lunge-redning (HLR), Norsk Førstehjelpsråd, 2022
Truckførerbevis T1–T4 (2010)

Språk
Norsk: morsmål
Engelsk: flytende
Tysk B1

Ferdigheter
Gerica, Excel; medisinhåndtering
Frivillig arbeid
2016–nå Fotballtrener, Nardo fotballklubb
Referanser
Ola Hansen, avdelingsleder, tlf 999 88 777
Interesser
Ski og strikking
"""
COOK = """Ola Berg Myrvold
Røynsle
St. Olavs hospital
Kokk
august 2015 - no
Trondheim, Noreg
Laga mat til 300 pasientar.
Britannia Hotel
Lærling
januar 2012 - juli 2015
Utdanning
Strinda vidaregåande skule
Fagbrev, kokk- og servitørfag (2010 - 2012)
Språk
Nynorsk, morsmål
"""
DEVELOPER = """Per Åsen
per@example.no | +47 900 11 222

Work experience
2018 - present
Developer
Bergen kommune
Built case systems in Python.
Mar 2015 – Feb 2018
Consultant at Vestdata AS
Advice on databases.

Education
2010-2015 Master of Science, University of Bergen

Languages
Norwegian (native), English (C2)
"""


def word(text: str) -> bytes:
    """The text as a Word document, with its bullets as a list."""
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line.removeprefix("• "), style="List Bullet" if line.startswith("• ") else None)
    return saved(document)


def word_with_table(rows: list[tuple[str, str]], *, header: str = "") -> bytes:
    """A Word document as many templates have it: the name in the page header, and periods in a column of their own."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = header
    document.add_paragraph("Arbeidserfaring")
    table = document.add_table(rows=0, cols=2)
    for left, right in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = left, right
    return saved(document)


def saved(document: object) -> bytes:
    file = io.BytesIO()
    document.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


def printed(text: str) -> bytes:
    """The text as a PDF, line by line."""
    signs = "".join(f"\\{sign}" if sign in r"#*_$@<>[]`~=+-/\"'" else sign for sign in text.replace("\\", ""))
    page = '#set page(paper: "a4")\n#set text(size: 10pt)\n' + signs.replace("\t", " #h(2em) ").replace("\n", " \\\n")
    return typst.compile(page.encode(), format="pdf")


def blank_pages(count: int) -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(count):
        writer.add_blank_page(300, 300)
    return written(writer)


def written(writer: pypdf.PdfWriter) -> bytes:
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def encrypted(content: bytes, *, password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt(password, "eier", algorithm="AES-256")
    return written(writer)


def with_attachment(content: bytes, name: str, attached: bytes) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.add_attachment(name, attached)
    return written(writer)


def archive(files: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return file.getvalue()


def pdf_of(stream: bytes, *, extra: bytes = b"") -> bytes:
    """A PDF of one page whose content is packed to almost nothing."""
    packed = zlib.compress(stream, 9)
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R" + extra + b">>",
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream",
    )
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj" % number + part + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = len(out)
    return (
        out
        + b"xref\n0 5\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % end
    )
