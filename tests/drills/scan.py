"""The web scanner: finds every fault planted in a small running app, and nothing in the running platform.

    python3 dev.py drill scan [SECONDS]      traffic to 127.0.0.1 only; each kind of attack lasts at most 4 seconds unless told

The scanner (wapiti, in an environment of its own) first shows on tests/security/planted_running.py that it finds what it looks for.
Then it comes to the platform as nobody, as an author, as a monitor and as an official, over HTTPS as in earnest.
"""

import ipaddress
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.drills.hostile import ROOT, free_port, prepare, settings
from tests.security import planted_running

# Each of these has a fault of its own in the planted app. Left out is what needs a server outside (ssrf, xxe, log4shell),
# what looks for other people's programs (cms, nikto, wp_enum) and what tries long lists (buster, brute_login_form).
MODULES = "backup,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,permanentxss,redirect,sql,xss"
PUBLIC = ["about", "cases", "f", "facilities", "feedback", "protected", "provinces", "soums"]


class Visitor(NamedTuple):
    """Who comes: which cookie of the hostile world, where to begin, what to leave alone; and how much must have been reached."""

    cookie: int
    starts: list[str]
    leave: list[str]
    pages: int
    answered: int
    taken: int


# What ends a visit is left alone: signing out, quick exit (the scanner's tokens for forms would be refused, right or wrong), taking
# the case out of sight. So is what everybody sees, by those who are more than nobody; and deleting views, which the scanner makes
# without end.
EXITS = ["/mn/account/sign-*", "/mn/track/exit", "/mn/track/leave", "/mn/track/case/withdraw*", "/mn/track/case/data/erase*"]
STAFF = [*EXITS, *(f"/mn/{name}*" for name in [*PUBLIC, "track"]), "/mn/desk/views/*", "/mn/desk/cases/*/divert*"]
AUTHOR = [*EXITS, "/mn/track", *(f"/mn/{name}*" for name in [*PUBLIC, "account"])]
# Nobody's forms are never taken: the scanner fills in the field that only programs fill in, and a photo that is none.
NOBODY = "feedback/new?facility=18540-HC-01 track cases protected account/sign-in about/identifies soums/18540".split()
VISITORS = {
    "official": Visitor(2, ["/mn/office"], STAFF, 6, 5, 2),
    "nobody": Visitor(-1, [f"/mn/{page}" for page in NOBODY], EXITS[1:], 25, 4, 0),
    "monitor": Visitor(0, ["/mn/desk"], STAFF, 10, 5, 3),
    "author": Visitor(-3, ["/mn/track/case"], AUTHOR, 4, 3, 2),
}


# --- the scanner -------------------------------------------------------------------------------------------------------


def scan(folder, name, url, seconds, *options):
    """What the scanner finds under one address, as (name, path, what it says), and which attacks ran out of time."""
    home = folder / name
    home.mkdir()
    command = [
        os.environ["SCANNER"],
        ROOT / "tests/drills/_loopback.py",
        "-u",
        url,
        "-m",
        MODULES,
        "--no-bugreport",
        "-v",
        1,
        "-A",
        name,
    ]
    command += ["--store-session", home, "--store-config", home, "-f", "json", "-o", home / "report.json"]
    command += ["--max-scan-time", 3 * seconds, "--max-attack-time", seconds, "--tasks", 4, "--skip", "csrf_token", *options]
    done = subprocess.run([str(word) for word in command], cwd=home, capture_output=True, text=True, check=False)
    if not (home / "report.json").exists():
        raise SystemExit(f"the scanner did not come to its end as {name}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return findings(json.loads((home / "report.json").read_text("utf-8"))), re.findall(r"reached for module (\w+)", done.stdout)


def findings(report):
    kinds = {**report["vulnerabilities"], **report["anomalies"]}
    return {(kind, urlsplit(one["path"]).path, one["info"]) for kind, found in kinds.items() for one in found}


def wait_for(port, server):
    while server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not start")


@contextmanager
def running(command, port, log, environ):
    with log.open("wb") as file, subprocess.Popen(command, cwd=ROOT, env=environ, stdout=file, stderr=file) as server:
        try:
            wait_for(port, server)
            yield
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)


# --- the planted app ---------------------------------------------------------------------------------------------------


def judge_planted(found):
    """What went wrong: planted faults that were not reported, and faults in the page that has none."""
    reported = {(kind, path) for kind, path, _info in found}
    missed = [f"not found: {kind} at {path}" for kind, path in sorted(planted_running.faults() - reported)]
    return missed + [f"found where nothing is: {kind} at {path}" for kind, path in sorted(reported) if path == "/good"]


