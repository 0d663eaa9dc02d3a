"""Redact: a case and a policy -> the case as it may be published, before any writer sees it."""

from sijill.write.redact.case import Redactor
from sijill.write.redact.collect import find_hidden
from sijill.write.redact.policy import Policy, list_policies, load_policy, parse_policy
from sijill.write.redact.secret import Secret

__all__ = ["Policy", "Redactor", "Secret", "find_hidden", "list_policies", "load_policy", "parse_policy"]
