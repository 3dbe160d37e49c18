"""Words that are illnesses by their form: Latin and Greek names (-ит, -оз, -пати), and Mongolian nouns of state (-лт, -дал).

A noun of state is an illness only when a part of the body vouches for it; see `diagnoses`.
"""

import re

from accountability.redaction.lexicon import BITS, beginnings

_LEARNED = re.compile(
    r"...(?:ит|оз|иаз|оми|ома|еми|пати|алги|плази|склероз|стаз|тони|ури|фили|фоби|рраги|плеги|маляци|цефал|itis|iit|oz|pati|algi)"
    r"(?:йн|иин|т|тай|тэй|той|тойгоо|ийн|ээр|аар|оор|өөр|ыг|ийг|гийн|д|я|tai|tei|toi|iin|oor|eer|тойг|тэйг|гүй)?$"
)
_STATE = re.compile(
    r"(?:лт|дал|дэл|дол|дөл|рал|рэл|сал|сэл|шил|шээс|вч|лал|лэл)"
    r"(?:тай|тэй|той|ын|ийн|аар|ээр|оор|өөр|ыг|ийг|тайг|тэйг|аас|ээс)?$"
)
_NOT_LEARNED, _NOT_STATE = beginnings("illness_words.not_learned"), beginnings("illness_words.not_state")


def illness_classes(low: str) -> int:
    if len(low) < 5:
        return 0
    learned = _LEARNED.search(low) and not low.startswith(_NOT_LEARNED)
    state = _STATE.search(low) and not low.startswith(_NOT_STATE)
    return (BITS["learned"] if learned else 0) | (BITS["state"] if state else 0)
