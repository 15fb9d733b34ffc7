"""The page's DDL of the events in Athena, from the schema that their files are written with."""

from __future__ import annotations

from typing import Final

from ftcrawler.history.files.event_columns import EVENTS
from ftcrawler.history.files.manifest import EVENTS_PREFIX
from ftcrawler.history.tables.hive_types import hive_columns

_PLACE: Final = f"s3://BUCKET/{EVENTS_PREFIX}"


def athena() -> str:
    """Return the statement that makes the table, as a block of code."""
    columns = ",\n".join(f"  {each}" for each in hive_columns(EVENTS))
    return f"""```sql
CREATE EXTERNAL TABLE evenements (
{columns}
)
PARTITIONED BY (`date` string)
STORED AS PARQUET
LOCATION '{_PLACE}'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.date.type' = 'date',
  'projection.date.format' = 'yyyy-MM-dd',
  'projection.date.range' = '2026-01-01,NOW',
  'storage.location.template' = '{_PLACE}date=${{date}}/'
)
```
"""
