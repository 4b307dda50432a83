"""Where evidence lies: sealed bytes in pieces, and apart from them, files with the key each is sealed under."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Table, Text

# A file's own key stands here alone, sealed under the person's. So to be rid of a file it is enough to write this small
# table anew, and not the bytes of all there are; that is why it has a database of its own.
file_tables = MetaData()

files = Table(
    "evidence_files",
    file_tables,
    Column("evidence_id", Text, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("person_id", Text, nullable=False, index=True),
    Column("file_key", Text, nullable=False),
    Column("begun_at", Text, nullable=False),
    Column("kind", Text),
    Column("media_type", Text),
    Column("size", BigInteger),
    Column("digest", Text),
    Column("cleaned", Text),
    Column("made_at", Text),
)

piece_tables = MetaData()

# Copied a few rows at a time: each may hold half a mebibyte.
pieces = Table(
    "evidence_pieces",
    piece_tables,
    Column("evidence_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
    info={"rows_at_once": 8},
)
