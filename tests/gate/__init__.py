"""The quality gate: our own sentences with what a careful analyst reads out of them, and how readings are scored against them."""
