"""Assembly: from what the finders found to the accounts of a report, in the order of the text.

units -> drafts (accounts.py) -> frames (frames.py) -> what belongs to each (binding*.py) -> accounts.
"""

from sys import intern

from sijill.extract.accounts.bind_actors import actor_candidates, named_sides
from sijill.extract.accounts.bind_dates import date_candidates
from sijill.extract.accounts.bind_harms import harm_candidates
from sijill.extract.accounts.bind_places import place_candidates
from sijill.extract.accounts.bind_sources import source_candidates
from sijill.extract.accounts.drafts import Draft, link_units, tells_of_bombs
from sijill.extract.accounts.events import find_triggers
from sijill.extract.accounts.facts import gather_facts
from sijill.extract.accounts.frames import Frame, choose_frame
from sijill.extract.accounts.models import Models, load_models
from sijill.extract.accounts.scene import TOLLS, Scene, View, make_scene, make_view
from sijill.extract.accounts.units import cut_units
from sijill.extract.mentions import Mentions, PlaceMention
from sijill.extract.text.page import Page
from sijill.model import Account, Actor, Attribution, Harm, Place, Span, When
from sijill.model.identity import account_id, claim_id
from sijill.model.vocabulary import Role

LEAST_SOURCE = 0.4
"""Probability from which a source is the account's: best F1 in cross-validation on the training reports (flat from 0.35 to 0.5)."""

LEAST_PLACE = 0.38
"""Probability from which a place is the account's: best place F1 in cross-validation on the training reports."""

LEAST_HARM = 0.3
"""Probability from which a harm of its units is the account's: best harm F1 in cross-validation on the training reports, in both
languages (flat below; the finder has weighed each harm before)."""

ONLY_PLACE = 0.15
"""Probability from which the likeliest place is the account's where none reaches LEAST_PLACE: in cross-validation place F1 is flat
from 0.1 to 0.3, and more harms are bound to their place."""


def assemble(page: Page, mentions: Mentions, report: str, models: Models | None = None) -> tuple[Account, ...]:
    """The accounts of a page. `report` is the report's id, from which the ids are made; `models` are the package's unless given."""
    chosen = models or load_models()
    units = cut_units(page, mentions, find_triggers(page, mentions.furniture))
    facts = gather_facts(page, mentions, units)
    drafts = link_units(facts, chosen.account)
    scene = make_scene(page, mentions, facts, drafts)
    return tuple(build_account(scene, index, account_id(report, index + 1), chosen) for index in range(len(drafts)))


def build_account(scene: Scene, index: int, name: str, models: Models) -> Account:
    """The account of one draft: its frame, and the claims bound to it."""
    view = make_view(scene, index)
    frame = choose_frame(scene, index, models)
    return Account(
        id=name,
        scope=frame.scope,
        headline=frame.headline,
        event_type=frame.event_type,
        stance=frame.stance,
        date=bind_date(scene, view, frame, models),
        places=bind_places(scene, view, frame, name, models),
        actors=bind_actors(scene, view, frame, name, models),
        harms=bind_harms(scene, view, frame, name, models),
        attributions=bind_sources(scene, view, frame, name, models),
        weapon=frame.weapon,
        origin_places=bind_origins(scene, view.draft, name),
    )


def bind_harms(scene: Scene, view: View, frame: Frame, name: str, models: Models) -> tuple[Harm, ...]:
    """The harms of an account; a part names the quote of its whole where both are kept."""
    harms = scene.mentions.harms
    candidates = harm_candidates(scene, view, frame.event_type)
    kept = [c.mention for c in candidates if models.harm.probability(c.features, "yes") >= LEAST_HARM]
    found = []
    for number, i in enumerate(kept, start=1):
        m = harms[i]
        whole = harms[m.part_of] if m.part_of is not None and m.part_of in kept else None
        found.append(
            Harm(
                id=claim_id(name, "h", number),
                quote=_quote(scene, m.span),
                span=m.span,
                kind=m.kind,
                group=m.group,
                who=m.who,
                low=m.low,
                high=m.high,
                hedge=m.hedge,
                unit=m.unit,
                part_of=_quote(scene, whole.span) if whole else None,
                may_rise=m.may_rise or (view.index in scene.rising and m.kind in TOLLS and m.high != 0),
                rule=m.rule,
            )
        )
    return tuple(found)


