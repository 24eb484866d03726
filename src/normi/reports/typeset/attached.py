"""
Reads the report inside a PDF, in a process of its own: the file may come from anyone.

Reads the PDF from standard input and writes the attached JSON, or nothing where there is none, to standard output.
"""

import io
import sys

from pypdf import PdfReader

NAME = "normi-report.json"


def main() -> None:
    reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
    for content in reader.attachments.get(NAME, [])[:1]:
        sys.stdout.buffer.write(content)


if __name__ == "__main__":
    main()
