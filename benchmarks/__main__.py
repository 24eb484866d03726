"""
`./dev bench [NAME …] [OPTIONS]`: speed, memory and quality, beside peers in the same run. All of them without a name.

Each benchmark is a module here with `main() -> None` that prints a table; one with options takes them as a list.
Modules without `main` are what they share.
"""

import importlib
import sys
from itertools import dropwhile
from pathlib import Path


def main(arguments: list[str]) -> int:
    options = list(dropwhile(lambda argument: not argument.startswith("-"), arguments))
    names = arguments[: len(arguments) - len(options)]
    here = Path(__file__).parent
    known = sorted(path.stem for path in here.glob("[!_]*.py") if "\ndef main(" in path.read_text(encoding="utf-8"))
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"No benchmark is called {', '.join(unknown)}. There are: {', '.join(known)}.", file=sys.stderr)
        return 2
    for name in names or known:
        print(f"\n## {name}\n", flush=True)
        importlib.import_module(f"benchmarks.{name}").main(*[options] if options else [])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
