"""What each level of agreement says, in English and Arabic. `{0}`, `{1}` are the values of the level."""

SENTENCES: dict[str, tuple[str, str]] = {
    "date_same": ("the same day", "اليوم نفسه"),
    "date_meets": ("their days overlap", "تتداخل أيام الروايتين"),
    "date_next": ("one day apart", "بينهما يوم واحد"),
    "date_near": ("{0} days apart", "بينهما {0} أيام"),
    "date_apart": ("{0} days apart: too far", "بينهما {0} يوماً: تباعد كبير"),
    "calendar_same": ("both texts name the same day and month", "يذكر النصان اليوم والشهر نفسيهما"),
    "calendar_other": ("the texts name different days", "يذكر النصان أياماً مختلفة"),
    "published_close": ("published within {0} days of the other's day", "النشر خلال {0} أيام من تاريخ الآخر"),
    "published_near": ("published {0} days from the other's day", "بين النشر وتاريخ الآخر {0} أيام"),
    "published_apart": ("published {0} days from the other's day: too far", "بين النشر وتاريخ الآخر {0} يوماً: تباعد كبير"),
    "published_before": ("one was published before the other's happening", "نُشر أحدهما قبل وقوع الآخر"),
    "place_same": ("the same place", "المكان نفسه"),
    "place_close": ("{0} km apart, within the precision of both", "بينهما {0} كم ضمن دقة تحديد المكانين"),
    "place_inside": ("one place lies inside the other's wide area ({0} km)", "أحد المكانين داخل نطاق الآخر الواسع ({0} كم)"),
    "place_near": ("{0} km apart", "بينهما {0} كم"),
    "place_far": ("{0} km apart: far", "بينهما {0} كم: تباعد"),
    "place_apart": ("{0} km apart: another area", "بينهما {0} كم: منطقة أخرى"),
    "name_same": ("both name “{0}”", "كلاهما يسمي «{0}»"),
    "name_close": ("place names that differ in spelling only (“{0}”)", "اسما المكان يختلفان في الكتابة فقط («{0}»)"),
    "name_other": ("they name different places", "يسميان مكانين مختلفين"),
    "type_same": ("the same kind of event", "نوع الحدث نفسه"),
    "type_family": ("kinds of event that sources confuse", "نوعان من الأحداث تخلط المصادر بينهما"),
    "type_other": (
        "another kind of event: related at most, never one incident",
        "نوع آخر من الأحداث: قد يكونان متصلين ولا يُدمجان",
    ),
    "actor_same": ("the same party is said to have done it ({0})", "ينسبان الفعل إلى الطرف نفسه ({1})"),
    "actor_other": ("different parties are said to have done it ({0} / {2})", "ينسبان الفعل إلى طرفين مختلفين ({1} / {3})"),
    "party_same": ("the same parties ({0})", "الأطراف نفسها ({1})"),
    "party_other": ("different parties ({0} / {2})", "أطراف مختلفة ({1} / {3})"),
    "victim_same": ("the same person is named among the victims", "يُذكر الشخص نفسه بين الضحايا"),
    "text_copy": ("one text is a copy of the other ({0} %)", "أحد النصين نسخة من الآخر ({0} %)"),
    "text_shared": ("the texts share passages ({0} %)", "يشترك النصان في مقاطع ({0} %)"),
    "words_most": ("they use mostly the same rare words ({0} %)", "يستعملان معظم الكلمات النادرة نفسها ({0} %)"),
    "words_many": ("they share many rare words ({0} %)", "يشتركان في كثير من الكلمات النادرة ({0} %)"),
    "words_some": ("they share some rare words ({0} %)", "يشتركان في بعض الكلمات النادرة ({0} %)"),
    "words_few": ("they share few rare words ({0} %)", "يشتركان في قليل من الكلمات النادرة ({0} %)"),
    "words_hardly": ("they share hardly any rare words ({0} %)", "لا يكادان يشتركان في كلمة نادرة ({0} %)"),
}

_KINDS = {"killed": ("killed", "القتلى"), "injured": ("injured", "المصابين")}
_TOLLS = {
    "equal_high": ("the same number {0}: {1}", "عدد {0} نفسه: {1}"),
    "equal_low": ("the same small number {0}: {1}", "عدد {0} الصغير نفسه: {1}"),
    "meet_high": ("numbers {0} that can both be true: {1} and {2}", "عددا {0} قد يصحان معاً: {1} و{2}"),
    "meet_low": ("small numbers {0} that can both be true: {1} and {2}", "عددان صغيران من {0} قد يصحان معاً: {1} و{2}"),
    "close": ("numbers {0} close to each other: {1} and {2}", "عددا {0} متقاربان: {1} و{2}"),
    "rose": ("the later report has more {0}: {1} and {2}", "التقرير اللاحق يذكر عدداً أكبر من {0}: {1} و{2}"),
    "differ": ("numbers {0} that cannot both be true: {1} and {2}", "عددا {0} لا يصحان معاً: {1} و{2}"),
}
for _kind, (_en, _ar) in _KINDS.items():
    for _code, (_text, _text_ar) in _TOLLS.items():
        SENTENCES[f"{_kind}_{_code}"] = (_text.format(_en, "{0}", "{1}"), _text_ar.format(_ar, "{0}", "{1}"))
