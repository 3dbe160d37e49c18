"""What is marked and what is not, kind by kind; the sentences are other ones than those of the corpus."""

import unicodedata

import pytest

from accountability.redaction.detector import Span, scan
from accountability.redaction.spans import KINDS


def marked(text, kind):
    composed = unicodedata.normalize("NFC", text)
    return [composed[span.start : span.end] for span in scan(text) if span.kind == kind]


FOUND = {
    "register": [
        ("Миний регистр АБ88012345 шүү дээ", "АБ88012345"),
        ("Ү Ё - 0 5 2 3 1 1 4 5 гэж бичсэн", "Ү Ё - 0 5 2 3 1 1 4 5"),
        ("хүүгийн рд: өө 15 31 09 22", "өө 15 31 09 22"),
        ("register UJ85042318gesen", "UJ85042318"),
        ("PA72113O45 гэж латинаар", "PA72113O45"),
        ("регистр нь ТА 61 02 03 44", "ТА 61 02 03 44"),
    ],
    "phone": [
        ("Над руу 88 11 22 33 залгаарай", "88 11 22 33"),
        ("+976-9500-1122 гэж ярина", "+976-9500-1122"),
        ("(976) 99.11.22.33", "(976) 99.11.22.33"),
        ("утас: ерэн ес арван нэг, хорин хоёр гучин гурав", "ерэн ес арван нэг, хорин хоёр гучин гурав"),
        ("дугаар наян-найм нэг нэг хоёр хоёр гурав гурав", "наян-найм нэг нэг хоёр хоёр гурав гурав"),
        ("utas yeren yes arvan neg horin hoyor guchin gurav", "yeren yes arvan neg horin hoyor guchin gurav"),
        ("Суурин утас 11-330044", "11-330044"),
        ("99112233 2 удаа залгасан", "99112233"),
    ],
    "email": [
        ("хариугаа a.bat_88@gmail.com хаягт", "a.bat_88@gmail.com"),
        ("bat 88 @ gmail . com руу", "bat 88 @ gmail . com"),
        ("mail: bat dot bold at yahoo dot com", "bat dot bold at yahoo dot com"),
        ("туяа70 собака жимэйл цэг ком", "туяа70 собака жимэйл цэг ком"),
        ("bold.ts gmail.com гэж бичсэн", "bold.ts gmail.com"),
        ("bold[at]mail.mn", "bold[at]mail.mn"),
    ],
    "plate": [
        ("4512 УБЕ дугаартай машин", "4512 УБЕ"),
        ("УНӨ 00-12 гэсэн тэрэг", "УНӨ 00-12"),
        ("turgen 1204UBA irsen", "1204UBA"),
    ],
    "account": [
        ("Хаан банк 5012 3344 55 данс", "5012 3344 55"),
        ("IBAN MN12 0005 0050 1234 5678 болно", "MN12 0005 0050 1234 5678"),
        ("данс: 50112244 руу хийгээрэй", "50112244"),
        ("mn120005005012345678 дансаар", "mn120005005012345678"),
    ],
    "name": [
        ("Эмч Л.Ганхуяг үзсэн", "Л.Ганхуяг"),
        ("Намайг Сэлэнгэ гэдэг", "Сэлэнгэ"),
        ("Бат-Очирын Мөнхжин гэж хүн", "Бат-Очирын Мөнхжин"),
        ("Баатар даргад хэлсэн", "Баатар"),
        ("Хатагин овогтой Дэлгэр гуай", "Хатагин овогтой Дэлгэр"),
        ("emch Otgonbayar sain", "Otgonbayar"),
        ("cecegee suvilagch mundag", "cecegee"),
        ("САРАНТУЯА ЭМЧ ХАШГИРСАН", "САРАНТУЯА"),
        ("манай эмч нь Мөнхбаяр-аас асуусан", "Мөнхбаяр-аас"),
    ],
    "address": [
        ("Бид 3-р баг, Сонгинын гудамж 7-12 тоотод байдаг", "3-р баг, Сонгинын гудамж 7-12 тоотод"),
        ("хаяг: 14-р байр, 2-р орц, 45 тоот.", "14-р байр, 2-р орц, 45 тоот"),
        ("Эмээ Хөх чулуутын өвөлжөөнд байгаа", "Хөх чулуутын өвөлжөөнд"),
        ("bi 7r horoo 12r gudamj 5 toot", "7r horoo 12r gudamj 5 toot"),
        ("хоёрдугаар баг, дөрөвдүгээр байр, арван хоёр тоот", "хоёрдугаар баг, дөрөвдүгээр байр, арван хоёр тоот"),
    ],
    "date": [
        ("2026.03.14-нд очсон", "2026.03.14-нд"),
        ("5 сарын 6-ны өглөө 9 цагт ирсэн", "5 сарын 6-ны өглөө 9 цагт"),
        ("наймдугаар сарын хорин гурванд төрсөн", "наймдугаар сарын хорин гурванд"),
        ("шөнийн 2 цаг 35 минутад дуудсан", "шөнийн 2 цаг 35 минутад"),
        ("4/22 14:00-д хурал", "4/22 14:00-д"),
        ("3 sariin 14nd oroin 6 tsagt", "3 sariin 14nd oroin 6 tsagt"),
        ("14 March 2026 at 9:30", "14 March 2026 at 9:30"),
    ],
    "age": [
        ("Би 67 настай", "67 настай"),
        ("дөчин таван насны хүн", "дөчин таван насны"),
        ("ээж минь 79-тэй", "79-тэй"),
        ("охин 11 сартай", "11 сартай"),
        ("өвөө 90 гарсан", "90 гарсан"),
        ("eej 62toi", "62toi"),
    ],
    "diagnosis": [
        ("Би чихрийн шижинтэй", "чихрийн шижинтэй"),
        ("хүү 39 хэм халуурсан", "39 хэм халуурсан"),
        ("баруун хөл нь хугарсан", "баруун хөл нь хугарсан"),
        ("эгч жирэмсэн 7 сартай", "жирэмсэн 7 сартай"),
        ("ах миокардиттай", "миокардиттай"),
        ("даралт минь 180/100 байсан", "даралт минь 180/100"),
        ("шагай нь чинэрсэн", "шагай нь чинэрсэн"),
        ("eej daralttai", "daralttai"),
    ],
    "kin": [
        ("Манай хүү Тэмүүжин өвдсөн", "хүү Тэмүүжин"),
        ("охин маань Номин-Эрдэнэ ирсэн", "охин маань Номин-Эрдэнэ"),
        ("хадам ээж Лхамын даатгал", "хадам ээж Лхамын"),
        ("minii huu mini Anar irsen", "huu mini Anar"),
    ],
    "sole_role": [
        ("сумын ганц шүдний эмч амарсан", "сумын ганц шүдний эмч"),
        ("багийн дарга ирсэн", "багийн дарга"),
        ("Сургуулийн эмч үзсэн", "Сургуулийн эмч"),
        ("халамжийн мэргэжилтэн гарсан", "халамжийн мэргэжилтэн"),
        ("emnelgiin erhlegch baihgui", "emnelgiin erhlegch"),
    ],
}  # fmt: skip
FREE = {
    "register": ["нь 99112233 руу", "А/446 тоот тушаал", "MN12 0005 0050 1234 5678"],
    "phone": ["1111 болон 103", "99 112 345 төгрөг", "код 20240318", "нэг хоёр гурав дөрөв тав зургаа долоо найм", "2026.03.14"],
    "email": ["мэйл хаягаа бичээрэй. Баярлалаа", "at the hospital. Com", "@ тэмдэг дутуу"],
    "plate": ["2024 онд 1200 хүн", "5000 MNT", "машинд 1234 хүн"],
    "account": ["100000 төгрөг", "5000 мг", "баримтын дугаар 123456789"],
    "name": ["Баяр хүргэе!", "Өнөр эмийн сан", "Сүхбаатар аймагт", "Хаан банк", "Сайн эмч ажилладаг", "Нэг сувилагч ирсэн"],
    "address": ["5-р багийн иргэд", "3 давхарт 214 тоот өрөө", "гэр хороолол", "Говь-Алтай аймгийн төв"],
    "date": ["2024 онд", "3 сард", "3 цаг хүлээсэн", "24 цагаар ажилладаг", "хуулийн 13.5-д", "2 цаг 15 минут суусан", "өдөрт 1/2 шахмал"],
    "age": ["18 нас хүрээгүй хүүхэд", "0-5 насны", "3 хүүхэдтэй", "60-аас дээш насны", "жирэмсэн 7 сартай"],
    "diagnosis": ["Сүрьеэгийн тасаг хол", "жирэмсэн эмэгтэйчүүдэд", "дараалал урт", "утасны дугаар", "зам эвдэрсэн"],
    "kin": ["хүү минь ирсэн", "ээжийн тэтгэвэр", "ах дүү хоёр"],
    "sole_role": ["нэг сувилагч", "эмч нар", "өрхийн эмч", "ээлжийн эмч"],
}  # fmt: skip


