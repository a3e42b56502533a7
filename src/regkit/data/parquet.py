"""Versions, provisions and citations as Parquet tables for data analysis."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import msgspec

from regkit.codes import ErrorCode
from regkit.data.rows import CitationRow, PeriodRow, ProvisionRow, VersionRow, kind_of, tables_of
from regkit.disk.journals import exclusive_access, write_together
from regkit.errors import ChangedError, DataError, LockedError, UnfinishedError, reason_of
from regkit.library import Work

NAMES = ("versions.parquet", "periods.parquet", "provisions.parquet", "citations.parquet")
_SECONDS_TO_WAIT = 30


def write_parquet(works: Iterable[Work], folder: Path, *, replace: bool = False) -> tuple[Path, ...]:
    """Write four tables into a folder, which is created if missing: all four are written, or none. Returns their paths.

    The columns are the fields of the structs in `rows`; dates are date32, texts UTF-8. Raises DataError, with
    one Chinese sentence, if pyarrow is not installed, if a file already exists and `replace` is not set, or if
    writing fails.
    """
    try:
        import pyarrow  # noqa: F401, PLC0415 - fails early if it is not installed
    except ImportError:
        raise DataError(
            "写 Parquet 需要 pyarrow；请运行 pip install 'regkit-law[data]'。", code=ErrorCode.DATA_DEPENDENCY
        ) from None
    paths = tuple(folder / name for name in NAMES)
    try:
        with exclusive_access(folder, seconds=_SECONDS_TO_WAIT, keep_lock=False):
            existing = next((path for path in paths if path.exists()), None)
            if existing and not replace:
                raise DataError(
                    f"{existing} 已经存在；确实要替换时请加 --replace。", code=ErrorCode.DATA_EXISTS
                )
            write_together(folder, _files(works))
    except (ChangedError, LockedError, UnfinishedError) as error:
        raise DataError(str(error), code=error.code) from None
    except OSError as error:
        raise DataError(
            f"写不进 {folder}：{reason_of(error)}；什么都没有改动。", code=ErrorCode.DATA_DISK
        ) from None
    return paths


def _files(works: Iterable[Work]) -> dict[str, bytes]:
    """The contents of the four files, by name."""
    import pyarrow  # noqa: PLC0415 - an optional extra that few users install
    from pyarrow import parquet  # noqa: PLC0415 - as above

    row_types: tuple[type[msgspec.Struct], ...] = (VersionRow, PeriodRow, ProvisionRow, CitationRow)
    rows: tuple[list[msgspec.Struct], ...] = ([], [], [], [])
    for tables in tables_of(works):
        for table_rows, new_rows in zip(
            rows, ([tables.version], tables.periods, tables.provisions, tables.citations), strict=True
        ):
            table_rows.extend(new_rows)
    arrow_types = {
        "int": pyarrow.int64(),
        "bool": pyarrow.bool_(),
        "str": pyarrow.string(),
        "date": pyarrow.date32(),
    }
    files: dict[str, bytes] = {}
    for name, row_type, table_rows in zip(NAMES, row_types, rows, strict=True):
        fields = msgspec.structs.fields(row_type)
        columns = [
            pyarrow.field(field.name, arrow_types[kind_of(field.type)], nullable="None" in str(field.type))
            for field in fields
        ]
        table = pyarrow.table(
            {field.name: [getattr(row, field.name) for row in table_rows] for field in fields},
            schema=pyarrow.schema(columns),
        )
        stream = io.BytesIO()
        parquet.write_table(table, stream, compression="zstd")
        files[name] = stream.getvalue()
    return files
