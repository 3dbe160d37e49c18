"""A small running app full of planted faults; the web scanner of `python3 dev.py drill scan` must find every one of them.

    python3 -m tests.security.planted_running PORT KEY      on 127.0.0.1 only, with a database in memory

Each fault is marked by a line `planted: NAME at ADDRESS`, where NAME is what the scanner calls it. `/good` has none of them.
Only who sends the key is let in, because this app would run anything for anybody on this machine.
"""

import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs

from flask import Flask, Response, abort, redirect, request
from markupsafe import escape
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server

HERE = Path(__file__)
PROTECTED = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
}
app = Flask(__name__)
database = sqlite3.connect(":memory:", check_same_thread=False)
database.executescript("CREATE TABLE offices (name TEXT, secret TEXT); INSERT INTO offices VALUES ('Tarialan', 's3cret');")
guestbook = []


def faults():
    """What is planted: how the scanner calls it, and where."""
    return set(re.findall(r"^ *# planted: (.+) at (/\S*)$", HERE.read_text("utf-8"), re.MULTILINE))


# No protecting header is sent with the first page, and its cookie may be read by scripts and over plain HTTP.
# planted: Content Security Policy Configuration at /
# planted: Clickjacking Protection at /
# planted: MIME Type Confusion at /
# planted: HttpOnly Flag cookie at /
# planted: Secure Flag cookie at /
@app.get("/")
def home():
    links = [
        "/hello?name=a",
        "/go?to=/good",
        "/find?name=a",
        "/blind?name=Tarialan",
        "/read?file=a.txt",
        "/ping?host=a",
        "/named?name=a",
    ]
    links += ["/book", "/transfer", "/closed", "/notes.txt", "/broken?number=1", "/good?name=a"]
    page = Response("".join(f'<a href="{link}">x</a>' for link in links))
    page.set_cookie("seen", "yes")
    return page


# planted: Reflected Cross Site Scripting at /hello
@app.get("/hello")
def hello():
    return f"<p>Hello {request.args['name']}</p>"


# planted: Open Redirect at /go
@app.get("/go")
def go():
    return redirect(request.args["to"])


# planted: SQL Injection at /find
@app.get("/find")
def find():
    try:
        return str(database.execute(f"SELECT name FROM offices WHERE name = '{request.args['name']}'").fetchall())
    except sqlite3.Error as problem:
        return f"sqlite3.OperationalError: {problem}"


# Tells nothing of the error, only whether something was found.
# planted: SQL Injection at /blind
@app.get("/blind")
def blind():
    try:
        found = database.execute(f"SELECT name FROM offices WHERE name = '{request.args['name']}'").fetchall()
    except sqlite3.Error:
        found = []
    return "<p>There is such an office.</p>" if found else "<p>Nothing found.</p>"


# planted: Path Traversal at /read
@app.get("/read")
def read():
    path = HERE.parent / request.args["file"]
    return Response(path.read_text("utf-8", "replace") if path.is_file() else "no such file", mimetype="text/plain")


# planted: Command execution at /ping
@app.get("/ping")
def ping():
    said = subprocess.run(f"echo {request.args['host']}", shell=True, capture_output=True, text=True, check=False, timeout=5)
    return Response(said.stdout, mimetype="text/plain")


# Flask refuses line ends in headers, so this one stands beside it.
# planted: CRLF Injection at /named
def named(environ, start_response):
    name = parse_qs(environ["QUERY_STRING"]).get("name", [""])[0]
    start_response("200 OK", [("Content-Type", "text/html"), ("X-Name", name)])
    return [b"<p>Named.</p>"]


# planted: Stored Cross Site Scripting at /book
# planted: Cross Site Request Forgery at /book
@app.route("/book", methods=["GET", "POST"])
def book():
    if request.method == "POST":
        guestbook.append(request.form.get("entry", ""))
    form = '<form method="post"><input name="entry"><button>Write</button></form>'
    return form + "".join(f"<p>{entry}</p>" for entry in guestbook[-20:])


# The form has a token, but nobody looks at it.
# planted: Cross Site Request Forgery at /transfer
@app.route("/transfer", methods=["GET", "POST"])
def transfer():
    token = '<input type="hidden" name="csrf_token" value="k3J9xQ2mV7pL4tZ8">'
    return f'<form method="post">{token}<input name="sum"><button>Send</button></form>' if request.method == "GET" else "sent"


# Only the methods that somebody thought of are kept out.
# planted: Htaccess Bypass at /closed
@app.route("/closed", methods=["GET", "POST", "ABC"])
def closed():
    return abort(403) if request.method in {"GET", "POST"} else "the closed page"


# planted: Backup file at /notes.txt~
@app.get("/notes.txt")
@app.get("/notes.txt~")
def notes():
    return Response("notes", mimetype="text/plain")


# planted: Internal Server Error at /broken
@app.get("/broken")
def broken():
    return str(int(request.args["number"]))


@app.get("/good")
def good():
    page = Response(f"<p>Hello {escape(request.args.get('name', ''))}</p>")
    page.headers.update(PROTECTED)
    return page


def serve(port, key):
    everything = DispatcherMiddleware(app, {"/named": named})

    def only_with_key(environ, start_response):
        return (everything if environ.get("HTTP_X_KEY") == key else NotFound())(environ, start_response)

    make_server("127.0.0.1", port, only_with_key, threaded=True).serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2])
