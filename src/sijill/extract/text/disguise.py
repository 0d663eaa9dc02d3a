"""Words that posters write in pieces so that a platform's filters pass them by: "مقـ ـتل", "ق*ت*ل", "قص.ف".

`JOINT` is the part of a token pattern that carries a word over such a gap; `is_disguised` judges pieces joined by full stops alone,
which are more often the end of a sentence without a space after it.
"""

JOINTS = " .*،•~_|\u06e5\u06e6"
"""Signs that stand in the gaps."""

_WORDS = """
قصف قصفت يقصف قتل قتلي قتيل قتلت قتلوا مقتل مقاتل شهيد شهيده شهداء شهيدان استشهد استشهاد استشهدت جرحي جريح جرح جروح
اصابه اصابات اصيب مصاب مجزره مجازر قاعده نصره داعش دواعش ارهاب ارهابي ارهابيه اسرائيل اسرائيلي اسرائيليه صهيوني
صهيونيه احتلال تركي تركيه ايران ايراني ايرانيه روسي روسيه حزب حراس مهاجر مهاجرين انفجار تفجير غاره غارات صاروخ صواريخ
طيران مسيره طائره هجوم استهداف استهدف استهدفت عدوان اعدام اغتيال دماء سلاح مسلح مسلحين مسلحه ميليشيا عناصر جيش نظام
قسد
"""
WORDS = frozenset(_WORDS.split())
"""Folded words, without clitics, that are hidden so: of violence and of those who do it."""


def joint_pattern(letters: str) -> str:
    """A pattern for what may stand between two letters of one disguised word; `letters` is the inside of a character class.

    Between tatweels up to four signs or blanks; beside one tatweel, or between bare letters, stops and stars only.
    """
    return (
        rf"(?<=\u0640)[{JOINTS}\u2026]{{1,4}}\u0640+(?=[{letters}])"
        rf"|[.*]{{1,3}}\u0640+(?=[{letters}])"
        rf"|(?<=\u0640)(?<!ه\u0640)[.*]{{1,3}}(?=[{letters}])"
        rf"|\*(?=[{letters}])"
    )


def is_disguised(pieces: list[str], bases: list[str]) -> bool:
    """Whether Arabic pieces between full stops are one word; `bases` are the joined word's forms without clitics."""
    if any(base in WORDS for base in bases):
        return True
    if len(pieces) == 2:
        return len(pieces[1]) == 1 and pieces[1] != "و" and len(pieces[0]) > 1
    return max(map(len, pieces)) in (2, 3)
