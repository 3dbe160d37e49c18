"""A real gateway on this machine: Debian's kannel with the fake message centre of kannel-extras, one process for each phone message.

`says` hands a message to the centre as a phone would; `reads` returns what arrived at the phone, put together from its parts.
"""

import re
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes, urlparse

import pytest

FAKE_CENTRE = Path("/usr/lib/kannel/test/fakesmsc")
SHORT_NUMBER = "1414"
SECRET = "between-us"
_ARRIVED = re.compile(r"Got message \d+: <(\S+) (\S+) (?:udh (\S+) )?(\S+) (.*)>")
CONFIG = """
group = core
admin-port = {admin}
admin-password = only-here
admin-interface = 127.0.0.1
smsbox-port = {box}
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1
dlr-storage = internal
sms-combine-concatenated-mo = false

group = smsc
smsc = fake
smsc-id = centre
host = 127.0.0.1
port = {centre}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {box}
sendsms-port = {send}
sendsms-interface = 127.0.0.1
mo-recode = true
http-request-retry = 10
http-queue-delay = 1

group = sendsms-user
username = voice
password = both
max-messages = 5
concatenation = true

group = sms-service
keyword = default
catch-all = true
max-messages = 0
send-sender = true
post-url = http://sms:{secret}@{host}/gateway/sms
"""


def is_installed():
    return FAKE_CENTRE.exists() and shutil.which("bearerbox", path="/usr/sbin:/usr/bin") is not None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(true, seconds=20.0):
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "the gateway did not do it in time"
        time.sleep(0.05)


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Gateway:
    """Kannel's two boxes; messages come to `address`, and `url` is where we send ours."""

    def __init__(self, address):
        self.folder = Path(tempfile.mkdtemp(prefix="gateway-"))
        ports = {name: free_port() for name in ("admin", "box", "centre", "send")}
        self.centre, self.send = ports["centre"], ports["send"]
        config = self.folder / "kannel.conf"
        config.write_text(CONFIG.format(secret=SECRET, host=urlparse(address).netloc, **ports))
        self.url = f"http://voice:both@127.0.0.1:{self.send}/cgi-bin/sendsms?from={SHORT_NUMBER}"
        self.boxes = [self._start("bearerbox", config)]
        wait_until(lambda: listens(ports["box"]) and listens(self.centre))
        self.boxes.append(self._start("smsbox", config))
        wait_until(lambda: listens(self.send))

    def _start(self, name, config):
        return subprocess.Popen(
            [f"/usr/sbin/{name}", str(config)], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def close(self):
        for box in reversed(self.boxes):
            box.kill()
            box.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.fixture
def gateway(house):
    """A gateway of the house's own. Without kannel there is none, which on the build machine is a failure like any skipped test."""
    if not is_installed():
        pytest.skip("no kannel on this machine")
    made = Gateway(house.address)
    house.app.config.update(SMS_SECRET=SECRET, SMS_URL=made.url)
    yield made
    made.close()


class RealPhone:
    """A phone in the fake network. The centre that carries its newest message stays to take what comes for it."""

    def __init__(self, gateway, number="+97699112233"):
        self.gateway, self.number, self.process, self.taken, self.handed_over = gateway, number, None, 0, 0
        self.log = gateway.folder / f"phone{number}.log"
        self.log.touch()

    def says(self, text):
        self._hand_over(f"ucs2 {quote(text.encode('utf-16-be'))}")

    def says_part(self, text, reference, part, parts):
        header = "".join(f"%{byte:02x}" for byte in (5, 0, 3, reference, parts, part))
        self._hand_over(f"udh-text {header} {quote(text)}")

    def _hand_over(self, message):
        self.hang_up()
        command = [
            FAKE_CENTRE,
            "-H",
            "127.0.0.1",
            "-r",
            str(self.gateway.centre),
            "-m",
            "1",
            f"{self.number} {SHORT_NUMBER} {message}",
        ]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        self.handed_over += 1
        wait_until(lambda: self.log.read_text("utf-8", "replace").count("sent message") >= self.handed_over)
        time.sleep(0.2)  # said before the last byte has left

    def hang_up(self):
        if self.process:
            self.process.terminate()
            self.process.wait(10)
            self.process = None

    def reads(self, count=1, seconds=20.0):
        """The next messages, once so many have arrived whole."""
        wait_until(lambda: len(self._arrived()) >= self.taken + count, seconds)
        arrived = self._arrived()[self.taken :]
        self.taken += len(arrived)
        return arrived

    def _arrived(self):
        whole, waiting = [], {}
        for _sender, receiver, header, kind, content in _ARRIVED.findall(self.log.read_text("utf-8", "replace")):
            if receiver != self.number:
                continue
            data = unquote_to_bytes(content.replace("+", " "))
            text = data.decode("utf-8" if kind == "text" else "utf-16-be", "replace")
            if not header:
                whole.append(text)
                continue
            reference, parts, part = unquote_to_bytes(header)[3:6]
            kept = waiting.setdefault(reference, {})
            kept[part] = text
            if len(kept) == parts:
                whole.append("".join(kept[place] for place in sorted(kept)))
                del waiting[reference]
        return whole
