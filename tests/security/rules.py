"""A rule set of our own: faults that are easy to write in this code base and that reading alone misses."""

import ast
from collections.abc import Iterator
from pathlib import Path

WRITERS = {"execute", "exec_driver_sql", "text"}
UNSAFE_CALLS = {
    "Markup": "marks words as HTML without escaping them",
    "render_template_string": "builds a template from words",
    "mark_safe": "marks words as HTML without escaping them",
    "pickle.loads": "opens a pickle",
    "yaml.load": "opens YAML that can make objects",
    "eval": "runs words",
    "exec": "runs words",
}
COMPARED = {"token", "signature", "digest", "receipt", "receipt_hash", "token_hash", "password"}


def findings(path: Path) -> Iterator[str]:
    """What is wrong in one source file, one line each."""
    if path.suffix == ".html":
        yield from _in_template(path)
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        for rule in (_sql, _calls, _redirect, _file, _compare, _route, _shell, _get_writes):
            if found := rule(node):
                yield f"{path.name}:{node.lineno}: {found}"


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}" if _name(node.value) else node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _sql(node: ast.AST) -> str | None:
    """SQL put together from a value that came with the request."""
    if not (isinstance(node, ast.Call) and _name(node.func).split(".")[-1] in WRITERS and node.args):
        return None
    built = node.args[0]
    is_built = isinstance(built, ast.JoinedStr | ast.BinOp) or (
        isinstance(built, ast.Call) and _name(built.func).endswith("format")
    )
    return "SQL built from a request" if is_built and _asks_request(built) else None


def _asks_request(node: ast.AST) -> bool:
    return any(isinstance(one, ast.Name) and one.id in {"request", "typed", "args", "form"} for one in ast.walk(node))


def _calls(node: ast.AST) -> str | None:
    name = _name(node.func) if isinstance(node, ast.Call) else ""
    return UNSAFE_CALLS.get(name) or UNSAFE_CALLS.get(name.split(".")[-1] if name.count(".") == 0 else name)


def _redirect(node: ast.AST) -> str | None:
    """A redirect to where the request says, without gate.local_path in between."""
    if isinstance(node, ast.Call) and _name(node.func) == "redirect" and node.args and _asks_request(node.args[0]):
        inside = {_name(one.func) for one in ast.walk(node.args[0]) if isinstance(one, ast.Call)}
        return (
            None
            if "gate.local_path" in inside or "local_path" in inside or "url_for" in inside
            else "redirects to where the request says"
        )
    return None


def _file(node: ast.AST) -> str | None:
    """A path made of what the request says."""
    if (
        isinstance(node, ast.Call)
        and _name(node.func).split(".")[-1] in {"open", "send_file", "Path"}
        and node.args
        and _asks_request(node.args[0])
    ):
        return "opens a file that the request names"
    return None


def _compare(node: ast.AST) -> str | None:
    """A secret compared letter by letter: how long it takes tells how much is right."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq | ast.NotEq):
        sides = [node.left, *node.comparators]
        if all(_name(side).split(".")[-1] in COMPARED for side in sides):
            return "compares secrets without hmac.compare_digest"
    return None


def _route(node: ast.AST) -> str | None:
    """An address without @requires."""
    if not isinstance(node, ast.FunctionDef):
        return None
    names = [_name(one.func if isinstance(one, ast.Call) else one) for one in node.decorator_list]
    is_route = any(name.split(".")[-1] in {"get", "post", "route"} and "." in name for name in names)
    return "an address without @requires" if is_route and "requires" not in names else None


def _shell(node: ast.AST) -> str | None:
    if isinstance(node, ast.Call) and any(
        one.arg == "shell" and getattr(one.value, "value", False) is True for one in node.keywords
    ):
        return "starts a shell"
    return None


def _get_writes(node: ast.AST) -> str | None:
    """A GET that commits without saying that it writes."""
    if not isinstance(node, ast.FunctionDef):
        return None
    gets = [one for one in node.decorator_list if isinstance(one, ast.Call) and _name(one.func).endswith(".get")]
    says = any(isinstance(one, ast.Call) and any(word.arg == "writes" for word in one.keywords) for one in node.decorator_list)
    commits = any(isinstance(one, ast.Call) and _name(one.func).endswith("session.commit") for one in ast.walk(node))
    return "a GET that writes" if gets and commits and not says else None


def _in_template(path: Path) -> Iterator[str]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        for sign, fault in (
            ("|safe", "words as HTML"),
            ("| safe", "words as HTML"),
            ("autoescape false", "escaping off"),
            (" onclick=", "script inside"),
        ):
            if sign in line:
                yield f"{path.name}:{number}: {fault}"
