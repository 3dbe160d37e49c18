"""What the words beside a number say that it is: a phone, or a bank account.

A word counts for most when nothing but links stand between («данс маань: …», «… гэсэн дансанд»). Numbers that look like a mobile
phone are accounts only then; for others the nearest word decides.
"""

import re
from itertools import pairwise
from typing import NamedTuple

_ACCOUNTS = r"данс|iban|шот|картны|dans|account|счет|счёт|есепшот|shot\b"
_BANKS = r"банк|хуулга|шилжүүл|bank|shiljuul"
_PHONES = (
    r"утас|утс|залга|холбо|тел|phone|utas|uts|zalg|смс|sms|нөмір|номер|звон|хабарлас|ватсап|вацап|viber|вайбер|whats|wats|факс|fax"
    r"|мобиком|юнител|скайтел|жимоб|mobicom|mobikom|unitel|skytel|gmob|мессеж|мсж|msj|mess?ej"
)
_BANK = re.compile(rf"{_ACCOUNTS}|{_BANKS}")
_PHONE = re.compile(_PHONES)
_EITHER = re.compile(rf"(?P<account>(?:{_ACCOUNTS})\w*)|(?P<bank>(?:{_BANKS})\w*)|(?P<phone>(?:{_PHONES})\w*)")
_LINKS = (
    r"(?:дугаар|dugaar)\w*|нь|ni|n|маань|мань|минь|mini|maani|min|бол|bol|шинэ|хуучин|shine|huuchin|одоогийн|тоот|руу|луу|ruu|luu|гэж|гээд|гэсэн"
    r"|гэдэг|gej|gesen|no|энэ|ene|миний|манай|minii|manai|байна|дээр|deer|болох|нөмері|нөмірі|нөмірім"
)
_LINKED = re.compile(rf"(?:[^\w,;!?\n]|(?<!\w)(?:{_LINKS})(?!\w))*")
_ENDING = r"(?:[\-–—]?(?:т|д|руу|луу|аас|оос|аар|оор|ыг|г|н|t|d|ruu|luu|aas|oos|aar|oor)(?!\w))?"
_BEHIND_LINKS = (
    r"(?:гэсэн|гэдэг|гэх|тоот|энэ|миний|руу|луу|рүү|ruu|luu|gesen|gsn|gedeg|ene|toot|minii|деген|(?:дугаар|dugaar)\w*)"
)
_OWN_NUMBER = r"(?![^\W\d_]*[\s:№.\-–—]*(?:нь |ni |дугаар\w* |dugaar\w* )?\d)"
_BEHIND = re.compile(
    rf"{_ENDING}[\s\-–—)»\"”]{{0,3}}(?:{_BEHIND_LINKS}\s+){{0,2}}"
    rf"(?:(?P<account>данс|dans|шот|счет|есепшот)|(?P<phone>{_PHONES})){_OWN_NUMBER}"
)
_REACHED = re.compile(rf"{_ENDING} ?(?:{_BEHIND_LINKS} )?(?:дугаар|dugaar)(?:[тt]| ?[рлrl](?:уу|uu)|аас|aas| дээр| deer)(?!\w)")
_WALLET = re.compile(
    r"хэтэвч|hetevch|wallet|соушл|social ?pay|socialpay|мост ?мони|most ?money|монпэй|monpay|токи\b|toki\b|pocket|qpay"
)
_ACCOUNT_BEFORE = re.compile(r"(?:данс|dans|iban|шот)[^,;.!?\n\d]*$|(?<!\w)(?:банк|банкны|bank|bankni|bankny)[ :№]*$")
_NEAR, _SOON, _AT_ONCE, _PREFERRED = 45, 25, 9, 12
_SURE_PHONE = frozenset("789")


class Digits(NamedTuple):
    """Where a number stands, and its digits."""

    start: int
    end: int
    digits: str


def is_mobile(digits: str) -> bool:
    return len(digits) == 8 and digits[0] in "56789"


def is_counting(digits: str) -> bool:
    """Pairs that go up or down by the same step: «62, 63, 64, 65», «90 80 70 60»."""
    pairs = [int(digits[at : at + 2]) for at in range(0, len(digits), 2)]
    steps = {after - before for before, after in pairwise(pairs)}
    return len(steps) == 1 and 0 < abs(steps.pop()) <= 10


def said(low: str, number: Digits) -> str | None:
    """ "phone", "account", or nothing when no word beside it says what it is."""
    mobile = is_mobile(number.digits)
    direct = directly_said(low, number.start, number.end, bank=not mobile) or is_reached(low, number)
    if mobile and direct != "phone":
        if direct is None:
            return "account" if number.digits[0] not in _SURE_PHONE and _in_clause(low, number.start) else None
        if _WALLET.search(low, max(0, number.start - _NEAR), number.end + _SOON):
            return "phone"
    return direct or _nearest(low, number.start, number.end)


def is_reached(low: str, number: Digits) -> str | None:
    """«5511 2233 дугаарт», when it can be a phone: accounts have a «дугаар» too."""
    return "phone" if is_mobile(number.digits) and _REACHED.match(low, number.end) else None


def directly_said(low: str, start: int, end: int, *, bank: bool = True) -> str | None:
    """What the word says to which the number is linked: the one before it, or else the one behind. A bank has phones too."""
    begin = max(0, start - _NEAR)
    last = max(_EITHER.finditer(low, begin, start), key=re.Match.end, default=None)
    before = last.lastgroup if last and _LINKED.fullmatch(low, last.end(), start) else None
    if before == "bank":
        before = "account" if bank else None
    behind = _BEHIND.match(low, end)
    return before or (behind.lastgroup if behind else None)


def _in_clause(low: str, start: int) -> bool:
    """The word account stands before the number, with no comma between; a bank alone says nothing: it calls people too."""
    return _ACCOUNT_BEFORE.search(low, max(0, start - _NEAR), start) is not None


def _nearest(low: str, start: int, end: int) -> str | None:
    """Which word stands nearest before the number, or else soon after it; the word bank counts for more."""
    bank, phone = _distance_before(_BANK, low, start), _distance_before(_PHONE, low, start)
    bank_behind, phone_behind = _distance_behind(_BANK, low, end), _distance_behind(_PHONE, low, end)
    if phone is None and bank_behind is not None and bank_behind < _AT_ONCE:
        return "account"
    if bank is None and phone is None:
        bank, phone = bank_behind, phone_behind
    elif bank is not None:
        bank -= _PREFERRED if phone is not None else 0
    if bank is None or phone is None:
        return "account" if bank is not None else "phone" if phone is not None else None
    return "account" if bank < phone else "phone"


def _distance_before(words: re.Pattern[str], low: str, start: int) -> int | None:
    places = [found.start() for found in words.finditer(low, max(0, start - _NEAR), start)]
    return start - places[-1] if places else None


def _distance_behind(words: re.Pattern[str], low: str, end: int) -> int | None:
    found = words.search(low, end, end + _SOON)
    return found.start() - end if found else None
