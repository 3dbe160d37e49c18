"""What offices, monitors and authors say in sample cases: answers, returns, questions with replies, refusals, notes."""

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from random import Random
from typing import Any

from accountability.cases.models import AnswerKind
from accountability.directory.labels import OfficeKind
from accountability.sample.stories import DATA

# Which of the written reasons belongs to which code; the numbers are their places in answers.json.
RETURNS = {"other_office": (0, 1, 5, 6, 7, 10, 11), "not_enough": (2, 3, 4, 8, 12, 13), "already_answered": (9,)}
DECLINES = {"spam": (6, 12), "not_service": (0, 8, 11), "repeated": (1,), "too_old": (3,), "unclear": (2, 7)}
DECLINE_WEIGHTS = {"repeated": 9, "unclear": 6, "too_old": 5, "not_service": 3, "spam": 2}
DISPUTES = {"not_done": (0, 2, 3, 8, 10, 12), "not_answered": (4, 7, 11), "not_true": (5, 6, 9), "unfair": (1,)}
DISPUTE_WEIGHTS = {"not_done": 10, "not_answered": 5, "not_true": 4, "unfair": 1}
RESPONSIBLE = {
    OfficeKind.HEALTH_CENTRE: ("эрүүл мэндийн төвийн эрхлэгч", "ахлах сувилагч", "хүний их эмч"),
    OfficeKind.FAMILY_HEALTH_CENTRE: ("төвийн эрхлэгч", "ахлах сувилагч"),
    OfficeKind.HOSPITAL: ("чанарын албаны мэргэжилтэн", "эмчилгээ эрхэлсэн орлогч", "тасгийн эрхлэгч", "бүртгэлийн ахлах"),
    OfficeKind.HEALTH_DEPARTMENT: ("чанар, хяналтын мэргэжилтэн", "эмийн асуудал хариуцсан мэргэжилтэн"),
    OfficeKind.WELFARE: ("халамжийн мэргэжилтэн", "нийгмийн ажилтан", "хэлтсийн дарга"),
    OfficeKind.DISABILITY_BOARD: ("комиссын нарийн бичиг", "комиссын дарга"),
}
# How people name an office that they did not find in the list.
OFFICE_WORDS = {
    OfficeKind.HEALTH_CENTRE: "сумын эмнэлэг",
    OfficeKind.FAMILY_HEALTH_CENTRE: "өрхийн эмнэлэг",
    OfficeKind.HOSPITAL: "аймгийн эмнэлэг",
    OfficeKind.HEALTH_DEPARTMENT: "эрүүл мэндийн газар",
    OfficeKind.WELFARE: "халамжийн алба",
    OfficeKind.DISABILITY_BOARD: "группийн комисс",
}
DELIVERIES = (
    "Бичиг хэргийн ажилтанд гардуулав.",
    "Эрхлэгчид нь гардуулж, хуулбар дээр гарын үсэг зуруулав.",
    "Шуудангаар илгээж, хүлээн авсныг утсаар лавлав.",
    "Байгууллагын үүдний бүртгэлд бүртгүүлэв.",
)
CONTACT_REASONS = ("Асуултыг утсаар тодруулах", "Хариу ирснийг мэдэгдэх", "Очих өдрийг тохирох")
ALIASES = ("Малчин", "Нутгийн иргэн", "Нэг ээж", "Ахмад хүн", "Хөдөөгийн багш", "Таван хүүхдийн аав")


@dataclass(frozen=True, slots=True)
class SampleAnswer:
    kind: AnswerKind
    categories: frozenset[str]
    offices: frozenset[OfficeKind]
    text: str


@cache
def book() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / "answers.json").read_text("utf-8"))
    return found


@cache
def _answers() -> list[SampleAnswer]:
    return [
        SampleAnswer(
            AnswerKind(row["kind"]),
            frozenset(row["categories"]),
            frozenset(OfficeKind(kind) for kind in row["facilities"]),
            row["text"],
        )
        for row in book()["answers"]
    ]


@lru_cache(maxsize=4096)
def _fitting(categories: tuple[str, ...], office: OfficeKind) -> list[SampleAnswer]:
    """Answers about the same matter that such an office could give, and the general ones."""
    found = [
        answer
        for answer in _answers()
        if (not answer.offices or office in answer.offices) and (not answer.categories or answer.categories & set(categories))
    ]
    own = [answer for answer in found if answer.categories]
    return own * 3 + found


def answer(rng: Random, categories: list[str], office: OfficeKind) -> SampleAnswer:
    found = _fitting(tuple(categories), office)
    return found[int(rng.random() * len(found))]


def give_back(rng: Random) -> tuple[str, str]:
    """Why an office sends something back: the reason's code and its words."""
    place = int(rng.random() * len(book()["return_reasons"]))
    reason = next(code for code, places in RETURNS.items() if place in places)
    return reason, book()["return_reasons"][place]


def decline(rng: Random) -> tuple[str, str]:
    return _coded(rng, DECLINE_WEIGHTS, DECLINES, "decline_notes")


def dispute(rng: Random) -> tuple[str, str]:
    return _coded(rng, DISPUTE_WEIGHTS, DISPUTES, "dispute_words")


def question(rng: Random) -> tuple[str, str]:
    """A monitor's question and what an author replies to it."""
    place = int(rng.random() * len(book()["questions"]))
    return book()["questions"][place], book()["author_replies"][place]


def words(rng: Random, kind: str) -> str:
    """One of `author_additions`, `thanks_lines` or `notes`."""
    return str(_one(rng, book()[kind]))


def responsible(rng: Random, office: OfficeKind) -> str:
    return str(_one(rng, RESPONSIBLE.get(office, ("мэргэжилтэн",))))


def _coded(rng: Random, weights: dict[str, int], places: dict[str, tuple[int, ...]], kind: str) -> tuple[str, str]:
    code = rng.choices(list(weights), list(weights.values()))[0]
    return code, book()[kind][_one(rng, places[code])]


def _one(rng: Random, options: Any) -> Any:
    return options[int(rng.random() * len(options))]
