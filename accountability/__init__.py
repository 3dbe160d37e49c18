"""Citizens' voice platform of Mongolia: create_app(), the only module that knows every feature."""

import logging
from pathlib import Path
from typing import Any

from flask import Flask
from flask_compress import Compress
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from accountability import features
from accountability.core import i18n, logs, migrating, pages, second_lock, throttle
from accountability.core.db import db
from accountability.core.signing import signer
from accountability.core.storage import storage
from accountability.core.uploads import StreamingRequest
from accountability.core.vault import vault

ROOT = Path(__file__).resolve().parent.parent


def create_app(settings: dict[str, Any] | None = None) -> Flask:
    """The application, ready to serve; `settings` replaces what the environment says (tests)."""
    app = Flask(__name__, template_folder=str(ROOT / "templates"), instance_path=str(config.INSTANCE))
    app.request_class = StreamingRequest
    app.config.update(settings or config.load())
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    logs.configure(app.config["LOG_FORMAT"])
    signer.configure(app.config["SIGNING_KEY"])
    vault.configure(app.config["VAULT_KEYS"])
    storage.configure(app.config["STORAGE_URL"])
    db.init_app(app)
    migrating.init_app(app)
    second_lock.init_app(app)
    i18n.init_app(app)
    throttle.init_app(app)
    CSRFProtect(app)
    Compress(app)
    features.init_app(app)
    pages.init_app(app, features.menu, features.staff_menu)
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    logging.getLogger(__name__).debug("application made")
    return app
