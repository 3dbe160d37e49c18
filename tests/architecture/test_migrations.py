"""Migrations are numbered without gaps, can be undone, and know nothing of the package."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "migrations"
VERSIONS = sorted((FOLDER / "versions").glob("*.py"))
SENSITIVE_VERSIONS = sorted((FOLDER / "sensitive/versions").glob("*.py"))


@pytest.mark.parametrize("versions", [VERSIONS, SENSITIVE_VERSIONS], ids=["ordinary", "sensitive"])
def test_they_are_numbered_without_gaps_and_hang_together(versions):
    assert versions
    for number, path in enumerate(versions, start=1):
        text = path.read_text("utf-8")
        assert path.name.startswith(f"{number:04d}_")
        assert f'revision = "{number:04d}"' in text
        before = "None" if number == 1 else f'"{number - 1:04d}"'
        assert f"down_revision = {before}" in text


@pytest.mark.parametrize("path", [*VERSIONS, *SENSITIVE_VERSIONS], ids=lambda path: path.name)
def test_they_never_import_the_package_and_can_be_undone(path):
    text = path.read_text("utf-8")
    assert "accountability" not in text
    assert re.search(r"def downgrade\(\):\n(?!    pass)", text)
