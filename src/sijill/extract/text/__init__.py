"""The text made ready: tokens, sentences, lexicons, and what is not the article."""
