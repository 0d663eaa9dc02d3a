"""The language-model reader: off unless asked for."""

from sijill.extract.llm.reader import LLMReader, make_reader, privacy_notice

__all__ = ["LLMReader", "make_reader", "privacy_notice"]
