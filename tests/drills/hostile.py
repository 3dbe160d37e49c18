"""Hostile requests over real sockets: no answer of 5xx, no hang, no growing memory.

    python3 dev.py drill hostile [COUNT] [SEED]      100,000 requests unless told; traffic to 127.0.0.1 only, ends by itself

A server of its own with a small world and four people signed in; requests are made of all addresses, of values that break careless
programs, and of bytes that are no HTTP at all. The same seed sends the same requests.
"""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
SLOW, GROWTH = 10.0, 30 * 1024
SENDERS = 2
VALUES = [
    "", "0", "-1", "1", "99999999999999999999", "2147483648", "1e9", "NaN", "null", "true", "%00", "\x00", "'", "' OR 1=1 --", '"><script>alert(1)</script>',
    "{{7*7}}", "${7*7}", "../../../../etc/passwd", "..%2f..%2f", "\\..\\..\\", "file:///etc/passwd", "http://[::1", "//evil.example", "javascript:alert(1)",
    "а" * 300, "а" * 9000, "\ud7ff\u202e\u2066", "\u0000\u0001\u0002", "ﷺ" * 40, "😀" * 50, "\r\nSet-Cookie: a=b", "%0d%0aX: y", "2026-02-30", "0000-00-00", "9999-12-31",
    "MN-046", "18540", "18540-HC-01", "en", "mn", "kk", "zz", "complaint", "publish", "y", "[]", "a[b]=c", "%", "%zz", "%ff%fe", "١٢٣٤", "１２３４", "1_000", "+1", " 1 ", "*", "(", "\\",
    "SELECT pg_sleep(9)", "admin'/*", "<!--", "]]>", "0x41", "1;DROP TABLE cases", "| cat /etc/passwd", "`id`", "\t", "a\tb\nc", "İ", "ß", "ﬀ", "Ⅷ",
]  # fmt: skip
METHODS = ["GET"] * 10 + ["POST"] * 8 + ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "get", "G\x7fT"]
TYPES = [
    "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data", "application/json", "text/plain",
    "multipart/form-data; boundary=" + "b" * 300, "application/x-www-form-urlencoded; charset=utf-16", "x" * 200, "",
]  # fmt: skip
NAMES = """story facility facility_text consent_store consent_pass_on client_key receipt words verdict reason csrf_token q page view kind category soum province
    since until month photos text_office text_public criticality cleared act case colleague on sure action parent office other login password code next name email
    endpoint _external _scheme _anchor _method lang version scope period cell file_type register_number registered_on days who about boxes-0-left purpose contact_email contact_phone decision noticed_on people website propose live""".split()


def senders_requests(seed, paths, cookies, count):
    """`count` requests as bytes, the same for the same seed."""
    rng = random.Random(seed)
    for _ in range(count):
        yield _request(rng, paths, cookies)


def _request(rng, paths, cookies):
    if rng.random() < 0.01:
        return _garbage(rng)
    path = _path(rng, rng.choice(paths))
    method = rng.choice(METHODS)
    headers = [("Host", rng.choice(["127.0.0.1", "127.0.0.1", "127.0.0.1", "evil.example", "", "[::1]:99999"]))]
    token = ""
    if rng.random() < 0.7:
        cookie = rng.choice(cookies) if rng.random() < 0.9 else f"voice={quote(rng.choice(VALUES))}"
        headers.append(("Cookie", cookie.partition("; token=")[0]))
        token = cookie.partition("; token=")[2]
    for name in (
        "Accept",
        "Accept-Language",
        "If-None-Match",
        "Range",
        "X-Forwarded-For",
        "Accept-Encoding",
        "Content-Encoding",
        "If-Modified-Since",
    ):
        if rng.random() < 0.08:
            headers.append((name, _header(rng)))
    body = b""
    if method not in {"GET", "HEAD"} or rng.random() < 0.05:
        kind = rng.choice(TYPES[:3] if rng.random() < 0.8 else TYPES)
        body = _body(rng, kind, token if rng.random() < 0.8 else "")
        headers += [
            ("Content-Type", kind),
            ("Content-Length", str(len(body) if rng.random() < 0.97 else rng.choice([-1, "x", 10**12]))),
        ]
    head = (
        f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers) + "Connection: close\r\n\r\n"
    )
    return head.encode("utf-8", "surrogatepass") + body


