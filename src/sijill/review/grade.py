"""The suggested harm grade, after Airwars' scale, with machine-checkable reasons. A person decides."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from sijill.model import Actor, DataError, Filing, Grade, Link, Reason, Toll
from sijill.model.party import name_parties
from sijill.review.origin import group_origins

HARMED = frozenset({"killed", "injured", "casualties"})
NOT_HARM = frozenset({"agreement", "territory", "displacement"})
SAME_SIDE = {"us": "us_coalition", "uk": "us_coalition", "france": "us_coalition", "jordan": "us_coalition"}


def suggest_grade(event_type: str, filings: Sequence[Filing], links: Sequence[Link], tolls: Sequence[Toll]) -> Grade:
    """Confirmed, Fair, Weak or Contested with its reasons; None, with the reason, where no civilian is said to be harmed.

    Discounted is never suggested: that those killed were fighters is for a person to find, whatever one report says.
    """
    harmed = [t for t in tolls if t.kind in HARMED and t.group != "combatant" and t.high != 0]
    if event_type in NOT_HARM or not harmed:
        fighters = any(t.kind in HARMED and t.group == "combatant" for t in tolls)
        text = (
            ("only fighters are said to be harmed", "لا يُذكر ضرر إلا بين المقاتلين")
            if fighters
            else (
                "no civilian is said to be killed or injured",
                "لا يُذكر مقتل مدنيين ولا إصابتهم",
            )
        )
        return Grade(None, (Reason("no_civilian_harm", *text),))
    origins = group_origins(filings, links)
    belligerents = _belligerents(filings)
    reasons = [_origins_reason(len(origins), len({f.report.id for f in filings})), _belligerents_reason(belligerents)]
    admitted, denied = _statement(filings, "admission"), _statement(filings, "denial")
    if denied:
        reasons.append(Reason("denial", f"a denial is reported: “{denied}”", f"يُذكر نفي: «{denied}»"))
    if admitted:
        reasons.append(Reason("admission", f"an admission is reported: “{admitted}”", f"يُذكر إقرار بالمسؤولية: «{admitted}»"))
        return Grade("Confirmed", tuple(reasons))
    if len(belligerents) > 1:
        return Grade("Contested", tuple(reasons))
    return Grade("Fair" if len(origins) > 1 and belligerents else "Weak", tuple(reasons))


def _belligerents(filings: Sequence[Filing]) -> tuple[str, ...]:
    """The parties said to have done it, allies as one side."""
    blamed = (a for f in filings for a in f.account.actors if a.role == "perpetrator" and a.stance != "denied")
    return tuple(sorted({SAME_SIDE.get(a.actor, a.actor) for a in blamed} - {"unknown", "other"}))


def _origins_reason(origins: int, reports: int) -> Reason:
    return Reason(
        "origins",
        f"{origins} independent origin{'s' if origins != 1 else ''} in {reports} report{'s' if reports != 1 else ''}",
        f"مصادر مستقلة: {origins}، تقارير: {reports}",
    )


def _belligerents_reason(belligerents: Sequence[str]) -> Reason:
    if not belligerents:
        return Reason("no_belligerent", "no report says who did it", "لا يسمي أي تقرير الفاعل")
    names, names_ar = name_parties(belligerents)
    if len(belligerents) == 1:
        return Reason("one_belligerent", f"one party is blamed: {names}", f"يُنسب الفعل إلى طرف واحد: {names_ar}")
    return Reason("rival_belligerents", f"several parties are blamed: {names}", f"يُنسب الفعل إلى أطراف عدة: {names_ar}")


@cache
def load_words() -> dict[str, re.Pattern[str]]:
    """The words of admission and denial in `data/statements.toml`, compiled. Raises DataError."""
    name = "data/statements.toml"
    try:
        data = tomllib.loads((files("sijill") / "data" / "statements.toml").read_text(encoding="utf-8"))
        words: dict[str, list[str]] = {}
        for entry in data["entry"]:
            words.setdefault(str(entry["id"]), []).extend(map(str, entry["words"]))
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise DataError(f"{name}: {error}") from error
    return {
        kind: re.compile("|".join(rf"(?<!\w){re.escape(w)}" for w in sorted(found, key=len, reverse=True)), re.IGNORECASE)
        for kind, found in words.items()
    }


_SENTENCE = re.compile(r"[^.!?؟\n]+")


def _statement(filings: Sequence[Filing], kind: str) -> str | None:
    """The first words of admission (or denial) in a sentence that begins with the party blamed, as its subject."""
    words = load_words()
    for filing in sorted(filings, key=lambda f: f.account.id):
        blamed = [a for a in filing.account.actors if a.role in ("perpetrator", "party")]
        for sentence in _SENTENCE.finditer(filing.report.text):
            found = words[kind].search(sentence.group())
            if found is None or words["not"].search(sentence.group()[: found.end()]):
                continue
            if _speaks(blamed, sentence.start(), sentence.start() + found.end()):
                return found.group()
    return None


def _speaks(blamed: Sequence[Actor], start: int, end: int) -> bool:
    """Whether a blamed party is named in the sentence up to or right after the words."""
    return any(start <= a.span.start <= end + 40 for a in blamed)
