#!/usr/bin/env python3
"""Runs, tests and checks the platform on any machine with Python 3.11 or newer: one file, standard library only.

python3 dev.py run      make everything ready and serve it
python3 dev.py test     the whole suite on SQLite and PostgreSQL, with the browser journeys
python3 dev.py check    format, lint, types, translations, templates, architecture
python3 dev.py drill NAME [COUNT]   a long trial, bounded, on this machine only: hostile, clocks, chase, outbox, scan
python3 dev.py lock     renew the locks (needs uv)
python3 dev.py help     this text
"""

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
INTERPRETER = "Scripts/python.exe" if os.name == "nt" else "bin/python"
VENV = ROOT / ".venv"
SCAN_VENV = ROOT / ".venv-scan"  # the web scanner's packages must not mix with ours
INSTANCE = ROOT / "instance"
PYTHON = VENV / INTERPRETER
POSTGRES_HOMES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


# --- the environment ---------------------------------------------------------------------------------------------------


def prepare(lock: str, venv: Path = VENV) -> None:
    """Makes the environment and installs the locked packages, only when the lock changed since the last time."""
    if sys.version_info < (3, 11):  # noqa: UP036 an older Python runs this file too, and must say why it stops
        sys.exit("Python 3.11 or newer is needed.")
    python, stamp = venv / INTERPRETER, venv / f".{lock}.sha256"
    wanted = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted and python.exists():
        return
    if not python.exists():
        make_venv(venv)
    print(f"installing {lock} …", flush=True)
    if uv := shutil.which("uv"):
        command = [uv, "pip", "install", "-q", "--python", str(python), "--require-hashes", "-r", lock]
    else:
        command = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", lock]
    subprocess.run(command, cwd=ROOT, check=True)
    stamp.write_text(wanted)


# The pip that bootstrap/ carries for machines whose Python has none (Debian without python3-venv).
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"


