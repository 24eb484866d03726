"""
Fetching the official package from the address in the settings.

Owns the network and the half-finished file. A download that was broken off goes on where it stopped; a file that does
not match its checksum, or is no ZIP, is refused. Refuses to own what is in the package.
"""

import hashlib
import http.client
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from urllib.parse import quote

from normi.errors import Unavailable
from normi.taxonomy.progress import Progress

SECONDS_TO_ANSWER = 5
LARGEST_DOWNLOAD = 512 * 1024 * 1024
BLOCK = 256 * 1024
ZIP_START = b"PK\x03\x04"
OUR_NAME = "ESCO dataset - v{version} - classification - {language} - csv.zip"


class SourceFailed(Unavailable):
    """A source could not be reached, or gave something else than it should."""


def download(
    template: str, *, version: str, language: str, folder: Path, checksums: dict[str, str], progress: Progress
) -> Path:
    """
    The package's file in `folder`. `template` is an address with {version} and {language}; `checksums` holds the
    expected SHA-256 by language, where known. Raises SourceFailed.
    """
    address = template.replace("{version}", quote(version)).replace("{language}", quote(language))
    target = folder / OUR_NAME.format(version=version, language=language)
    part = target.with_suffix(".part")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        _fetch(address, part, progress)
    except urllib.error.HTTPError as error:
        raise SourceFailed(f"The download address answered {error.code}.") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise SourceFailed(f"The download address could not be reached ({reason}).") from None
    _check(part, checksums.get(language, ""))
    part.replace(target)
    _mark(part).unlink(missing_ok=True)
    return target


def _fetch(address: str, part: Path, progress: Progress) -> None:
    if urllib.parse.urlsplit(address).scheme not in {"http", "https"}:
        raise ValueError("not a web address")
    with urllib.request.urlopen(_request(address, part), timeout=SECONDS_TO_ANSWER) as answer:
        resumed = answer.status == http.HTTPStatus.PARTIAL_CONTENT
        start = part.stat().st_size if resumed else 0
        total = start + int(answer.headers.get("Content-Length") or 0)
        _mark(part).write_text(answer.headers.get("ETag") or answer.headers.get("Last-Modified") or "")
        with part.open("ab" if resumed else "wb") as file:
            while block := answer.read(BLOCK):
                file.write(block)
                if file.tell() > LARGEST_DOWNLOAD:
                    raise ValueError("the file is too large")
                progress("Downloading ESCO", file.tell(), total)
        if part.stat().st_size < total:
            raise ValueError("the connection was broken off; run it again to go on")


def _request(address: str, part: Path) -> urllib.request.Request:
    """Asks for the rest only when we can also say which file it is the rest of."""
    headers = {"User-Agent": "Normi"}
    known = _mark(part).read_text() if part.exists() and _mark(part).exists() else ""
    if known and part.stat().st_size:
        headers |= {"Range": f"bytes={part.stat().st_size}-", "If-Range": known}
    return urllib.request.Request(address, headers=headers)


def _mark(part: Path) -> Path:
    """Beside the half-finished file: which edition of the file on the server it comes from."""
    return part.with_suffix(".edition")


def _check(part: Path, expected: str) -> None:
    with part.open("rb") as file:
        is_zip = file.read(len(ZIP_START)) == ZIP_START
    if not is_zip:
        part.unlink()
        raise SourceFailed("The download address answered with something that is not a ZIP file.")
    if expected and sha256(part) != expected.lower().removeprefix("sha256:"):
        part.unlink()
        raise SourceFailed("The downloaded file does not match its checksum, and was thrown away.")


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
