"""Extract: a report -> its accounts, every value with the span of text that says it.

text/      the page: tokens, sentences, lexicons, what is not the article
harms/  places/  times/  actors/  sources/  victims/      finders: what is said, with the words that say it (mentions.py)
accounts/  the happenings that the mentions tell of, and what belongs to each
grammar.py the default reader: text -> finders -> accounts
llm/       a language model behind the same interface (reader.py), off unless asked for
linear.py  the small models that choose where rules cannot
"""
