"""Docs are checked against the code: settings, commands, decisions."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def test_every_setting_is_explained():
    source = (ROOT / "config.py").read_text("utf-8")
    settings = set(re.findall(r"""given\.get\("([A-Z_]+)\"""", source)) | {
        "SECRET_KEY",
        "RECEIPT_KEY",
        "VAULT_KEYS",
        "SIGNING_KEY",
    }
    page = (DOCS / "settings.md").read_text("utf-8")
    missing = {name for name in settings if f"`{name}`" not in page}
    assert not missing, f"docs/settings.md says nothing of {missing}"


def test_every_decision_stands_in_the_index():
    index = (DOCS / "decisions/README.md").read_text("utf-8")
    for path in DOCS.glob("decisions/0*.md"):
        assert path.name in index


def test_the_commands_of_dev_are_named_in_the_readme():
    readme = (ROOT / "README.md").read_text("utf-8")
    for command in ("run", "test", "check"):
        assert f"python3 dev.py {command}" in readme


def test_nothing_names_this_machine_or_a_package_host():
    for path in [*ROOT.glob("*.md"), *DOCS.glob("**/*.md"), *ROOT.glob("*.txt")]:
        assert f"{ROOT}/" not in path.read_text("utf-8")
