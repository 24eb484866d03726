"""
Sets one report, in a process of its own that knows nothing but this folder and the fonts.

Reads JSON from standard input (`sheet`, `document`, `moment`, `fonts`) and writes a PDF to standard output. Needs typst
and nothing of ours.
"""

import json
import sys
from datetime import datetime
from pathlib import Path

import typst


def main() -> None:
    asked = json.load(sys.stdin)
    here = Path(__file__).parent
    compiler = typst.Compiler(
        root=here,
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[Path(asked["fonts"])]
        ),
        package_path=here,
        package_cache_path=here,
    )
    made = compiler.compile(
        (here / "sheet.typ").read_bytes(),
        format="pdf",
        sys_inputs={"sheet": json.dumps(asked["sheet"]), "document": asked["document"]},
        pdf_standards=["ua-1"],
        timestamp=datetime.fromisoformat(asked["moment"]),
    )
    assert isinstance(made, bytes), "a PDF is one file"
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
