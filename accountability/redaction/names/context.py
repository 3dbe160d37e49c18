"""What stands beside a word and makes it a name: a title, «гэдэг хүн», a label, a relative, an initial; or makes it a place."""

from accountability.redaction.given_names import STRONG, WEAK
from accountability.redaction.lexicon import beginnings, beside
from accountability.redaction.tokens import LOWER, TITLE, Row, Token, bits, close, touching

TITLED, KIN, PLACE, NOT_NAME, STARTER = (
    bits("title"),
    bits("kin", "kin_foreign"),
    bits("place"),
    bits("not_name"),
    bits("starter"),
)
ORDINARY = bits(
    *"starter not_name kin kin_foreign title unit field numeral ours only core place_noun bag street clinician head".split(),
    *"month kazakh_month own body called day_part weak".split(),
)
_CALLED, _PERSON, _OWN, _PLURAL = (
    bits("called"),
    bits("called_person", "title", "kin", "kin_foreign", "clinician", "head"),
    bits("own"),
    bits("plural"),
)
_PLACE_NOUN, _CORE, _NAME = bits("place_noun"), bits("core"), STRONG | WEAK
GENITIVE = beginnings("names.genitive")
_DOING, _NAMED_AFTER, _HAVING = beginnings("names.doing"), beginnings("names.named_after"), beginnings("diagnoses.having")
_LABELS, _ELDERS, _TRADES = beside("names.labels"), beside("names.elders"), beside("names.trades")
_LIKE, _BEARING, _NAME_WORDS = beside("names.like"), beside("names.bearing"), beginnings("names.name_words")
_BESIDE_KIN, _HEALTH, _LONG = beside("names.beside_kin"), beside("names.health"), beginnings("names.long_vowels")
_MOST = 6
_CHEMISTS = beside("names.chemists")
_CLAN = beside("names.clan")
_OPENING = frozenset('«("“„')


def is_next(row: Row, at: int) -> bool:
    """Whether a word stands here, right behind the one before."""
    return row[at].is_word() and close(row[at - 1], row[at])


def beside_person(row: Row, at: int) -> bool:
    """A title behind it, «гэдэг хүн», a label or a relative before it, or another name in a row of names."""
    one = row[at]
    if one.has(ORDINARY) and not one.has(STRONG) and not (one.has(WEAK) and _is_vouched(row, at)):
        return False
    return (
        _is_titled(row, at)
        or _is_ill(row, at)
        or _is_called(row, at)
        or _is_labelled(row, at)
        or after_kin(row, at)
        or (one.has(WEAK) and _is_in_a_row(row, at))
    )


def _is_vouched(row: Row, at: int) -> bool:
    """An ordinary word that is a name too needs a title behind it or a relative before; the most usual words an elder's title."""
    if row[at].has(STARTER):
        return is_next(row, at + 1) and row[at + 1].low in _ELDERS
    return _is_titled(row, at) or after_kin(row, at) or _is_called(row, at)


def _is_titled(row: Row, at: int) -> bool:
    one, following = row[at], row[at + 1]
    if not is_next(row, at + 1) or not following.has(TITLED) or (is_next(row, at + 2) and row[at + 2].has(_PLURAL)):
        return False
    unknown = one.shape == TITLE and following.low in _TRADES and not one.low.endswith(GENITIVE + _DOING)
    return one.has(_NAME) or unknown


def is_pet_with_title(row: Row, at: int) -> bool:
    return row[at].low.endswith(_LONG) and _is_titled(row, at)


def _is_called(row: Row, at: int) -> bool:
    """«… гэдэг хүн», «… гэж хөөрхөн бүсгүй», «… шиг хүн», «… нэртэй»."""
    following = row[at + 1]
    if not is_next(row, at + 1) or not (following.has(_CALLED) or (following.low in _LIKE and row[at].has(WEAK))):
        return False
    near = [row[place] for place in (at + 2, at + 3) if is_next(row, place)]
    return following.low in _BEARING or any(one.has(_PERSON) or one.low.startswith(_NAME_WORDS) for one in near)


def _is_ill(row: Row, at: int) -> bool:
    """«Түвшин бөөстэй»."""
    following = row[at + 1]
    return row[at].has(WEAK) and is_next(row, at + 1) and following.has(_CORE) and following.low.endswith(_HAVING)


def is_double(row: Row, at: int) -> bool:
    """«Сэцэн-Уулын»: two parts of names with a hyphen between, that are no place."""
    one, other = row[at], row[at + 2]
    joined = row[at + 1].low == "-" and one.shape == other.shape == TITLE and touching(row[at + 1], other)
    return joined and one.has(_NAME) and not (one.has(PLACE) and other.has(PLACE))


def _is_labelled(row: Row, at: int) -> bool:
    """«Нэр: …», «намайг …»."""
    place = at - 1
    while at - place < 3 and row[place].low in ":-–":
        place -= 1
    return row[place].low in _LABELS and row[at].shape != LOWER


def after_kin(row: Row, at: int) -> bool:
    """«хүү …», «охин маань …»."""
    if row[at].shape != TITLE and not row[at].has(_NAME):
        return False
    place = at - 1
    while at - place < 3 and (row[place].has(_OWN) or row[place].low in _BESIDE_KIN) and not row[place].has(KIN):
        place -= 1
    return row[place].has(KIN) and all(close(row[near], row[near + 1]) for near in range(place, at))


def _is_in_a_row(row: Row, at: int) -> bool:
    """«Баяр, Болормаа, Нарантуяа гурав»."""
    other = row[at + 2]
    return row[at + 1].low == "," and other.shape == TITLE and other.has(_NAME) and not names_a_place(row, at + 2)


def names_a_place(row: Row, at: int) -> bool:
    """«Өнөр эмийн сан», «Дулаан өрхийн эмнэлэг», «Мөнххаан суманд», «Баян-Өлгий»."""
    last = at
    while last - at < _MOST and row[last + 1].low == "-" and touching(row[last + 1], row[last + 2]):
        last += 2
        if row[last].has(PLACE) and row[last - 2].has(PLACE):
            return not after_kin(row, at)
    following = row[last + 1]
    if not is_next(row, last + 1) or not following.has(_PLACE_NOUN) or after_kin(row, at):
        return False
    if row[last + 2].low in _CHEMISTS:
        return False
    if row[at].has(STRONG) and not row[at].has(PLACE):
        return following.low.startswith(_NAMED_AFTER)
    return not (following.low in _HEALTH and is_next(row, last + 2) and row[last + 2].has(TITLED))


def is_of_a_clan(row: Row, at: int) -> bool:
    """«Боржигон овогтой Намжил»."""
    return row[at - 1].low in _CLAN and row[at].shape > LOWER and close(row[at - 1], row[at])


def has_initial(row: Row, at: int) -> bool:
    """«Б.Болд», «Ts.Erdene», «Г. Чимгээ»; a letter behind a number or at the end of a sentence is none."""
    initial, dot, one = row[at - 2], row[at - 1], row[at]
    if dot.low != "." or not touching(initial, dot) or not _is_initial(row, at - 2):
        return False
    if LOWER in {one.shape, initial.shape}:
        return touching(dot, one) and one.has(_NAME)
    if touching(dot, one):
        return len(one.low) > 2
    named = one.has(_NAME) or (not one.has(ORDINARY) and _is_titled(row, at))
    return len(initial.low) == 1 and close(dot, one) and named


def _is_initial(row: Row, at: int) -> bool:
    one: Token = row[at]
    return one.is_word() and len(one.low) < 3 and (not touching(row[at - 1], one) or row[at - 1].low in _OPENING)
