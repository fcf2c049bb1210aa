"""`make bench`: every measurement, or those named: `make bench ARGS="kernel search"`. JSON lines on standard output."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def measurements() -> list[str]:
    """Modules of this folder that can be run."""
    return sorted(path.stem for path in HERE.glob("[!_]*.py") if '__name__ == "__main__"' in path.read_text())


def main() -> int:
    known, asked = measurements(), sys.argv[1:]
    if unknown := set(asked) - set(known):
        print(f"No measurement {', '.join(sorted(unknown))}; there are {', '.join(known)}.", file=sys.stderr)
        return 2
    failed = []
    for name in asked or known:
        print(f"· {name}", file=sys.stderr, flush=True)
        if subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=HERE.parent, check=False).returncode:
            failed.append(name)
    if failed:
        print(f"· failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