def _quote(scene: Scene, span: Span) -> str:
    """The words of a span; the same words are one string, so that a long page is not held twice."""
    return intern(scene.page.text[span.start : span.end])


def bind_places(scene: Scene, view: View, frame: Frame, name: str, models: Models) -> tuple[Place, ...]:
    """Where an account happened."""
    found = [(models.place.probability(c.features, "yes"), c) for c in place_candidates(scene, view, frame.event_type)]
    likely = [c for chance, c in found if chance >= LEAST_PLACE]
    if not likely and found and frame.event_type not in _PLACELESS:
        chance, best = max(found, key=lambda item: item[0])
        likely = [best] if chance >= ONLY_PLACE else []
    chosen = [scene.mentions.places[c.mentions[0]] for c in likely]
    return tuple(_place(scene, m, claim_id(name, "p", number)) for number, m in enumerate(chosen, start=1))


_PLACELESS = frozenset({"agreement", "displacement"})
"""Types that often name no place of their own: only towns that people left, or where they talked of."""


def bind_origins(scene: Scene, draft: Draft, name: str) -> tuple[Place, ...]:
    """Where people came from, as the account's own units say."""
    places = scene.mentions.places
    chosen = [places[i] for f in draft.facts for i in f.unit.places if places[i].use == "origin"]
    return tuple(_place(scene, m, claim_id(name, "o", number)) for number, m in enumerate(chosen, start=1))


def _place(scene: Scene, m: PlaceMention, claim: str) -> Place:
    return Place(claim, _quote(scene, m.span), m.span, m.name, m.relation, m.within, m.rule)


def bind_actors(scene: Scene, view: View, frame: Frame, name: str, models: Models) -> tuple[Actor, ...]:
    """Who took part, with roles."""
    found: list[Actor] = []
    held = {number for fact in view.draft.facts for number in fact.holding}
    for candidate in actor_candidates(scene, view, frame.event_type):
        if frame.event_type == "displacement" and candidate.mentions[0] in held:
            continue  # people left an area that a party holds: nothing says that it drove them out
        role, _ = models.actor.choose(candidate.features)
        if role != "none":
            found.append(_actor(scene, candidate.mentions[0], claim_id(name, "c", len(found) + 1), _ROLES[role]))
    if frame.event_type in {"armed_clash", "agreement"} and len(found) < 2:
        for number in named_sides(scene, view.draft):
            if scene.mentions.actors[number].actor not in {a.actor for a in found} and len(found) < 2:
                found.append(_actor(scene, number, claim_id(name, "c", len(found) + 1), "party", "the two sides"))
    if not found and tells_of_bombs(view.draft.facts[0]):
        number = view.draft.facts[0].unit.actors[0]
        found.append(_actor(scene, number, claim_id(name, "c", 1), "perpetrator", "who used the bombs"))
    return tuple(found)


def _actor(scene: Scene, number: int, claim: str, role: Role, rule: str | None = None) -> Actor:
    """A mention as a claim; `rule` says what gave it its role, where that was not its own words."""
    m = scene.mentions.actors[number]
    return Actor(claim, _quote(scene, m.span), m.span, m.actor, role, m.stance, rule or m.rule)


_ROLES: dict[str, Role] = {"perpetrator": "perpetrator", "party": "party", "target": "target"}


def bind_sources(scene: Scene, view: View, frame: Frame, name: str, models: Models) -> tuple[Attribution, ...]:
    """According to whom."""
    found: list[Attribution] = []
    for candidate in source_candidates(scene, view, frame.event_type):
        if models.source.probability(candidate.features, "yes") >= LEAST_SOURCE:
            m = scene.mentions.sources[candidate.mentions[0]]
            claim = claim_id(name, "s", len(found) + 1)
            found.append(Attribution(claim, _quote(scene, m.span), m.span, m.kind, m.rule))
    return tuple(found)


def bind_date(scene: Scene, view: View, frame: Frame, models: Models) -> When | None:
    """When it happened; None where nothing settles it."""
    candidates = date_candidates(scene, view, frame)
    best = candidates[models.date.best([c.features for c in candidates])]
    if best.days is None:
        return None
    if best.mention is None:
        return When(*best.days, rule="published")
    m = scene.mentions.times[best.mention]
    return When(*best.days, _quote(scene, m.span), m.span, m.rule)
