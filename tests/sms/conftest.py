"""A gateway that has our secret, and a phone behind it."""

import pytest

from tests.sms.phones import SECRET, Phone


@pytest.fixture
def phone(app, client):
    app.config["SMS_SECRET"] = SECRET
    yield Phone(client)
    app.config["SMS_SECRET"] = ""
