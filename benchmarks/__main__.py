"""
`./dev bench [NAME …]`: speed, memory and quality, side by side with peers in the same run. All of them without a name.

Each benchmark is a module here with `main(arguments) -> None` that prints a table.
"""

import importlib
import pkgutil
import sys
from pathlib import Path


def main(names: list[str]) -> int:
    here = str(Path(__file__).parent)
    known = sorted(module.name for module in pkgutil.iter_modules([here]) if not module.name.startswith("_"))
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"No benchmark is called {', '.join(unknown)}. There are: {', '.join(known)}.", file=sys.stderr)
        return 2
    for name in names or known:
        print(f"\n## {name}\n", flush=True)
        importlib.import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
