"""`make bench`: every measurement, or those named: `make bench ARGS="kernel search"`. JSON lines on standard output.

`--quick` makes each smaller: a check that they run, not a figure to quote. `search_scale` and `exporting` take minutes
and run only by name.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MEASUREMENTS = ("kernel", "erasing", "search", "pages")
BY_NAME_ONLY = ("search_scale", "exporting")
QUICK = {
    "kernel": (),
    "erasing": ("10", "1000"),
    "search": ("3000",),
    "pages": ("--quick",),
    "search_scale": ("20000",),
    "exporting": ("2000",),
}


def main() -> int:
    quick, asked = "--quick" in sys.argv[1:], [name for name in sys.argv[1:] if name != "--quick"]
    known = (*MEASUREMENTS, *BY_NAME_ONLY)
    if unknown := set(asked) - set(known):
        print(f"No measurement {', '.join(sorted(unknown))}; there are {', '.join(known)}.", file=sys.stderr)
        return 2
    failed = []
    for name in asked or MEASUREMENTS:
        print(f"· {name}", file=sys.stderr, flush=True)
        command = [sys.executable, "-m", f"bench.{name}", *(QUICK[name] if quick else ())]
        if subprocess.run(command, cwd=HERE.parent, check=False).returncode:
            failed.append(name)
    if failed:
        print(f"· failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
