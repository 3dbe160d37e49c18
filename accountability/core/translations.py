"""Keeps the catalogues complete: extraction, comparison, compilation, and the `flask translations` commands."""

import ast
import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from flask import Flask
from flask.cli import AppGroup

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "translations"
TEMPLATES = {".html", ".txt", ".xml"}
SINGULAR, PLURAL = {"_", "_l", "gettext", "lazy_gettext"}, {"ngettext", "lazy_ngettext"}
# A sentence in a template, quoted either way; a test holds this quick look beside Babel's slow one.
_QUOTED = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
SAID = re.compile(rf"\b(?P<how>_|gettext|ngettext)\(\s*(?P<one>{_QUOTED})(?:\s*,\s*(?P<many>{_QUOTED}))?")
REMARK = re.compile(r"{#.*?#}", re.DOTALL)
Sentence = str | tuple[str, str]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
SOURCE_LOCALE = "en"


@cache
def extract() -> Catalog:
    """Every sentence in the package and the templates; without dates and places, so that changes show only words."""
    catalog = Catalog(project="accountability", charset="utf-8", fuzzy=False)
    with uncollected():
        for path in sorted((ROOT / "accountability").rglob("*.py")):
            for words in _spoken(syntax(path)):
                catalog.add(words, None, [])
        for words in sorted(in_templates(), key=str):
            catalog.add(words, None, [])
    return catalog


def in_templates() -> Iterator[Sentence]:
    for path in (ROOT / "templates").rglob("*.*"):
        if path.suffix in TEMPLATES:
            for said in SAID.finditer(REMARK.sub("", path.read_text("utf-8"))):
                one = ast.literal_eval(said["one"])
                yield (one, ast.literal_eval(said["many"])) if said["how"] == "ngettext" else one


@contextmanager
def uncollected() -> Iterator[None]:
    """While many small objects are made that all stay, looking for garbage among them takes half the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@cache
def syntax(path: Path) -> ast.Module:
    """The syntax tree of a source file, read once for all who ask."""
    with uncollected():
        return ast.parse(path.read_text("utf-8"))


def _spoken(tree: ast.Module) -> Iterator[Sentence]:
    """The sentences in calls of `_()` and its like; a call that does not begin with plain words is none of them."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        said = [one.value for one in node.args[:2] if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if name in SINGULAR and said:
            yield said[0]
        elif name in PLURAL and len(said) == 2:
            yield said[0], said[1]


def catalogue(locale: str) -> Catalog:
    with _path(locale).open("rb") as file:
        return read_po(file, locale=locale)


def _path(locale: str) -> Path:
    return FOLDER / locale / "LC_MESSAGES" / "messages.po"


def locales() -> list[str]:
    return sorted(path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/messages.po"))


def update() -> None:
    """Brings the template and every catalogue up to the source; English says what the source says."""
    fresh = extract()
    _write(FOLDER / "messages.pot", fresh)
    for locale in locales():
        known = catalogue(locale)
        renewed = Catalog(locale=locale, project="accountability", charset="utf-8", fuzzy=False)
        for message in _messages(fresh):
            before = known.get(message.id)
            words = before.string if before and before.string else _blank(message, locale)
            renewed.add(message.id, words, [], auto_comments=message.auto_comments)
        _write(_path(locale), renewed)


def _blank(message: Message, locale: str) -> Any:
    if locale == SOURCE_LOCALE:
        return message.id
    return ("", "") if message.pluralizable else ""


def _write(path: Path, catalog: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    catalog.header_comment = "# The sentences of the platform."
    with path.open("wb") as file:
        write_po(file, catalog, no_location=True, sort_output=True, omit_header=False, width=120, include_previous=False)
    text = path.read_text("utf-8")
    names = "POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|Report-Msgid.*|Project-Id-Version"
    stamped = rf'^"({names}):.*\n'
    path.write_text(re.sub(stamped, "", text, flags=re.MULTILINE), "utf-8")


def compile_all() -> None:
    for locale in locales():
        with _path(locale).with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue(locale))


def faults() -> Iterator[str]:
    """What is missing, left over, fuzzy, or has other placeholders than its source; one line each."""
    fresh = {message.id: message for message in _messages(extract())}
    for locale in locales():
        known = catalogue(locale)
        ids = {message.id for message in _messages(known)}
        yield from (f"{locale}: no longer used: {_short(left)}" for left in ids - fresh.keys())
        for message_id, message in fresh.items():
            found = known.get(message_id)
            if found is None or not _is_full(found):
                yield f"{locale}: missing: {_short(message_id)}"
            elif found.fuzzy:
                yield f"{locale}: fuzzy: {_short(message_id)}"
            elif fault := _fault(message, found):
                yield f"{locale}: {fault}: {_short(message_id)}"


def _is_full(message: Message) -> bool:
    words = message.string
    return all(words) if isinstance(words, tuple | list) else bool(words)


def _fault(source: Message, found: Message) -> str | None:
    ids = source.id if isinstance(source.id, tuple | list) else (source.id,)
    said = found.string if isinstance(found.string, tuple | list) else (found.string or "",)
    wanted = {name for one in ids for name in PLACEHOLDER.findall(one)}
    for one in map(str, said):
        if set(PLACEHOLDER.findall(one)) - wanted or (wanted - {"num"}) - set(PLACEHOLDER.findall(one)):
            return "other placeholders"
        if "<" in one and ">" in one:
            return "holds HTML"
    return None


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _short(message_id: Any) -> str:
    return (message_id if isinstance(message_id, str) else message_id[0])[:90]


translations = AppGroup("translations", help="The catalogues of sentences.")


@translations.command("update")
def _update() -> None:
    """Bring every catalogue up to the source."""
    update()


@translations.command("compile")
def _compile() -> None:
    """Write the .mo files that the application reads."""
    compile_all()


@translations.command("check")
def _check() -> None:
    """Exit 1 and name every sentence that is missing, left over, fuzzy or has lost a placeholder."""
    found = list(faults())
    for fault in found:
        click.echo(fault)
    click.echo(f"translations: {len(found)} faults" if found else "translations: complete")
    raise SystemExit(1 if found else 0)


def init_app(app: Flask) -> None:
    app.cli.add_command(translations)
