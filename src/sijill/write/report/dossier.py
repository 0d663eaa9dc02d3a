"""What the dossier of one incident shows, as plain data for its template."""

from collections.abc import Mapping
from typing import Any

from sijill.model import Case, Imprint, Toll
from sijill.model.party import PARTY_NAMES
from sijill.write.report.period import frame, words_of
from sijill.write.site.excerpt import show
from sijill.write.site.view import AccountView, toll_range, view_case


def dossier_data(imprint: Imprint, case: Case, leaf: str, lang: str) -> dict[str, Any]:
    """The data of `dossier.typ`; `leaf` is the digest of the case's record, as the edition's proof has it."""
    at, words, i = ("en", "ar").index(lang), words_of(lang), case.incident
    place = i.place
    known = place is not None and place.lat is not None and place.lon is not None
    return frame(imprint, lang) | {
        "id": i.id,
        "leaf": leaf,
        "heading": " · ".join(filter(None, (words[i.event_type], show(i.place_name or "")))),
        "days": f"{i.first}" if i.first == i.last and i.first else f"{i.first} – {i.last}" if i.first else words["no_date"],
        "notice": _notice(case, words),
        "tolls": [_toll(t, words) for t in i.tolls],
        "contradictions": [show((r.text, r.text_ar)[at]) for r in i.contradictions],
        "steps": [
            {
                "day": str(s.published or "?"),
                "source": show(s.source or s.doc),
                "said": [show(h.quote) for h in s.said] or [words["no_number"]],
                "tolls": [_toll(t, words) for t in s.tolls],
            }
            for s in case.steps
        ],
        "grade": {
            "title": words["grade_given" if i.grade and i.grade.given else "grade"],
            "name": words[i.grade.grade] if i.grade and i.grade.grade else "",
            "reasons": [show((r.text, r.text_ar)[at]) for r in i.grade.reasons] if i.grade else [],
        },
        "attribution": _attribution(case, words, at),
        "people": [_person(p.names, p.age, words[p.fate], words) for p in case.people],
        "placing": _placing(case, words),
        "point": f"{place.lat:.4f}, {place.lon:.4f}" if known and place and place.lat is not None and place.lon is not None else "",
        "accounts": [_account(a, case, words, at) for a in view_case(case).accounts],
        "notes": [show(n) for n in case.notes],
        "decisions": [
            {"entry": m.seq, "day": m.at[:10], "act": words.get(f"act_{m.judgement.act}", m.judgement.act), "reason": show(m.reason)}
            for m in case.decisions
        ],
        "withheld": [
            f"{words.get(f'withheld_{w.what}', w.what)}: {words.get(f'why_{w.why}', w.why)} ({w.count})" for w in case.withheld
        ],
    }


def _notice(case: Case, words: Mapping[str, str]) -> str:
    if case.incident.retracted is not None:
        return f"{words['retracted']}: {show(case.incident.retracted.reason)}"
    return "" if case.incident.reviewed else f"{words['notice']}. {words['notice_long']}"


def _toll(toll: Toll, words: Mapping[str, str]) -> dict[str, str]:
    numbers = toll.low is not None or toll.high is not None
    rules = [words.get(f"rule_{one}", one) for one in toll.rule.split("+")]
    marks = [words[code] for code, on in (("contradictory", toll.contradictory), ("given", toll.given is not None)) if on]
    families = f" ({words['families']})" if toll.unit == "families" else ""
    return {
        "name": f"{words[toll.kind]} · {words[toll.group]}{families}",
        "range": toll_range(toll) if numbers or not toll.words else words[toll.words[0]],
        "rule": "; ".join([*rules, *marks]),
    }


def _attribution(case: Case, words: Mapping[str, str], at: int) -> str:
    blame = case.incident.blame
    if blame is None or not blame.actors:
        return ""
    names = words["comma"].join(PARTY_NAMES.get(a, (a, a))[at] for a in blame.actors)
    return f"{names} ({words[f'certainty_{blame.certainty}']})" if blame.certainty else names


def _person(names: tuple[str, ...], age: int | None, fate: str, words: Mapping[str, str]) -> str:
    parts = [show(" / ".join(names)) or words["name_withheld"], *([words["aged"].format(age=age)] if age is not None else []), fate]
    return words["comma"].join(parts)


def _placing(case: Case, words: Mapping[str, str]) -> str:
    place = case.incident.place
    if place is None or place.lat is None:
        return words["not_placed"]
    parts = [words[place.level] if place.level else "", words["within"].format(km=f"{(place.radius_m or 0) / 1000:g}")]
    return " · ".join(filter(None, [*parts, words["place_open"] if place.open else ""]))


def _account(view: AccountView, case: Case, words: Mapping[str, str], at: int) -> dict[str, Any]:
    report = view.filing.report
    capture = case.captures.get(report.id)
    way = {"right": report.lang == "ar", "lang": "ar" if report.lang == "ar" else "en"}
    return {
        "source": show(report.source or words["source_unknown"]),
        "published": str(report.published or "?"),
        "url": show(report.url or ""),
        "captured": f"{capture.at} SHA-256 {capture.sha256}" if capture else "",
        "texts": [{"text": s.text, **way} for s in view.segments if s.text],
        "claims": [
            {
                "kind": words.get(c.code, c.code),
                "value": PARTY_NAMES[c.value][at] if c.value in PARTY_NAMES else show(c.value),
                "quote": show(c.quote or ""),
                **way,
            }
            for c in view.claims
        ],
    }
