"""
What the engine refuses. Each error says what was wrong and where, and never quotes a whole text.

* EngineError
  + TextRefused        the text cannot be read (too long, not text)
  + PackageRefused     a taxonomy package is broken; knows file, line and reason
  + IndexRefused       an index folder is missing, damaged, or made by another version of the engine
  + UnknownConcept     no concept has this URI in this taxonomy
  + NotAReport         a document is not a competency report that we can read
"""


class EngineError(Exception):
    """Anything the engine refuses to do."""


class TextRefused(EngineError):
    """The text cannot be read as a text."""


class PackageRefused(EngineError):
    """A taxonomy package is broken. The installed taxonomy is left as it was."""

    def __init__(self, *, file: str, line: int | None, reason: str) -> None:
        self.file = file
        self.line = line
        self.reason = reason
        where = file if line is None else f"{file}, line {line}"
        super().__init__(f"{where}: {reason}")


class IndexRefused(EngineError):
    """An index folder cannot be used and must be built again."""


class UnknownConcept(EngineError):
    """No concept has this URI in this taxonomy."""


class NotAReport(EngineError):
    """A document is not a competency report in a version that we know."""
