"""What grows too large is divided before it hurts."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted((ROOT / "accountability").glob("**/*.py"))
TEMPLATES = sorted((ROOT / "templates").glob("**/*.html"))
FORBIDDEN = {"utils", "helpers", "common", "misc", "manager", "base", "tools", "lib"}


def name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", CODE, ids=name)
def test_files_and_functions_stay_small(path):
    source = path.read_text("utf-8")
    assert source.count("\n") <= 300, f"{name(path)}: make it a folder of the same name"
    assert path.stem not in FORBIDDEN, "name the file by what it owns"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0
            assert lines <= 50, f"{name(path)}: {node.name} has {lines} lines"


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_stay_small(path):
    assert path.read_text("utf-8").count("\n") <= 150


def test_the_shared_fixtures_stay_few():
    assert (ROOT / "tests/conftest.py").read_text("utf-8").count("\n") <= 150
