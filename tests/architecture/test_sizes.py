"""What grows too large is divided before it hurts."""

import ast
from pathlib import Path

from tests.architecture.reading import statements

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted((ROOT / "accountability").glob("**/*.py"))
TEMPLATES = sorted((ROOT / "templates").glob("**/*.html"))
FORBIDDEN = {"utils", "helpers", "common", "misc", "manager", "base", "tools", "lib"}


def name(path):
    return str(path.relative_to(ROOT))


def test_files_stay_small_and_are_named_by_what_they_own():
    for path in CODE:
        assert path.read_text("utf-8").count("\n") <= 300, f"{name(path)}: make it a folder of the same name"
        assert path.stem not in FORBIDDEN, f"{name(path)}: name the file by what it owns"


def test_functions_stay_small():
    for path in CODE:
        for node in statements(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0
                assert lines <= 50, f"{name(path)}: {node.name} has {lines} lines"


def test_templates_stay_small():
    for path in TEMPLATES:
        assert path.read_text("utf-8").count("\n") <= 150, name(path)


def test_the_shared_fixtures_stay_few():
    assert (ROOT / "tests/conftest.py").read_text("utf-8").count("\n") <= 150
