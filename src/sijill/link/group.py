"""Groups: accounts that the links put together, unless something stands against it."""

from collections.abc import Callable, Collection, Iterable, Sequence

from sijill.model import Link


def group_accounts(
    accounts: Sequence[str],
    links: Sequence[Link],
    apart: Collection[tuple[str, str]] = (),
    blocks: Sequence[Collection[str]] = (),
    held: Sequence[Collection[str]] = (),
) -> tuple[tuple[str, ...], ...]:
    """Groups over the links that join, strongest first, each account in exactly one group, all sorted.

    A join is refused where it would put together two accounts that a person said are not the same (`apart`, in either order), two
    accounts of one report, or two groups most of whose pairs nothing links: a component that contradicts itself is split at its
    weakest joins. A new account stays alone where two groups claim it with about the same strength (`TORN`): a person should say. The
    order of the input changes nothing. Links that do not join only support those that do.

    blocks: groups that a person has judged. They stay whole, and no two of them are joined. held: groups that stand without that; they
    stay whole too, so that what comes later moves nothing that is there, but may be joined.
    """
    return _merge(accounts, [link for link in links if link.joins], links, apart, JOIN_SHARE, TORN, blocks, held)


def cut_group(accounts: Sequence[str], links: Sequence[Link], left: str, right: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A group cut in two, so that `left` and `right` are apart: every other account goes, strongest links first, to the side that it is
    linked to; what no link draws to `right` stays with `left`. Both sorted."""
    sides = {left: {left}, right: {right}}
    rest = set(accounts) - {left, right}
    while rest:
        pulls = [
            (-link.score, near, far)
            for link in links
            for near, far in ((link.left, link.right), (link.right, link.left))
            if near in rest and any(far in side for side in sides.values())
        ]
        if not pulls:
            break
        _, account, drawn_by = min(pulls)
        next(side for side in sides.values() if drawn_by in side).add(account)
        rest.remove(account)
    return tuple(sorted(sides[left] | rest)), tuple(sorted(sides[right]))


def propose_groups(
    accounts: Sequence[str], links: Sequence[Link], apart: Collection[tuple[str, str]] = (), least: float | None = None
) -> tuple[tuple[str, ...], ...]:
    """Groups that all links together suggest, joins and proposals of at least `least` bits; otherwise as `group_accounts`."""
    strong = [link for link in links if least is None or link.score >= least]
    return _merge(accounts, strong, strong, apart, PROPOSE_SHARE, 0)


JOIN_SHARE = 2 / 3
"""Share of the pairs across two groups that must be linked before they are joined. On the train reports, joining through any single
link gives pairs of which 0.88 are right, 2/3 gives 0.97 and loses 1 pair in 50."""

PROPOSE_SHARE = 1 / 2
"""The same for proposals: B-cubed 0.704 at 1/4, 0.710 at 1/2, 0.697 at 3/4 on the train reports."""


TORN = 2.0
"""Bits between the links of a new account to two accounts that nothing links with each other, below which it joins neither: less
than four to one that the first is the right one. On the train reports 0.981 of the joined pairs are right with it, 0.972 without; 2
incidents are wrongly put together instead of 3."""


def report_of(account: str) -> str:
    """The report of an account id (`<report>.a<number>`)."""
    return account.rpartition(".a")[0] or account


def _refuser(
    accounts: Iterable[str], apart: Collection[tuple[str, str]], blocked: frozenset[str]
) -> Callable[[set[str], set[str]], bool]:
    foes: dict[str, set[str]] = {a: set() for a in accounts}
    for left, right in apart:
        if left in foes and right in foes:
            foes[left].add(right)
            foes[right].add(left)

    def refuses(left: set[str], right: set[str]) -> bool:
        if len(left) > len(right):
            left, right = right, left
        if any(foes[a] & right for a in left) or not (blocked.isdisjoint(left) or blocked.isdisjoint(right)):
            return True
        reports = {report_of(a) for a in right}
        return any(report_of(a) in reports for a in left)

    return refuses


def _merge(
    accounts: Iterable[str],
    merging: Sequence[Link],
    linking: Sequence[Link],
    apart: Collection[tuple[str, str]],
    share: float,
    margin: float,
    blocks: Sequence[Collection[str]] = (),
    held: Sequence[Collection[str]] = (),
) -> tuple[tuple[str, ...], ...]:
    """Merge along `merging`, strongest first, where enough of the pairs across are in `linking` and nothing forbids it."""
    group = {account: {account} for account in accounts}
    for block in (*held, *blocks):
        whole = set(block)
        group |= dict.fromkeys(whole, whole)
    refuses = _refuser(group, apart, frozenset(account for block in blocks for account in block))
    linked = {pair for k in linking if is_same(k) for pair in ((k.left, k.right), (k.right, k.left))}
    merging = [k for k in merging if k.left in group and k.right in group and is_same(k)]
    torn = _find_torn(merging, linked, frozenset(account for block in (*held, *blocks) for account in block), margin)
    for link in sorted(merging, key=lambda k: (-k.score, k.left, k.right)):
        left, right = group[link.left], group[link.right]
        if left is right or refuses(left, right) or not torn.isdisjoint((link.left, link.right)):
            continue
        if sum((a, b) in linked for a in left for b in right) < share * len(left) * len(right):
            continue
        if len(left) < len(right):
            left, right = right, left
        left |= right
        for account in right:
            group[account] = left
    return tuple(sorted({tuple(sorted(members)) for members in group.values()}))


def _find_torn(joining: Sequence[Link], linked: Collection[tuple[str, str]], settled: frozenset[str], margin: float) -> frozenset[str]:
    """New accounts whose strongest join is hardly stronger than one to an account that nothing links with the first."""
    claims: dict[str, list[tuple[float, str]]] = {}
    for link in joining:
        for near, far in ((link.left, link.right), (link.right, link.left)):
            if near not in settled:
                claims.setdefault(near, []).append((link.score, far))
    return frozenset(account for account, found in claims.items() if _has_rivals(found, linked, margin))


def _has_rivals(claims: list[tuple[float, str]], linked: Collection[tuple[str, str]], margin: float) -> bool:
    best, first = max(claims)
    return any(score > best - margin and other != first and (first, other) not in linked for score, other in claims)


def is_same(link: Link) -> bool:
    """Whether a link says that two accounts tell of one incident. Links of before bonds were kept say so by their reasons."""
    return link.bond == "same" and all(reason.code != "type_other" for reason in link.reasons)