def test_every_kind_has_examples():
    assert set(FOUND) == set(FREE) == set(KINDS)


@pytest.mark.parametrize(("kind", "text", "part"), [(kind, *pair) for kind, pairs in FOUND.items() for pair in pairs])
def test_what_identifies_somebody_is_marked_whole(kind, text, part):
    assert part in marked(text, kind)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in FREE.items() for text in texts])
def test_what_only_looks_like_it_is_left_alone(kind, text):
    assert marked(text, kind) == []


def test_a_phone_split_over_the_sentence_is_marked_in_its_parts():
    assert marked("9911 гээд цааш нь 2233 гэж бичсэн", "phone") == ["9911", "2233"]
    assert marked("Эхний хагас нь ерэн дөрөв далан найм, үлдсэн нь гучин гурав жаран нэг", "phone") == [
        "ерэн дөрөв далан найм",
        "гучин гурав жаран нэг",
    ]


def test_two_numbers_side_by_side_stay_two():
    assert marked("99112233/88112233", "phone") == ["99112233", "88112233"]
    assert marked("утас 99112233 12 цагаас хойш", "phone") == ["99112233"]


def test_a_relative_is_marked_with_the_name_inside():
    spans = scan("Манай хүү Тэмүүжин өвдсөн")
    kin, name = (next(span for span in spans if span.kind == kind) for kind in ("kin", "name"))
    assert kin.start < name.start
    assert name.end <= kin.end


