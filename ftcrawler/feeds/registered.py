"""What writes a feed, by its format, and what keeps it, by its address: for Scrapy's settings."""

from __future__ import annotations

from typing import Final

EXPORTERS: Final = {
    "csv": "ftcrawler.feeds.csv_feed.CsvExporter",
    "tsv": "ftcrawler.feeds.csv_feed.TsvExporter",
    "excel": "ftcrawler.feeds.csv_feed.ExcelExporter",
    "json": "ftcrawler.feeds.json_feed.JsonExporter",
    **dict.fromkeys(
        ("jsonlines", "jsonl", "ndjson", "jl"), "ftcrawler.feeds.json_feed.JsonLinesExporter"
    ),
    "xlsx": "ftcrawler.feeds.xlsx_feed.XlsxExporter",
    "parquet": "ftcrawler.feeds.parquet_feed.ParquetExporter",
}
STORAGES: Final = {
    # A file is replaced once the new one is whole; Scrapy would empty it first.
    **dict.fromkeys(("", "file"), "ftcrawler.feeds.file_storage.WholeFileStorage"),
    # Scrapy's has a client of its own, without time limits, which not every S3 understands.
    "s3": "ftcrawler.feeds.bucket_storage.BucketFileStorage",
}
