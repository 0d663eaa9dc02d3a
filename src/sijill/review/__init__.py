"""Review: the accounts of an incident -> its days, place, tolls, suggested grade and contradictions."""

from sijill.review.incident import review_incident

__all__ = ["review_incident"]
