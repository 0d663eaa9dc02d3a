"""What the report on a period shows, as plain data for its template."""

from collections.abc import Mapping, Sequence
from typing import Any

from sijill.model import Imprint
from sijill.write.site.excerpt import show
from sijill.write.site.summary import Summary, fill_months, months_of, parties_of
from sijill.write.wording import load_labels

LONGEST = 2000
"""Incidents in the table of a report: about eighty pages; the tables of the edition have them all."""


def words_of(lang: str) -> Mapping[str, str]:
    """Every word of an edition in one language, by code."""
    at = ("en", "ar").index(lang)
    return {code: pair[at] for code, pair in load_labels().items()}


def frame(imprint: Imprint, lang: str) -> dict[str, Any]:
    """What every document has."""
    at, words = ("en", "ar").index(lang), words_of(lang)
    return {
        "lang": lang,
        "words": words,
        "title": imprint.title[at],
        "made_at": imprint.made_at,
        "head": imprint.head,
        "seq": imprint.seq,
        "contact": imprint.contact,
        "policy_text": imprint.policy_text[at],
        "footer": f"{imprint.title[at]} · {imprint.made_at[:10]}",
    }


def period_data(imprint: Imprint, summaries: Sequence[Summary], reports: int, lang: str) -> dict[str, Any]:
    """The data of `report.typ`."""
    at, words = ("en", "ar").index(lang), words_of(lang)
    reviewed, count = sum(s.reviewed for s in summaries), len(summaries)
    some = words["notice_some"].format(reviewed=reviewed, count=count)
    shown = summaries[:LONGEST]
    return frame(imprint, lang) | {
        "notice": f"{words['notice']}. {some} {words['notice_long']}" if reviewed < count else "",
        "facts": [
            {"number": count, "word": words["incidents"]},
            {"number": reports, "word": words["reports"]},
            {"number": sum(s.lat is None for s in summaries), "word": words["unplaced"]},
            {"number": sum(s.first is None for s in summaries), "word": words["undated"]},
        ],
        "totals": [
            {
                "name": f"{words[t.kind]} · {words[t.group]}"
                + (f" ({words['families']})" if t.unit == "families" else "")
                + (f" — {words['contested_line']}" if t.contested else ""),
                "low": t.low,
                "high": f"{t.high}+" if t.open_ended else t.high,
                "open_ended": t.open_ended,
                "vague": t.vague,
                "incidents": len(t.incidents),
            }
            for t in imprint.totals
        ],
        "months": [{"month": m.month, "low": m.low, "high": m.high} for m in fill_months(months_of(summaries))],
        "parties": [{"name": p.names[at], "low": p.low} for p in parties_of(summaries)[:12]],
        "list_title": words["all_incidents"].format(count=count),
        "cut": count - len(shown),
        "cut_note": words["cut_note"].format(shown=len(shown), count=count),
        "incidents": [_incident(s, words) for s in shown],
        "method": [{"title": words[f"method_{n}_title"], "text": words[f"method_{n}"]} for n in range(1, 9)],
    }


def _incident(s: Summary, words: Mapping[str, str]) -> dict[str, Any]:
    return {
        "days": (s.first or "?") if s.first == s.last else f"{s.first} – {s.last}",
        "place": show(s.place or words["no_place"]),
        "kind": words[s.event_type] + (f" ({words['aggregate']})" if s.scope == "aggregate" else ""),
        "tolls": [
            {
                "name": f"{words[t.kind]} · {words[t.group]}",
                "range": t.range if t.low is not None or t.high is not None else words[t.word or "unknown"],
            }
            for t in s.tolls
        ],
        "grade": words[s.grade] if s.grade else "",
        "retracted": s.retracted,
    }