def make_venv(venv: Path) -> None:
    """A virtual environment, also where Debian's python3-venv is missing: then pip comes from bootstrap/."""
    python = venv / INTERPRETER
    print(f"making {venv.name} …", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(venv)], capture_output=True, check=False)
    if made.returncode == 0 and python.exists():
        return
    shutil.rmtree(venv, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    if shutil.which("uv"):
        return
    wheel = next((ROOT / "bootstrap").glob("pip-*.whl"))
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != PIP_SHA256:
        sys.exit("bootstrap/pip is not what it should be; nothing was installed.")
    subprocess.run([str(python), f"{wheel}/pip", "install", "-q", "--no-index", str(wheel)], check=True)


def environ(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONUTF8": "1", **more}


def flask(*words: str, **more: str) -> None:
    subprocess.run([str(PYTHON), "-m", "flask", "--app", "wsgi", *words], cwd=ROOT, env=environ(**more), check=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# --- run ---------------------------------------------------------------------------------------------------------------


def run() -> None:
    """Web and worker on one machine, with sample data unless SAMPLE=0."""
    prepare("requirements.txt")
    sample = os.environ.get("SAMPLE", "1")
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    settings = {"SAMPLE": sample, "SITE_URL": os.environ.get("SITE_URL", f"http://{host}:{port}")}
    make_ready(sample, settings)
    serving, working = processes(host, port)
    workers = [subprocess.Popen(serving, cwd=ROOT, env=environ(**settings))]
    wait_for(host, int(port), workers[0])
    print(f"\nserving on http://{host}:{port}/  (Ctrl+C ends it)", flush=True)
    workers.append(subprocess.Popen(working, cwd=ROOT, env=environ(**settings)))
    try:
        while all(worker.poll() is None for worker in workers):
            time.sleep(0.5)
    except KeyboardInterrupt:
        pass
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        for worker in workers:
            worker.wait(10)


def wait_for(host: str, port: int, web: "subprocess.Popen[bytes]") -> None:
    """Until the server takes connections; the worker starts after it, so that the first page comes sooner."""
    while web.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((host, port)) == 0:
                return
        time.sleep(0.1)


def make_ready(sample: str, settings: dict[str, str]) -> None:
    """Translations, database, reference data and sample data: each only when it is not there yet."""
    INSTANCE.mkdir(exist_ok=True)
    stamp = INSTANCE / f"ready-{sample}.sha256"
    wanted = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(watched()))).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        flask("translations", "compile", **settings)
        flask("db", "upgrade", **settings)
        flask("directory", "load", **settings)
        if sample == "1":
            flask("sample", "accounts", "--quiet", **settings)
        if sample == "1" and not (INSTANCE / "sample-loaded").exists():
            flask("sample", "load", "--cases", "2000", "--seed", "1", **settings)
            flask("sample", "promises", **settings)
            flask("dashboards", "publish", **settings)
            (INSTANCE / "sample-loaded").touch()
        stamp.write_text(wanted)
    if sample == "1":
        print((INSTANCE / "sample-accounts.txt").read_text(), flush=True)
        print("passphrases of the sample protection officers, and the shares of the sample recovery key:")
        print((INSTANCE / "sample-vaults.txt").read_text(), flush=True)


def watched() -> list[Path]:
    return [
        *ROOT.glob("migrations/versions/*.py"),
        *ROOT.glob("migrations/sensitive/versions/*.py"),
        *ROOT.glob("translations/*/LC_MESSAGES/*.po"),
        *ROOT.glob("accountability/directory/data/*.csv"),
    ]


def processes(host: str, port: str) -> list[list[str]]:
    web = [
        str(PYTHON),
        "-m",
        "gunicorn",
        "--preload",
        "--workers",
        "2",
        "--threads",
        "8",
        "--worker-class",
        "gthread",
        "--bind",
        f"{host}:{port}",
    ]
    web += ["--timeout", "60", "--log-level", "warning", "wsgi:app"]
    worker = [str(PYTHON), "-m", "flask", "--app", "wsgi", "work"]
    return [web, worker]


# --- test --------------------------------------------------------------------------------------------------------------


def test(arguments: list[str]) -> None:
    """SQLite, then PostgreSQL, then the journeys in Chromium; says what it could not run, which is a failure with CI=true."""
    prepare("requirements-dev.txt")
    flask("translations", "compile", SAMPLE="0")
    ci, missing, failed = os.environ.get("CI") == "true", [], False
    pytest = [str(PYTHON), "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", *arguments]
    browser = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if browser is None:
        missing.append("the browser journeys: no Chromium")
        pytest += ["-m", "not browser"]
    if not Path("/usr/lib/kannel/test/fakesmsc").exists():
        missing.append("the text messages through a real gateway: no kannel with its kannel-extras")
    print("== SQLite", flush=True)
    more = {"CHROMIUM": browser} if browser else {}
    with tempfile.TemporaryDirectory(prefix="voice-test-", dir=quickest_folder()) as folder:
        more["TMPDIR"] = folder
        failed |= subprocess.run(pytest, cwd=ROOT, env=environ(**more), check=False).returncode != 0
        if POSTGRES_HOMES:
            print("== PostgreSQL", flush=True)
            with Postgres() as server:
                more |= {"TEST_POSTGRES_URL": server.url, "TEST_POSTGRES_HOME": str(server.home)}
                failed |= subprocess.run(pytest, cwd=ROOT, env=environ(**more), check=False).returncode != 0
    if not POSTGRES_HOMES:
        missing.append("the suite on PostgreSQL: no server installed")
    for what in missing:
        print(f"skipped {what}")
    sys.exit(1 if failed or (missing and ci) else 0)


def quickest_folder() -> str | None:
    """In memory where there is room: hundreds of databases are copied, which a slow disk makes minutes longer."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 4 * 2**30 else None


class Postgres:
    """A throw-away PostgreSQL server; as root it is started as another user, because it refuses to run as root."""

    def __enter__(self) -> "Postgres":
        self.home = Path(tempfile.mkdtemp(prefix="voice-pg-", dir=quickest_folder()))
        self.port = free_port()
        self.as_user = ["runuser", "-u", "postgres", "--"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        if self.as_user:
            shutil.chown(self.home, "postgres")
        tools, cluster = POSTGRES_HOMES[0], self.home / "cluster"
        self._do([str(tools / "initdb"), "-D", str(cluster), "-U", "voice", "-A", "trust", "-E", "UTF8", "--no-locale"])
        careless = " ".join(f"-c {name}=off" for name in ("fsync", "full_page_writes", "synchronous_commit"))
        options = f"-p {self.port} -k {self.home} -c listen_addresses=127.0.0.1 -c max_connections=60 {careless}"
        self._do([str(tools / "pg_ctl"), "-D", str(cluster), "-w", "-l", str(self.home / "log"), "-o", options, "start"])
        self.url = f"postgresql://voice@127.0.0.1:{self.port}/postgres"
        return self

    def __exit__(self, *_error: object) -> None:
        self._do([str(POSTGRES_HOMES[0] / "pg_ctl"), "-D", str(self.home / "cluster"), "-m", "immediate", "stop"])
        shutil.rmtree(self.home, ignore_errors=True)

    def _do(self, command: list[str]) -> None:
        subprocess.run([*self.as_user, *command], cwd=self.home, stdout=subprocess.DEVNULL, check=True)


# --- check -------------------------------------------------------------------------------------------------------------


def check() -> None:
    prepare("requirements-dev.txt")
    flask("translations", "compile", SAMPLE="0")
    steps = {
        "format": ["ruff", "format", "--check", "-q", "."],
        "lint": ["ruff", "check", "-q", "."],
        "types": ["mypy"],
        "templates": ["djlint", "--lint", "--quiet", "templates"],
        "architecture": ["pytest", "-q", "tests/architecture"],
    }
    bad = []
    for name, words in steps.items():
        began = time.monotonic()
        good = subprocess.run([str(PYTHON), "-m", *words], cwd=ROOT, env=environ(SAMPLE="0"), check=False).returncode == 0
        print(f"{'ok ' if good else 'BAD'} {name} {time.monotonic() - began:.1f} s", flush=True)
        if not good:
            bad.append(name)
    began = time.monotonic()
    said = subprocess.run(
        [str(PYTHON), "-m", "flask", "--app", "wsgi", "translations", "check"], cwd=ROOT, env=environ(SAMPLE="0"), check=False
    )
    print(f"{'BAD' if said.returncode else 'ok '} translations {time.monotonic() - began:.1f} s")
    sys.exit(1 if bad or said.returncode else 0)


# --- drill -------------------------------------------------------------------------------------------------------------


def drill(words: list[str]) -> None:
    """One of tests/drills by its name; without a count it runs the sample that CI runs."""
    names = sorted(path.stem for path in (ROOT / "tests/drills").glob("[a-z]*.py") if "dev.py drill" in path.read_text("utf-8"))
    if not words or words[0] not in names:
        sys.exit(f"which drill? {', '.join(names)}")
    if words[0] == "scan" and sys.version_info >= (3, 13):
        sys.exit("The web scanner runs on Python 3.11 and 3.12 only.")
    prepare("requirements-dev.txt")
    if words[0] == "scan":
        prepare("requirements-scan.txt", SCAN_VENV)
    flask("translations", "compile", SAMPLE="0")
    command = [str(PYTHON), "-m", f"tests.drills.{words[0]}", *words[1:]]
    sys.exit(subprocess.run(command, cwd=ROOT, env=environ(SCANNER=str(SCAN_VENV / INTERPRETER)), check=False).returncode)


def lock() -> None:
    flags = [
        "--universal",
        "--generate-hashes",
        "--no-emit-index-url",
        "--no-annotate",
        "--no-header",
        "--python-version",
        "3.11",
        "-q",
    ]
    for name in ("requirements", "requirements-dev", "requirements-scan"):
        subprocess.run(["uv", "pip", "compile", *flags, f"{name}.in", "-o", f"{name}.txt"], cwd=ROOT, check=True)


def main() -> None:
    words = sys.argv[1:] or ["help"]
    acts: dict[str, Callable[[], object]] = {"run": run, "check": check, "lock": lock, "help": lambda: print(__doc__)}
    if words[0] == "test":
        test(words[1:])
    elif words[0] == "drill":
        drill(words[1:])
    elif words[0] in acts:
        acts[words[0]]()
    else:
        sys.exit(f"unknown: {words[0]}; see python3 dev.py help")


if __name__ == "__main__":
    main()
