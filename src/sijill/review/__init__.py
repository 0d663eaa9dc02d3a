"""Review: the accounts of an incident and what people decided -> the incident as it stands, with reasons, tolls and history."""

from sijill.review.agreement import Agreement, measure_agreement
from sijill.review.check import check_judgement
from sijill.review.history import tell_tolls
from sijill.review.incident import review_incident
from sijill.review.needs import load_weights
from sijill.review.rules import Rules, find_lacking, load_rules, make_rules, parse_rules
from sijill.review.standing import find_standing, stand_incident

__all__ = [
    "Agreement",
    "Rules",
    "check_judgement",
    "find_lacking",
    "find_standing",
    "load_rules",
    "load_weights",
    "make_rules",
    "measure_agreement",
    "parse_rules",
    "review_incident",
    "stand_incident",
    "tell_tolls",
]
