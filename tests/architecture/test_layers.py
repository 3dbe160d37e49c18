"""Imports point down: between features by floors, inside a feature by the kind of file."""

import ast
from functools import cache
from pathlib import Path

from tests.architecture.reading import source, statements, tree

PACKAGE = Path(__file__).resolve().parents[2] / "accountability"
FLOORS = [
    "core",
    "access",
    "audit outbox redaction",
    "clocks directory preferences wording",
    "accounts",
    "commitments counter facts",
    "cases",
    "letterbox sensitive sms",
    "checking dashboards privacy reports subscriptions",
    "site sample",
]
FLOOR_OF = {name: floor for floor, names in enumerate(FLOORS) for name in names.split()}
HEIGHT = {
    "workflow": 0, "chain": 0, "receipts": 0, "commands": 0, "reading": 0, "replying": 1, "terms": 0, "calendar": 0, "deadlines": 0, "rulebook": 0, "models": 1, "refusals": 1, "sealed": 2, "wording": 2, "labels": 1, "figures": 2, "sampling": 0, "chasing": 6, "changing": 5, "clocking": 2, "ladder": 2, "queries": 3, "marking": 4, "moves": 4,
    "operations": 5, "facilities": 5, "progress": 6, "face": 6, "owndata": 6, "acknowledgements": 6, "forms": 6, "messages": 6, "letters": 6, "handover": 6, "exports": 6, "gate": 6,
    "views": 7, "admin_views": 7, "desk_views": 7, "cli": 7,
}  # fmt: skip
ANY = 6
PRIVATE = {"views", "admin_views", "desk_views", "cli", "messages", "letters", "exports", "handover"}
SHARED = {"gate", "forms"}
PURE = {"models", "workflow", "queries", "operations", "figures", "moves", "receipts", "deadlines"}
MODULES = sorted(PACKAGE.glob("*/**/*.py"))


def parts_of(path):
    return [part.removesuffix(".py") for part in path.relative_to(PACKAGE).parts[:2]]


@cache
def imports(path):
    return list(_imports(path))


def _imports(path):
    for node in statements(path):
        if isinstance(node, ast.ImportFrom):
            yield node, (node.module or "").split("."), [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name.split("."), []


def own(path):
    """(feature, module) of every import from our package."""
    for _node, module, names in imports(path):
        if module[0] == "accountability":
            for name in names or [""]:
                yield [*module[1:], name, ""][:2]


def test_imports_point_down():
    for path, other, other_module in ((one, *found) for one in MODULES for found in own(one)):
        feature, module = parts_of(path)
        if other == feature:
            high, mine = HEIGHT.get(other_module, 0), HEIGHT.get(module, ANY)
            assert high <= mine, (
                f"{path.name}: {feature}.{module} may not import {other_module}: move the need down, or turn it round"
            )
        else:
            assert other in FLOOR_OF, f"{other} has no floor: give it one in FLOORS"
            assert FLOOR_OF[other] < FLOOR_OF[feature], f"{path.name}: {feature} may not import {other}: see CONTRIBUTING, floors"
            assert other == "core" or other_module not in PRIVATE, f"{path.name}: {other}.{other_module} is private to {other}"


def test_imports_are_spelled_one_way():
    for path in MODULES:
        for node, module, _names in imports(path):
            assert not getattr(node, "level", 0), f"{path}: no relative imports"
            assert not (module[0] == "accountability" and isinstance(node, ast.Import)), f"{path}: from accountability.x import y"


def test_the_domain_knows_no_request_and_never_commits():
    jobs = {"chasing", "retaining"}  # jobs commit per item, so that they can be killed and run again
    for path in MODULES:
        feature, module = parts_of(path)
        if module not in PURE or feature == "core":
            continue
        for _node, name, names in imports(path):
            assert name[0] not in {"flask", "flask_login", "wtforms", "flask_wtf"}, f"{path}: knows {name[0]}"
            assert not ("lazy_gettext" in names and module != "labels"), f"{path}: words belong into labels"
        if path.stem not in jobs and feature != "outbox":
            assert "session.commit(" not in source(path), f"{path}: the entry point commits, once"


def test_pages_and_commands_hold_no_sql():
    for path in MODULES:
        feature, module = parts_of(path)
        if feature != "core" and module in {"views", "admin_views", "forms", "cli", "messages", "gate"}:
            assert ".select(" not in source(path), f"{path}: a question belongs into queries.py"


def test_a_features_init_holds_one_docstring_and_nothing_else():
    for path in PACKAGE.glob("*/__init__.py"):
        assert len(tree(path).body) == 1, f"{path.parent.name}/__init__.py: only a docstring"


def test_every_module_says_in_a_sentence_what_it_owns():
    for path in MODULES:
        assert ast.get_docstring(tree(path)), f"{path} has no docstring"
