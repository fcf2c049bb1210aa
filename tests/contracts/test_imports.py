"""Rooms call down, pages stay at home, rules know no database: the contracts in pyproject.toml hold."""

import subprocess
import sys
from pathlib import Path

from coatingcat.privacy.clauses import checkout

ROOT = checkout()


def test_the_rooms_keep_their_contracts():
    program = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stdout
    assert ", 0 broken" in run.stdout
