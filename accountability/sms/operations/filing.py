"""A case from a text message: with the consents that were given in the conversation, and a receipt like any other."""

import uuid
from datetime import timedelta
from typing import Any

from rapidfuzz import fuzz

from accountability.cases import receipts
from accountability.cases.models import Channel, ConsentPurpose
from accountability.cases.operations import authoring
from accountability.core import clock
from accountability.core.mongolian import stem, words
from accountability.directory import queries as directory
from accountability.directory.models import Area
from accountability.sms.commands import LETTERS
from accountability.sms.models import SmsPhone, SmsThread

# From so many cases a day on, what comes from one phone waits until somebody let it through.
CALM_A_DAY = 5
_ALIKE = 85


def file(phone: SmsPhone, number: str, draft: dict[str, Any], *, shared: bool) -> str:
    """Files what was drafted; returns the code in groups. Where somebody else reads the phone, no number is kept."""
    province, soum = place_of(draft.get("place", ""))
    letter = LETTERS[len(phone.threads) % len(LETTERS)]
    contact = {} if shared else {"way": "phone", "phone": number, "texts": letter, "script": phone.script.value}
    case, receipt = authoring.submit(
        authoring.Submission(
            story=draft["story"],
            client_key=str(uuid.uuid4()),
            facility_text=draft.get("place"),
            soum=soum,
            province=province,
            contact=contact,
            consents={ConsentPurpose.STORE: True, ConsentPurpose.PASS_ON: True, ConsentPurpose.CONTACT: not shared},
            locale=phone.locale,
            channel=Channel.SMS,
            quarantined=_is_too_much(phone),
        )
    )
    if not shared:
        phone.threads.append(SmsThread(case_id=case.id, case=case, letter=letter))
    return receipts.grouped(receipt or "")


def _is_too_much(phone: SmsPhone) -> bool:
    since = clock.now() - timedelta(days=1)
    return sum(thread.case.received_at > since for thread in phone.threads) >= CALM_A_DAY


def place_of(typed: str) -> tuple[Area | None, Area | None]:
    """Province and soum in what somebody typed, in any order and spelling; what is not found is None, and a monitor chooses.

    A soum's name that several provinces have counts only beside the name of its province.
    """
    stems = [found for found in map(stem, words(typed)[:8]) if len(found) > 1]
    provinces = [area for area in directory.provinces() if _is_named(area, stems)]
    soums = [area for area in directory.soums() if _is_named(area, stems)]
    province = provinces[0] if provinces else None
    inside = [area for area in soums if province is None or area.parent_id == province.id]
    soum = inside[0] if len(inside) == 1 else None
    return province or (soum.parent if soum else None), soum


def _is_named(area: Area, stems: list[str]) -> bool:
    named = [stem(word) for word in words(area.name_mn)]
    return all(any(fuzz.ratio(part, typed) >= _ALIKE for typed in stems) for part in named)
