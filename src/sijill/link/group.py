"""Groups: accounts that the links put together, unless something stands against it."""

from collections.abc import Callable, Collection, Iterable, Sequence

from sijill.model import Link


def group_accounts(
    accounts: Sequence[str], links: Sequence[Link], apart: Collection[tuple[str, str]] = ()
) -> tuple[tuple[str, ...], ...]:
    """Groups over the links that join, strongest first, each account in exactly one group, all sorted.

    A link is refused where it would put together two accounts that a person said are not the same (`apart`, in either order) or two
    accounts of one report, so that a contradictory component is split at its weakest link. The order of the input changes nothing.
    """
    return _merge(accounts, (link for link in links if link.joins), _refuser(accounts, apart))


def propose_groups(
    accounts: Sequence[str], links: Sequence[Link], apart: Collection[tuple[str, str]] = (), least: float | None = None
) -> tuple[tuple[str, ...], ...]:
    """Groups that the proposals suggest: as `group_accounts`, over every link of at least `least` bits that is not merely related,
    and two groups meet only where their links outweigh the pairs of them that nothing links."""
    usable = [k for k in links if not any(r.code == "type_other" for r in k.reasons) and (least is None or k.score >= least)]
    linked = {(k.left, k.right) for k in usable} | {(k.right, k.left) for k in usable}
    refuses = _refuser(accounts, apart)

    def too_loose(left: set[str], right: set[str]) -> bool:
        if refuses(left, right):
            return True
        pairs = sum((a, b) in linked for a in left for b in right)
        return 2 * pairs < len(left) * len(right)

    return _merge(accounts, usable, too_loose)


def report_of(account: str) -> str:
    """The report of an account id (`<report>.a<number>`)."""
    return account.rpartition(".a")[0] or account


def _refuser(accounts: Sequence[str], apart: Collection[tuple[str, str]]) -> Callable[[set[str], set[str]], bool]:
    foes: dict[str, set[str]] = {a: set() for a in accounts}
    for left, right in apart:
        if left in foes and right in foes:
            foes[left].add(right)
            foes[right].add(left)

    def refuses(left: set[str], right: set[str]) -> bool:
        if len(left) > len(right):
            left, right = right, left
        if any(foes[a] & right for a in left):
            return True
        reports = {report_of(a) for a in right}
        return any(report_of(a) in reports for a in left)

    return refuses


def _merge(
    accounts: Iterable[str], links: Iterable[Link], refuses: Callable[[set[str], set[str]], bool]
) -> tuple[tuple[str, ...], ...]:
    group = {account: {account} for account in accounts}
    for link in sorted(links, key=lambda k: (-k.score, k.left, k.right)):
        if link.left not in group or link.right not in group:
            continue  # a link to an account that was not asked for, e.g. a neighbour
        left, right = group[link.left], group[link.right]
        if left is right or refuses(left, right):
            continue
        if len(left) < len(right):
            left, right = right, left
        left |= right
        for account in right:
            group[account] = left
    return tuple(sorted({tuple(sorted(members)) for members in group.values()}))
