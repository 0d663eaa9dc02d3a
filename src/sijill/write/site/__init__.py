"""The static site of an edition: it opens from a folder and from any host, in Arabic and English, and asks for nothing from outside."""

from sijill.write.site.site import SiteWriter

__all__ = ["SiteWriter"]
