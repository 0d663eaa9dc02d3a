"""Closed word lists of the grammar of harms, folded; open lists are data files."""

_LINKS = """
# both her his its more of other the their « » ال من “ ”
"""
LINKS = frozenset({*_LINKS.split(), '"', "'"})
"""Between a quantity and what it counts."""

ARTICLES = frozenset({"a", "an", "another"})

OWNERS = frozenset({"her", "his", "its", "my", "the", "their"})
"""Before a noun they make it definite."""

QUOTES = frozenset({'"', "#", "'", "(", ")", "*", "[", "]", "«", "»", "“", "”"})
"""Marks that may stand inside a phrase."""

AMONG = frozenset({"among", "ranks", "بين", "صفوف", "ضمن"})

_AUXILIARIES = """
all already also among are be been being believed feared get got had has have is more of others reported reportedly said still
them to was were were, ايضا قد كانوا
"""
AUXILIARIES = frozenset(_AUXILIARIES.split())
"""Between people and the harm word that follows them."""

TWO = frozenset({"إثنين", "اثنان", "اثنتان", "اثنتين", "اثنين"})

_DESCRIBING = """
aid_worker civilian displaced family fighter foreigner local_notable member militant passerby soldier
"""
DESCRIBING = frozenset(_DESCRIBING.split())
"""People whose singular may describe another noun ("terrorist attacks")."""

_AFTER_NOUNS = """
after also and are as at belonging by died during for from had has have identified in including is named near of on or reported
said still that to was wearing were when which while who with
"""
AFTER_NOUNS = frozenset(_AFTER_NOUNS.split())
"""After a noun that describes no other."""

_PREPOSITIONS = """
after and as at by during from in near on since when while with
"""
PREPOSITIONS = frozenset(_PREPOSITIONS.split())

_THINGS = """
blast civilian_site from_the_air gunfire measure settlement shells
"""
THINGS = frozenset(_THINGS.split())
"""What a number may count instead of people."""

_NOT_NAMES = """
اثناء الا التي الذي الذين الي اليوم امس ان انه انها او ايضا باستهداف بانفجار بحسب برصاص بعد بغاره بقصف بلده به بها بهجوم بين تحت
تلك ثم جديد جديده جنوب جنوبي حسب حول حيث خلال ذلك ريف شرق شرقي شمال شمالي صباح ضد ظهر عبر علي عليه عليها عن عند عندما غرب غربي
غير فجر فقط فوق في فيه فيها قبل قد قريه كل كما لا لقد لكن لم ليل ما محافظه مدينه مساء مع من منطقه منه منها هذا هذه وسط وفق
"""
NOT_NAMES = frozenset(_NOT_NAMES.split())
"""Unlisted words after a harm word that begin no name."""

SETTLED = frozenset({"citizen", "civilian", "displaced", "family", "person", "resident"})
"""People who may leave their homes."""

ABLE = frozenset({"تمكن", "تمكنت", "تمكنوا", "استطاع", "استطاعت"})
"""Words of managing, before people who managed to leave."""

LOSSES = frozenset({"خساره", "خسارتها", "خسارته", "خسارتهم", "خسر", "خسرت", "خسروا", "فقد", "فقدت", "lost", "lose", "losing", "loses"})
"""Words of losing, before the fighters that a side lost."""

ALONE = frozenset({"claimed_lives", "lost_life"})
"""Harm words that have no twin."""

ENDINGS = ("ا", "ت")
"""Of Arabic verbs that have their people before them."""

BODILY = frozenset({"injured", "killed", "missing"})
"""Harms that one number may state together."""

_BULLETS = """
# * - – — • 🔴 🔸 🔹
"""
BULLETS = frozenset(_BULLETS.split())

_CLOSED = """
! # % ( ) , - . / : ; ? @ a after also an and are as at be been by could for from had has have he her his in is it its may might
not of on or other others she than that the their these they this those to was were when which while who will with would | « » ،
؟ التي الذي الذين الي ان انه انها او بعد بين تحت ثم حيث خلال ضد علي عن عند عندما في قبل قد كل كما لا لقد لم ما مع من هذا هذه هم
و وهم – — “ ” • …
"""
CLOSED = frozenset({*_CLOSED.split(), '"', "'"})
"""Closed-class words and marks: features name them, other words never."""
