"""Write: cases from the register -> an edition: redacted, checked, in the formats of its readers, and proved by a manifest."""

from sijill.write.check import Checks, parse_assertion
from sijill.write.earlier import find_exposed
from sijill.write.edition import SHEAF, Written, bind_edition, write_edition
from sijill.write.formats import WRITERS
from sijill.write.redact import Policy, Redactor, Secret, find_hidden, list_policies, load_policy, parse_policy
from sijill.write.sheaf import Layout, Sheaf
from sijill.write.verify import Membership, Verified, find_membership, verify_edition

__all__ = [
    "SHEAF",
    "WRITERS",
    "Checks",
    "Layout",
    "Membership",
    "Policy",
    "Redactor",
    "Secret",
    "Sheaf",
    "Verified",
    "Written",
    "bind_edition",
    "find_exposed",
    "find_hidden",
    "find_membership",
    "list_policies",
    "load_policy",
    "parse_assertion",
    "parse_policy",
    "verify_edition",
    "write_edition",
]
