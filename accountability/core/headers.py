"""The headers of every answer: what a browser may load, run, frame, remember and tell others."""

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
EVERY_ANSWER = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Only pages load and run anything; the rest is spared the bytes.
EVERY_PAGE = {
    "Content-Security-Policy": PAGE,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
        "publickey-credentials-get=(self), publickey-credentials-create=(self)"
    ),
}
# Two years, as browsers ask for. Not `preload`: leaving that list takes months, and whoever runs a site decides that themselves.
STRICT_TRANSPORT = "max-age=63072000; includeSubDomains"
# A file's name says nothing new, and its ETag says whether it changed; a telephone pays for the bytes.
SPARED = ("Content-Disposition", "Last-Modified")
FOR_EVER = "public, max-age=31536000, immutable"


def _add(response: Response) -> Response:
    for name, value in EVERY_ANSWER.items():
        response.headers.setdefault(name, value)
    for name, value in (EVERY_PAGE if response.mimetype == "text/html" else {"Content-Security-Policy": NOTHING}).items():
        response.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
    if request.endpoint == "static":
        for name in SPARED:
            response.headers.pop(name, None)
    _say_how_long_it_keeps(response)
    return response


def _say_how_long_it_keeps(response: Response) -> None:
    """A static file under its fingerprint keeps for ever; everything else is not stored, unless its view says otherwise."""
    if request.endpoint == "static" and response.status_code in {200, 304}:
        if request.args.get("v"):
            response.headers["Cache-Control"] = FOR_EVER
    elif response.status_code >= 400 or "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"


def init_app(app: Flask) -> None:
    app.after_request(_add)