def _garbage(rng):
    return rng.choice([
        b"\x16\x03\x01\x02\x00", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x00" * 200, b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n", rng.randbytes(100) + b"\r\n\r\n",
        b"POST /mn/track HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ])  # fmt: skip


def _header(rng):
    return rng.choice(VALUES).replace("\r", "").replace("\n", "").replace("\x00", "")[:500] or "*"


def _path(rng, path):
    parts = [
        quote(rng.choice(VALUES), safe="%") if part.startswith("<") and rng.random() < 0.5 else part for part in path.split("/")
    ]
    filled = "/".join(_known(rng, part) for part in parts)
    if rng.random() < 0.5:
        pairs = [f"{rng.choice(NAMES)}={quote(rng.choice(VALUES), safe='%')}" for _ in range(rng.randint(1, 4))]
        filled += "?" + "&".join(pairs)
    return filled if rng.random() < 0.97 else quote(rng.choice(VALUES), safe="/%") or "/"


def _known(rng, part):
    if not part.startswith("<"):
        return part
    return {"lang": "mn", "code": "18540-HC-01", "iso_code": "MN-046", "nso_code": "18540"}.get(
        part.strip("<>").split(":")[-1], str(rng.randint(0, 9))
    )


def _body(rng, kind, token):
    fields = [("csrf_token", token)] if token else []
    fields += [(rng.choice(NAMES), rng.choice(VALUES)) for _ in range(rng.randint(0, 8))]
    if kind.startswith("multipart"):
        boundary = kind.partition("boundary=")[2] or "x"
        parts = []
        for name, value in fields:
            named = f'form-data; name="{name}"' + ('; filename="../../x.svg"' if rng.random() < 0.4 else "")
            content = rng.choice(
                [
                    value.encode("utf-8", "surrogatepass"),
                    b"\xff\xd8\xff\xe0" + rng.randbytes(50),
                    b"%PDF-1.4 x",
                    b"<svg onload=alert(1)>",
                    b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
                ]
            )
            parts.append(f"--{boundary}\r\nContent-Disposition: {named}\r\n\r\n".encode() + content + b"\r\n")
        return b"".join(parts) + (f"--{boundary}--\r\n".encode() if rng.random() < 0.8 else b"")
    if "json" in kind and rng.random() < 0.8:
        said = rng.choice([dict(fields), fields, 5, None, {"csrf_token": token, rng.choice(NAMES): [{"a": fields}, -1]}])
        return json.dumps(said).encode()
    return (
        "&".join(f"{name}={quote(value, safe='%')}" for name, value in fields).encode()
        if rng.random() < 0.9
        else rng.randbytes(300)
    )


def send(port, request):
    """The status of the answer, or what happened instead."""
    began = time.monotonic()
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=SLOW) as line:
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)  # nothing more comes, so that half a request need not be waited for
            answer = line.recv(64)
    except TimeoutError:
        return "hang"
    except OSError:
        return "closed"
    if time.monotonic() - began > SLOW:
        return "hang"
    words = answer.split(b" ", 2)
    return words[1].decode("ascii", "replace") if len(words) > 1 and answer.startswith(b"HTTP/") else "closed"


def work(port, seed, paths, cookies, count):
    """One sender: how often each status came, and the first requests that went wrong."""
    seen, wrong = Counter(), []
    for request in senders_requests(seed, paths, cookies, count):
        status = send(port, request)
        seen[status] += 1
        if (status.startswith("5") and status not in {"501", "505"}) or status == "hang":
            wrong.append((status, request[:400]))
    return seen, wrong[:10]


# --- the server that is attacked ---------------------------------------------------------------------------------------


def settings(folder, port):
    return {
        **os.environ, "SAMPLE": "0", "DATABASE_URL": f"sqlite:///{folder}/voice.sqlite3", "STORAGE_URL": (folder / "storage").as_uri(),
        "SENSITIVE_DATABASE_URL": f"sqlite:///{folder}/sensitive.sqlite3", "SECRET_KEY": "drill", "RECEIPT_KEY": "drill", "VAULT_KEYS": "drill", "SIGNING_KEY": "drill",
        "SITE_URL": f"http://127.0.0.1:{port}", "PYTHONUTF8": "1",
    }  # fmt: skip


def prepare(environ):
    """Database, country and a small world, and the cookies of people who are signed in; made in a process of its own."""
    for words in (["db", "upgrade"], ["directory", "load"]):
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words], cwd=ROOT, env=environ, check=True, capture_output=True
        )
    made = subprocess.run(
        [sys.executable, "-m", "tests.drills.hostile_world"], cwd=ROOT, env=environ, check=True, capture_output=True, text=True
    )
    paths, cookies = made.stdout.split("\n\n")
    return paths.split("\n"), cookies.strip().split("\n")


def memory(pid):
    """KiB of this process and its children."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        if f"\nPid:\t{pid}\n" in text or f"\nPPid:\t{pid}\n" in text:
            total += int(text.split("VmRSS:")[1].split()[0]) if "VmRSS:" in text else 0
    return total


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main(count=100_000, seed=4711):
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        environ = settings(folder, port)
        paths, cookies = prepare(environ)
        command = [sys.executable, "-m", "gunicorn", "--preload", "--workers", "2", "--threads", "4", "--worker-class", "gthread"]
        command += ["--bind", f"127.0.0.1:{port}", "--timeout", "60", "--log-level", "critical", "wsgi:app"]
        with (
            (folder / "log").open("wb") as log,
            subprocess.Popen(command, cwd=ROOT, env=environ, stderr=log, stdout=log) as server,
        ):
            try:
                ok = attack(port, server.pid, paths, cookies, count, seed)
            finally:
                server.send_signal(signal.SIGTERM)
                server.wait(20)
        if not ok:
            print((folder / "log").read_text("utf-8", "replace")[-3000:])
    return 0 if ok else 1


def attack(port, pid, paths, cookies, count, seed):
    while send(port, b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n") != "200":
        time.sleep(0.2)
    began, found, sizes = time.monotonic(), [], []
    with ProcessPoolExecutor(SENDERS) as pool:
        for half in range(2):  # caches fill in the first half; what grows in the second as well goes on growing
            seeds = [seed + half * SENDERS + number for number in range(SENDERS)]
            jobs = [pool.submit(work, port, one, paths, cookies, count // SENDERS // 2) for one in seeds]
            found += [job.result() for job in jobs]
            sizes.append(memory(pid))
    seen, wrong = sum((one[0] for one in found), Counter()), [bad for one in found for bad in one[1]]
    seconds, grown = time.monotonic() - began, sizes[1] - sizes[0]
    print(f"hostile: {sum(seen.values())} requests in {seconds:.0f} s ({sum(seen.values()) / seconds:.0f}/s), seed {seed}")
    print("  answers: " + ", ".join(f"{status} {times}" for status, times in sorted(seen.items())))
    print(f"  memory grew by {grown / 1024:.0f} MiB in the second half")
    for status, request in wrong:
        print(f"  {status}: {request!r}")
    alive = send(port, b"GET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n") == "200"
    return not wrong and grown < GROWTH and alive


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
