"""The scanners find nothing in the platform, and every one of ten planted faults."""

import json
import subprocess
import sys
from pathlib import Path

from tests.security.rules import findings

ROOT = Path(__file__).resolve().parents[2]
PLANTED = sorted(path for path in (ROOT / "tests/security/planted").iterdir() if path.suffix in {".py", ".html"})
CODE = [
    *sorted((ROOT / "accountability").rglob("*.py")),
    *sorted((ROOT / "templates").rglob("*.html")),
    ROOT / "config.py",
    ROOT / "wsgi.py",
]


def bandit(*places):
    """The files in which bandit finds something of medium weight or more."""
    command = [sys.executable, "-m", "bandit", "-q", "-r", "-ll", "-f", "json", *map(str, places)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    return {
        (Path(found["filename"]).name, found["test_id"], found["line_number"]) for found in json.loads(done.stdout)["results"]
    }


def test_there_are_ten_planted_faults_and_each_is_found_by_a_scanner():
    by_bandit = {name for name, *_ in bandit(ROOT / "tests/security/planted")}
    found = {path.name for path in PLANTED if path.name in by_bandit or list(findings(path))}
    assert len(PLANTED) == 10
    assert found == {path.name for path in PLANTED}


def test_our_own_rules_find_nothing_in_the_platform():
    found = [fault for path in CODE for fault in findings(path)]
    assert not found, "\n".join(found)


def test_bandit_finds_nothing_in_the_platform():
    assert bandit(ROOT / "accountability", ROOT / "config.py", ROOT / "wsgi.py") == set()
