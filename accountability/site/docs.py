"""Writes the pages of docs/ that follow from the code: policy, workflows, commands, routes (`flask docs build`)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from accountability.access.policy import POLICY
from accountability.cases.workflow import HANDLING, ROUTING, VERDICT, VISIBILITY
from accountability.core.workflow import Workflow

DOCS = Path(__file__).resolve().parents[2] / "docs"
TABLES: dict[str, Workflow[Any]] = {
    "Handling of a case": HANDLING,
    "One office with one case": ROUTING,
    "Visibility": VISIBILITY,
    "Verdict": VERDICT,
}


def policy_page() -> str:
    lines = [
        "# Who may do what",
        "",
        "Made from `accountability/access/policy.py` by `flask docs build`. One row whose rules all hold is enough.",
        "",
    ]
    lines += ["| permission | rules |", "|---|---|"]
    for permission, rows in POLICY.items():
        ways = "; or ".join(" and ".join(rule.__name__.replace("_", " ") for rule in row) for row in rows)
        lines.append(f"| `{permission.value}` | {ways} |")
    return "\n".join(lines) + "\n"


def workflows_page() -> str:
    lines = ["# Workflows", "", "Made from `workflow.py` of each feature by `flask docs build`.", ""]
    for title, table in TABLES.items():
        lines += [
            f"## {title}",
            "",
            "| from | action | to | permission | needs words |",
            "|---|---|---|---|---|",
            *_moves(table),
            "",
        ]
    return "\n".join(lines)


def _moves(table: Workflow[Any]) -> Iterator[str]:
    for move in table.moves:
        yield f"| {move.source} | {move.action} | {move.target} | `{move.permission}` | {'yes' if move.needs_note else ''} |"


def routes_page() -> str:
    """Every address with its methods and permission; an address in here never disappears without a redirect."""
    lines = []
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        permission = getattr(current_app.view_functions[rule.endpoint], "permission", None)
        lines.append(f"{rule.rule} | {methods} | {permission.value if permission else '-'}")
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    return {"policy.md": policy_page(), "workflows.md": workflows_page(), "routes.txt": routes_page()}


docs = AppGroup("docs", help="Pages that follow from the code.")


@docs.command("build")
def build() -> None:
    """Write docs/policy.md, docs/workflows.md and docs/routes.txt."""
    DOCS.mkdir(exist_ok=True)
    for name, text in pages().items():
        (DOCS / name).write_text(text, "utf-8")
        click.echo(f"docs/{name}")


def init_app(app: Flask) -> None:
    app.cli.add_command(docs)
