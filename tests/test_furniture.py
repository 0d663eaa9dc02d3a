"""What is not the article is set aside, and the article is kept."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sijill.extract.text.furniture import find_furniture
from sijill.extract.text.page import make_page


def kept(text: str, lang: str = "ar") -> str:
    page = make_page(text, lang)
    gone = find_furniture(page)
    return " | ".join(page.quote(s.first, s.last) for i, s in enumerate(page.sentences) if i not in gone)


def test_comments_and_reactions_glued_to_a_post_are_set_aside() -> None:
    text = "أصيب طفل بقصف على القرية صباح اليومAll reactions:175 commentsLikeCommentMost relevantفلان الله يرحمه 7 شهداء1y"
    assert kept(text) == "أصيب طفل بقصف على القرية صباح اليوم"


def test_the_title_and_name_that_a_platform_puts_before_a_post_are_set_aside_but_its_date_is_kept() -> None:
    text = "صفحة البلد - أصيب طفل...\nFacebook\u200eصفحة البلد\u200e's Post\n\nصفحة البلدJuly 16, 2025 · Shared with Publicأصيب طفل"
    assert kept(text) == "July 16, 2025 · Shared with Public | أصيب طفل"


def test_menus_go_and_the_article_between_them_stays() -> None:
    text = "الرئيسية\n\nأخبار وتقارير\n\nقتل مدنيان في قصف على البلدة.\n\nمقالات ذات صلة\n\nمقتل 12 شخصا في حادث آخر\n\nالأكثر قراءة"
    assert kept(text) == "قتل مدنيان في قصف على البلدة."


def test_headlines_of_other_stories_at_the_end_go_without_any_marker() -> None:
    text = "أصيب أربعة مدنيين في القصف.\n\nوزير يزور العاصمة\n\nشكوى ضد ارتفاع الأسعار\n\nمسيرة تستهدف معسكرا في الشمال"
    assert kept(text) == "أصيب أربعة مدنيين في القصف."


def test_a_list_of_the_dead_at_the_end_stays() -> None:
    text = "نشرت أسماء الضحايا.\n\n- أحمد 12 عاما\n\n- سلمى 5 أعوام\n\n- علي 9 أعوام"
    assert "سلمى" in kept(text)


def test_a_repeated_title_is_kept_once() -> None:
    text = "شهيدان بقصف على سوق البلدة\n\nشهيدان بقصف على سوق البلدة\n\nقضى مدنيان اليوم."
    assert kept(text) == "شهيدان بقصف على سوق البلدة | قضى مدنيان اليوم."


def test_a_first_telling_that_is_cut_off_gives_way_to_the_full_one() -> None:
    whole = "عدة إصابات نتيجة القصف على مدينة الشمال مصدره قوات متمركزة في المعسكر."
    assert kept(f"عدة إصابات نتيجة القصف على مدينة...\n\n{whole}") == whole


def test_the_article_goes_on_after_related_stories_in_its_middle() -> None:
    text = (
        "A child was killed on August 15\n\nRelated News\n\nMan killed by a landmine elsewhere\n\n"
        "The child, from a village in the west, was killed on August 15 by the explosion of remnants of war."
    )
    assert kept(text, "en").endswith("remnants of war.")
    assert "landmine" not in kept(text, "en")


def test_almost_no_gold_harm_of_real_reports_lies_in_furniture(shared: Path) -> None:
    lost = total = 0
    for line in (shared / "bench" / "train.jsonl").read_text(encoding="utf-8").split("\n")[:-1]:
        row = json.loads(line)
        text = kept(row["text"], row["lang"])
        quotes = {h["quote"] for a in row["gold"]["accounts"] for h in a["harms"]}
        total += len(quotes)
        lost += sum(q not in text and " ".join(q.split()) not in text.replace(" | ", " ") for q in quotes)
    assert lost / total < 0.01


@given(st.text(max_size=300))
def test_any_text_is_accepted(text: str) -> None:
    page = make_page(text, "ar")
    assert all(0 <= i < len(page.sentences) for i in find_furniture(page))


def test_hashtags_after_the_story_go_and_the_one_before_it_stays() -> None:
    assert kept("#حلب\nأصيب طفل بقصف على القرية\n#سوريا #أخبار") == "#حلب | أصيب طفل بقصف على القرية"


def test_what_follows_the_counts_of_a_tweet_is_set_aside() -> None:
    text = "قصف على القرية أوقع جرحى.10:51 AM · Jun 10, 20251.6KViews36\n\nقارئ آخر\n\nقتل مئة شخص"
    assert kept(text) == "قصف على القرية أوقع جرحى. | 10:51 AM · Jun 10, 2025"


def test_a_menu_that_names_the_publisher_before_the_story_does_not_end_it() -> None:
    story = "قال شهود إن طائرة ألقت صاروخين على سوق البلدة صباح اليوم وإن عددا من الباعة أصيبوا بجروح."
    assert kept(f"معلومات عنا\n\nاتصل بنا\n\n{story}\n\nمعلومات عنا\n\nتأسست المنصة قبل أعوام وهي مستقلة.") == story


def test_a_long_run_of_headlines_before_the_story_is_set_aside_and_the_title_stays() -> None:
    lines = [f"خبر آخر من مكان بعيد رقمه {number}" for number in ("واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية")]
    story = "قتل مدنيان في قصف على البلدة."
    text = "\n\n".join(["صفحة اليوم", *lines, "قتيلان بقصف على البلدة", "من مراسل الصفحة", story])
    assert kept(text) == f"صفحة اليوم | قتيلان بقصف على البلدة | من مراسل الصفحة | {story}"
