"""Stage 1: files to captures and reports, kept with custody."""

from sijill.capture.files import Captured, count_reports, read_paths
from sijill.capture.table import Columns, read_table

__all__ = ["Captured", "Columns", "count_reports", "read_paths", "read_table"]
