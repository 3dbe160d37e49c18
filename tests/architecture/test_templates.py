"""Templates: none missing, none orphaned, none with scripts or styles inside, each rendered by its own feature."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
FILES = sorted(path for path in TEMPLATES.glob("**/*") if path.is_file())
SHARED = {"layout", "components", "core"}


def named_in(path):
    text = path.read_text("utf-8")
    return set(re.findall(r"""["']((?:[a-z_]+/)+[a-z_]+\.(?:html|txt|xml))["']""", text))


def name(path):
    return str(path.relative_to(TEMPLATES))


def test_every_named_template_exists_and_every_template_is_named():
    named = set().union(*(named_in(path) for path in [*FILES, *(ROOT / "accountability").glob("**/*.py")]))
    existing = {name(path) for path in FILES}
    assert not {one for one in named if one.split("/")[0] in {part.name for part in TEMPLATES.iterdir()}} - existing
    code = "".join(path.read_text("utf-8") for path in (ROOT / "accountability").glob("**/*.py"))
    chosen = {one for one in existing if f'"{Path(one).stem}"' in code or f'"{Path(one).stem.replace("_", "-")}"' in code}
    assert not existing - named - chosen, "nobody renders these"


def test_no_script_or_style_stands_inside_a_page():
    for path in FILES:
        text = path.read_text("utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), f"{name(path)}: scripts are files"
        assert all("integrity=" in tag for tag in re.findall(r"<script[^>]*>", text)), (
            f"{name(path)}: say what the script must be"
        )
        assert not re.search(r"<style|\sstyle=", text), f"{name(path)}: styles are classes"
        assert not re.search(r"\son[a-z]+=", text), f"{name(path)}: no inline handlers"
        assert not re.search(r"""(?:src|href)=["']https?://""", text), f"{name(path)}: nothing comes from elsewhere"
        assert "|safe" not in text, f"{name(path)}: nothing is unescaped"


def test_a_feature_renders_only_its_own_templates():
    for path in (ROOT / "accountability").glob("*/**/*.py"):
        feature = path.relative_to(ROOT / "accountability").parts[0]
        for template in re.findall(r"""render_template\(\s*f?["']([a-z_/]+)""", path.read_text("utf-8")):
            folder = template.split("/")[0]
            assert folder in {feature, "core"} or (feature, folder) == ("dashboards", "places"), f"{path.name} renders {template}"
