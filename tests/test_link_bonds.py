"""What a link says two accounts are to each other: the same, related, part of a wider toll, or one campaign at one place."""

from datetime import timedelta

import pytest
from made_filings import DAY, file_account, harm

from sijill.link import group_accounts, link_filings, propose_groups
from sijill.model import Account, Candidate, Filing, Link, Place, Placement
from sijill.model.identity import claim_id

NORTH, EAST, SOUTH = (35.0, 40.5), (35.02, 40.9), (34.7, 40.5)


def strike(report: str, **more: object) -> Filing:
    given: dict[str, object] = {
        "text": f"{report}: An air strike on the grain market of Tell Rumman killed 14 civilians who queued there.",
        "harms": (harm("14 civilians", 14, 14),),
        "place": "Tell Rumman",
        "at": NORTH,
    }
    return file_account(report, **(given | more))  # type: ignore[arg-type]


def day_of_strikes(report: str, killed: int) -> Filing:
    """One toll over three places."""
    text = f"{report}: {killed} civilians died in strikes on Tell Rumman, Umm Zahr and Bir Salt."
    made = strike(report, text=text, harms=(harm(f"{killed} civilians", killed, killed),))
    account, places, placements = made.account, list(made.account.places), list(made.placements)
    for n, (name, at) in enumerate((("Umm Zahr", EAST), ("Bir Salt", SOUTH)), 2):
        start = text.index(name)
        place = Place(claim_id(account.id, "p", n), name, type(places[0].span)(start, start + len(name)), name, "in")
        places.append(place)
        best = Candidate(name, name, *at, "town", "SY", 0.9)
        placements.append(Placement(place.id, *at, 2000, "town", 1, 1, candidates=(best,)))
    whole = Account(account.id, "event", True, "air_strike", "asserted", account.date, tuple(places), harms=account.harms)
    return Filing(whole, made.report, tuple(placements))


def only_link(left: Filing, right: Filing) -> Link:
    (link,) = link_filings([left, right])
    return link


def test_two_reports_of_one_strike_are_the_same() -> None:
    assert only_link(strike("a"), strike("b")).bond == "same"


def test_a_clash_beside_the_strike_is_related() -> None:
    link = only_link(strike("a"), strike("b", event_type="armed_clash"))
    assert (link.bond, link.joins) == ("related", False)


def test_a_strike_is_part_of_a_toll_that_covers_it_and_others_and_never_merged_with_it() -> None:
    links = link_filings([strike("a"), day_of_strikes("w", 40)])
    assert [(link.left, link.bond, link.joins) for link in links] == [("r-a.a1", "part_of", False)]
    (turned,) = link_filings([strike("z"), day_of_strikes("w", 40)])
    assert (turned.left, turned.bond) == ("r-w.a1", "covers")
    accounts = ["r-a.a1", "r-w.a1"]
    assert len(group_accounts(accounts, links)) == len(propose_groups(accounts, links)) == 2


def test_two_parts_of_one_toll_are_not_put_together_by_it() -> None:
    other = strike(
        "b", text="b: An air strike on Bir Salt killed 9 civilians.", harms=(harm("9 civilians", 9, 9),), place="Bir Salt", at=SOUTH
    )
    filings = [strike("a"), other, day_of_strikes("w", 40)]
    groups = group_accounts([f.account.id for f in filings], link_filings(filings))
    assert len(groups) == 3


def test_two_reports_of_the_whole_toll_are_the_same() -> None:
    assert only_link(day_of_strikes("v", 40), day_of_strikes("w", 40)).bond == "same"


@pytest.mark.parametrize("days", [2, 4, 6])
def test_one_place_struck_again_days_later_is_a_campaign_not_one_incident(days: int) -> None:
    links = link_filings(
        [strike("a"), strike("b", text="b: A jet killed 14 civilians in Tell Rumman.", day=DAY + timedelta(days=days))]
    )
    assert all(link.bond == "same_place_campaign" and not link.joins for link in links)
    assert len(propose_groups(["r-a.a1", "r-b.a1"], links)) == 2


def test_a_copy_with_another_date_is_a_slip_of_one_report_and_proposed_as_the_same() -> None:
    wire = "An air strike on the grain market of Tell Rumman killed 14 civilians who queued there since the early morning for flour."
    link = only_link(strike("a", text=wire), strike("b", text=wire, day=DAY + timedelta(days=2)))
    assert (link.bond, link.joins) == ("same", False)
