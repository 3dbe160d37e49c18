"""A signed acknowledgement that something was received here: says neither what nor from whom."""

import base64
from typing import Any

import segno

from accountability.audit import queries as audit
from accountability.cases.models import Case
from accountability.core import clock
from accountability.core.signing import plain_form, signer
from accountability.directory.labels import OfficeKind

_WELFARE = {OfficeKind.WELFARE, OfficeKind.DISABILITY_BOARD}


def acknowledgement(case: Case) -> dict[str, Any]:
    """What docs/check_trail.py checks: the case by the fingerprint of its first line, the field, the office, the day."""
    office = case.facilities[0] if case.facilities else None
    said = {
        "format": "receipt-1",
        "case": audit.first_hash(case.chain),
        "group": ("welfare" if office.kind in _WELFARE else "health") if office else "open",
        "office": office.code if office else None,
        "on": clock.day_of(case.received_at, case.zone).isoformat(),
    }
    return {"acknowledges": said, "signature": signer.sign(plain_form(said)), "key": signer.public_key}


def as_picture(case: Case) -> str:
    """The same as a QR code in a data URI, for print."""
    packed = base64.urlsafe_b64encode(plain_form(acknowledgement(case))).decode()
    return segno.make(packed, error="l").svg_data_uri(scale=3, border=2)
