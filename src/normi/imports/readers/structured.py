"""Files that programs made for programs: our own and JSON Resume. The formats themselves belong to `portability`."""

from normi.imports.found import Found, Source
from normi.imports.written_out import written_out
from normi.portability.formats import json_resume, own


def read_own(content: bytes) -> Found:
    """A whole profile as it was. Its texts come along, so there is nothing more to read for skills."""
    return Found(Source.OWN, own.read(content))


def read_json_resume(content: bytes) -> Found:
    """A resume, from us with all that we put beside it, or from elsewhere."""
    whole = Found(Source.JSON_RESUME, document := json_resume.read(content))
    return whole if whole.is_whole else written_out(Source.JSON_RESUME, document)
