"""A link as a waterfall: from what any two accounts are, each reason adds its bits until the score is reached."""

from typing import NamedTuple

from sijill.model import Link, Reason


class Step(NamedTuple):
    """One reason, its weight in it in bits, and the total after it."""

    reason: Reason
    total: float


def explain_link(link: Link) -> tuple[Step, ...]:
    """The steps of a link in the order of their weight; the first is the start, the last total is the score.

    The start is the prior of the model: what is left of the score without the reasons.
    """
    prior = round(link.score - sum(reason.weight for reason in link.reasons), 3)
    start = Reason("start", "before anything is compared: most pairs are two incidents", "قبل أي مقارنة: معظم الأزواج حادثتان", prior)
    steps, total = [Step(start, prior)], prior
    for reason in link.reasons:
        total = round(total + reason.weight, 3)
        steps.append(Step(reason, total))
    return tuple(steps)
