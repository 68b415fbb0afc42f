"""Run the sections named, or all of them."""

import importlib
import pkgutil
import sys

from tests import bench

SECTIONS = sorted(module.name for module in pkgutil.iter_modules(bench.__path__) if not module.name.startswith("_"))


def main(chosen: list[str]) -> int:
    """Print the table of each section as it is measured."""
    if unknown := set(chosen) - set(SECTIONS):
        print(f"No section {', '.join(sorted(unknown))}. There are: {', '.join(SECTIONS)}.", file=sys.stderr)
        return 2
    for name in chosen or SECTIONS:
        section = importlib.import_module(f"tests.bench.{name}")
        print(f"\n{name}: {section.TITLE}")
        for cells in section.lines():
            first, *others = cells
            print(f"  {first:44}" + "".join(f"{cell:>24}" for cell in others), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