def scan_planted(folder):
    port, key = free_port(), secrets.token_hex(16)
    command = [sys.executable, "-m", "tests.security.planted_running", str(port), key]
    with running(command, port, folder / "planted.log", {**os.environ, "PYTHONUTF8": "1"}):
        found, _cut = scan(folder, "planted", f"http://127.0.0.1:{port}/", 20, "-H", f"X-Key: {key}")
    return judge_planted(found)


# --- the platform ------------------------------------------------------------------------------------------------------


def certificate(folder):
    """A key and a certificate of its own signing: over HTTPS cookies and headers are those of a real site."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
    pem, private = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(pem, private, serialization.NoEncryption()))
    (folder / "cert.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem))


def options_of(folder, name, site, cookies):
    """The visitor's cookie, where they begin and what they leave alone."""
    visitor = VISITORS[name]
    cookie_name, _, value = cookies[visitor.cookie].partition("; token=")[0].partition("=")
    cookie = {"value": value, "expires": None, "secure": True, "port": None, "version": 0}
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"127.0.0.1": {"/": {cookie_name: cookie}}}))
    starts = [word for one in visitor.starts for word in ("-s", site + one)]
    leave = [word for one in visitor.leave for word in ("-x", site + one)]
    return ["-c", path, "-r", "view", "--max-files-per-dir", 12, *starts, *leave]


def judge_visit(name, found, lines):
    """What went wrong in one visit, and a line about it; `lines` are (visitor, status, method, path) of the server's own log."""
    mine = [line[1:] for line in lines if line[0] == name]
    pages = {path for status, method, path in mine if status == "200" and method == "GET" and not path.startswith("/static/")}
    taken = {path for status, method, path in mine if method == "POST" and status[0] in "23"}
    answered = taken | {path for status, method, path in mine if method == "POST" and status == "422"}
    statuses = Counter(status for status, *_ in mine)
    wrong = [f"{name}: {kind} at {path}: {info}" for kind, path, info in sorted(found)]
    refused = [status for status in statuses if status[0] == "5" or status == "429"]
    wrong += [f"{name}: answered {status} {statuses[status]} times" for status in sorted(refused)]
    reached, least = (len(pages), len(answered), len(taken)), VISITORS[name][-3:]
    said = "{} pages opened, {} forms answered, {} taken".format(*reached)
    if any(mine < wanted for mine, wanted in zip(reached, least, strict=True)):
        wrong.append(f"{name}: too little was reached: {said}; it should be at least {least}")
    return wrong, f"  {name}: {said}, {len(mine)} requests, {len(found)} findings"


def platform(folder, port, site):
    """The command that serves it over HTTPS, and its environment; the world is the one of the hostile drill."""
    environ = {**settings(folder, port), "SITE_URL": site}
    certificate(folder)
    command = [sys.executable, "-m", "gunicorn", "--preload", "--workers", "2", "--threads", "4", "--worker-class", "gthread"]
    command += ["--bind", f"127.0.0.1:{port}", "--certfile", folder / "cert.pem", "--keyfile", folder / "key.pem"]
    command += ["--access-logfile", folder / "access", "--access-logformat", "%(a)s %(s)s %(m)s %(U)s", "--log-level", "error"]
    return [*map(str, command), "tests.drills._unlimited:app"], environ


def scan_platform(folder, seconds):
    port = free_port()
    site = f"https://127.0.0.1:{port}"
    command, environ = platform(folder, port, site)
    _paths, cookies = prepare(environ)

    def visit(name):
        return scan(folder, name, f"{site}/mn/", seconds, *options_of(folder, name, site, cookies))

    with running(command, port, folder / "log", environ), ThreadPoolExecutor(2) as pool:
        visits = dict(zip(VISITORS, pool.map(visit, VISITORS), strict=True))
    lines = [line.split(" ", 3) for line in (folder / "access").read_text("utf-8", "replace").splitlines()]
    wrong = []
    for name, (found, cut) in visits.items():
        bad, said = judge_visit(name, found, lines)
        print(said + (f"; not to the end: {', '.join(cut)}" if cut else ""))
        wrong += bad
    if wrong:
        print((folder / "log").read_text("utf-8", "replace")[-3000:])
    return wrong


def main(seconds=4):
    began, planted = time.monotonic(), len(planted_running.faults())
    with tempfile.TemporaryDirectory() as name:
        missed = scan_planted(Path(name))
        print(
            f"scan: {planted - sum(one.startswith('not found') for one in missed)} of {planted} planted faults found", flush=True
        )
        wrong = scan_platform(Path(name), seconds)
    print("\n".join([f"  {len(wrong)} findings in the platform, {time.monotonic() - began:.0f} s", *missed, *wrong]))
    return 1 if missed or wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
