"""Extract: a report -> its accounts, every value with the span of text that says it."""