def test_offsets_count_characters_of_the_composed_text():
    decomposed = unicodedata.normalize("NFD", "Ёлкины эмч й 99112233")
    assert scan(decomposed) == scan(unicodedata.normalize("NFC", decomposed)) != []
    assert marked(decomposed, "phone") == ["99112233"]


def test_fixed_forms_are_marked_in_a_language_that_nobody_can_read():
    assert marked("Менің телефоным 9942 1180, регистрім БӨ68051214", "phone") == ["9942 1180"]
    assert marked("Менің телефоным 9942 1180, регистрім БӨ68051214", "register") == ["БӨ68051214"]
    assert marked("请打 99112233", "phone") == ["99112233"]


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\x00", "\ud800", "\u202e99112233\u202c", "😀", "ﬁ", "İ" * 50, "\u0301" * 50, "«»()"]
)
def test_odd_texts_give_spans_inside_the_text(text):
    length = len(unicodedata.normalize("NFC", text))
    assert all(0 <= span.start < span.end <= length for span in scan(text))


def test_control_characters_and_lone_surrogates_hide_nothing_beside_them():
    assert marked("\x00 утас 99112233 \ud800 гэж", "phone") == ["99112233"]


def test_spans_are_tuples_that_say_their_kind():
    assert scan("утас 99112233") == [Span(5, 13, "phone")]
