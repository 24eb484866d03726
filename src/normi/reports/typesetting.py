"""
From a signed report to a PDF (PDF/UA-1), and from such a PDF back to the signed report inside it.

Owns the hand-over to typst: words go in as data, in a process with limits, with our fonts and no others. The same
report gives the same file, byte for byte, so that a file that anyone holds can be compared with the one made here.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from normi.errors import Unavailable
from normi.reports import limited
from normi.reports.letters import BOX, FONTS, everywhere, showable
from normi.reports.sheet import Sheet, sheet_of
from skillengine.report import read

PROGRAMS = Path(__file__).parent / "typeset"


def sheet_for(document: Mapping[str, Any]) -> Sheet:
    """The words of a signed report, with its code and where to check it."""
    address = settings.SITE_ADDRESS.rstrip("/") + reverse("reports:check")
    return sheet_of(read(document), code=document["signature"]["code"], check_address=address)


def pdf(document: Mapping[str, Any]) -> bytes:
    """The signed report as a tagged PDF with its own JSON attached. Raises Unavailable where it takes too long."""
    sheet = sheet_for(document)
    given = {
        "sheet": _set(sheet),
        "document": json.dumps(document, ensure_ascii=False),
        "moment": document["report"]["made_at"].replace("Z", "+00:00"),
        "fonts": str(FONTS),
    }
    try:
        return limited.run(PROGRAMS / "run.py", json.dumps(given).encode())
    except limited.Failed as error:
        raise Unavailable(
            _("The PDF could not be made."), remedy=_("Choose fewer parts, or download the report as JSON.")
        ) from error


def attached(content: bytes) -> bytes:
    """The JSON inside a PDF; empty where there is none, or where the file cannot be read."""
    try:
        return limited.run(PROGRAMS / "attached.py", content)
    except limited.Failed:
        return b""


def _set(sheet: Sheet) -> dict[str, Any]:
    """The sheet as typst gets it: only characters it can show, the picture as numbers."""
    plain = {**asdict(sheet), "picture": None, "code": None, "check_address": None}
    shown: dict[str, Any] = everywhere(plain, showable)
    if BOX in json.dumps(shown, ensure_ascii=False):
        with override(sheet.lang):
            shown["origin"].append(_("A hollow box stands for a letter that this PDF cannot show."))
    picture = list(base64.b64decode(sheet.picture)) if sheet.picture else None
    return {**shown, "picture": picture, "code": showable(sheet.code), "check_address": sheet.check_address}
