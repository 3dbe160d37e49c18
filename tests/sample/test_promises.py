"""Sample offices promise something, some say that it is done, and some of that was looked at."""

import pytest
import sqlalchemy as sa

from accountability.commitments.models import Commitment
from accountability.commitments.workflow import Standing
from accountability.core import clock
from accountability.core.db import db
from accountability.sample import loader, promises

pytestmark = [pytest.mark.slow, pytest.mark.once]


def test_some_offices_promise_and_none_twice(sample):
    loader.load(900, 1, clock.today(), workers=0, progress=lambda count: None)
    count = promises.make(1)
    db.session.commit()
    made = list(db.session.scalars(sa.select(Commitment)))
    assert count == len(made) > 0
    assert {Standing.PLANNED} <= {one.standing for one in made}
    assert all(one.due_on > clock.today() for one in made)
