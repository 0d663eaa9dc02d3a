"""Write: the register's incidents -> an edition: CSV, GeoJSON and a page that opens from the folder."""

from sijill.write.edition import Edition, write_edition

__all__ = ["Edition", "write_edition"]
