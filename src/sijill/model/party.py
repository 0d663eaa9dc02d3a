"""The names of parties in words, English and Arabic, for whatever a reader sees; ids stay as they are in data."""

from collections.abc import Iterable, Mapping

PARTY_NAMES: Mapping[str, tuple[str, str]] = {
    "us_coalition": ("US-led coalition", "التحالف الدولي"),
    "us": ("United States", "الولايات المتحدة"),
    "uk": ("United Kingdom", "بريطانيا"),
    "france": ("France", "فرنسا"),
    "russia": ("Russia", "روسيا"),
    "syria_government": ("Syrian government (Assad)", "حكومة الأسد"),
    "syria_transitional": ("Syrian transitional government", "الحكومة السورية الانتقالية"),
    "turkey": ("Türkiye", "تركيا"),
    "sna": ("Syrian National Army", "الجيش الوطني السوري"),
    "sdf": ("Syrian Democratic Forces", "قوات سوريا الديمقراطية"),
    "isis": ("Islamic State", "تنظيم الدولة"),
    "hts": ("Hay'at Tahrir al-Sham", "هيئة تحرير الشام"),
    "opposition": ("opposition groups", "فصائل معارضة"),
    "iran_backed": ("Iran and its militias", "إيران وميليشياتها"),
    "hezbollah": ("Hezbollah", "حزب الله"),
    "israel": ("Israel", "إسرائيل"),
    "jordan": ("Jordan", "الأردن"),
    "saudi_coalition": ("Saudi-led coalition", "التحالف بقيادة السعودية"),
    "houthi": ("Houthis", "الحوثيون"),
    "yemen_government": ("Yemeni government", "الحكومة اليمنية"),
    "aqap": ("AQAP", "القاعدة في جزيرة العرب"),
    "iraq_government": ("Iraqi government", "الحكومة العراقية"),
    "pmf": ("Popular Mobilization", "الحشد الشعبي"),
    "peshmerga": ("Peshmerga", "البيشمركة"),
    "libya_government": ("Libyan government", "الحكومة الليبية"),
    "libya_lna": ("Libyan National Army", "الجيش الوطني الليبي"),
    "hamas": ("Hamas", "حماس"),
    "palestinian": ("Palestinian groups", "فصائل فلسطينية"),
    "pkk": ("PKK", "حزب العمال الكردستاني"),
    "egypt": ("Egypt", "مصر"),
    "unknown": ("unidentified", "مجهول"),
    "other": ("other", "جهة أخرى"),
}
"""For each id of `vocabulary.ACTOR_IDS`."""


def name_parties(ids: Iterable[str]) -> tuple[str, str]:
    """The names of several parties in one phrase of each language, sorted by id; an unknown id stands for itself."""
    pairs = [PARTY_NAMES.get(i, (i, i)) for i in sorted(ids)]
    return ", ".join(p[0] for p in pairs), "، ".join(p[1] for p in pairs)
