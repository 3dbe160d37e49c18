"""The protected channel's own database: the same steps as for the ordinary one, on the other bind."""

import runpy
from pathlib import Path

runpy.run_path(str(Path(__file__).resolve().parents[1] / "env.py"), {"BIND": "sensitive"})
