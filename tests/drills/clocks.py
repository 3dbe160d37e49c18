"""Two years of many cases, with the job killed at random: every breach one step, nothing lost, nothing doubled, nothing after the end.

    python3 dev.py drill clocks [CASES] [DAYS] [KILLS] [SEED]      120 cases, 150 days, 5 kills unless told; by hand 10000 730 100

What the trail and the messages say afterwards is held against `clock_lives.expected`, which counts days without the platform.
"""

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import sqlalchemy as sa

from accountability import create_app
from accountability.audit.models import TrailEntry
from accountability.cases.models import Case
from accountability.core import clock
from accountability.core.db import db
from accountability.outbox.models import Message
from tests import databases
from tests.drills.clock_days import BEGIN, Passed, key_of
from tests.drills.clock_lives import expected, lives

ROOT = Path(__file__).resolve().parents[2]
# Beside the messages: what leaves no message, by its line on the trail.
ON_THE_TRAIL = ("time_out", "give_up", "no_way_up")
MESSAGES = ("overdue", "went_up", "reminder", "exhausted")


def live(url, folder, count, days, kills, seed):
    """Runs the child to its end, and kills it so many times, on days spread over the whole time and at any moment of them."""
    rng = random.Random(seed)
    left = sorted(rng.randrange(days) for _ in range(kills))
    command = [sys.executable, "-m", "tests.drills.clock_days", url, str(folder), str(count), str(days), str(seed)]
    killed = 0
    while True:
        child = subprocess.Popen(command, cwd=ROOT)
        while left and child.poll() is None and Passed(folder).read() < 2 * left[0] + 1:
            time.sleep(0.02)
        if left and child.poll() is None:
            left.pop(0)
            time.sleep(rng.random())
            child.send_signal(signal.SIGKILL)
            killed += 1
        if child.wait() == 0:
            return killed
        if child.returncode != -signal.SIGKILL:
            sys.exit("the child failed by itself")


def happened():
    """By case: what was done on which day, as often as it was."""
    cases = dict(db.session.execute(sa.select(Case.id, Case.client_key)).all())
    found = {key: Counter() for key in cases.values()}
    lines = sa.select(TrailEntry.chain, TrailEntry.action, TrailEntry.at).where(TrailEntry.action.in_(ON_THE_TRAIL))
    for chain, action, at in db.session.execute(lines):
        found[cases[int(chain.removeprefix("case:"))]][action, (clock.day_of(at) - clock.day_of(BEGIN)).days] += 1
    routings = dict(db.session.execute(sa.text("SELECT id, case_id FROM routings")).all())
    sent = sa.select(Message.kind, Message.subject_kind, Message.subject_id, Message.created_at).where(Message.kind.in_(MESSAGES))
    for kind, subject, number, at in db.session.execute(sent):
        case_id = number if subject == "case" else routings[number]
        found[cases[case_id]][kind, (clock.day_of(at) - clock.day_of(BEGIN)).days] += 1
    return found


def differences(count, days, seed):
    found = happened()
    for life in lives(count, days, seed):
        must, did = expected(life, days), found.get(key_of(life), Counter())
        if must != did:
            yield f"case {life.number}: missing {dict(must - did)}, too many {dict(did - must)}"


def main(count=120, days=150, kills=5, seed=4711):
    began, memory = time.monotonic(), Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        folder = Path(name)
        url = databases.prepare(folder)
        killed = live(url, folder, count, days, kills, seed)
        app = create_app(databases.settings(url, folder))
        with app.app_context():
            wrong = list(differences(count, days, seed))
            steps = sum(sum(one.values()) for one in happened().values())
            databases.close()
        databases.drop(url)
    print(f"{count} cases, {days} days, killed {killed} times: {steps} things came due in {time.monotonic() - began:.0f} s")
    print("\n".join(wrong[:20]) or "each of them once, and nothing else")
    return 1 if wrong or killed < kills * 0.8 or not steps else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
