"""ZIP files: each member that sayso reads is read as if it lay beside, under `a.zip, name`; a member that fails costs itself."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from sayso.errors import InputError
from sayso.ingest.characters import shown_name
from sayso.model import Document

MOST = 100_000  # members
LARGEST = 50_000_000  # bytes of one member, unpacked
RATIO = 200  # so many times larger than it is packed may a member over 1 MB be
Read = Callable[[BinaryIO, int, str, str], Iterator[Document]]


def open_zip(stream: BinaryIO, name: str, kind: str = "ZIP file") -> zipfile.ZipFile:
    """The ZIP file (or a `kind` of it) in a stream; raises InputError where it is none."""
    try:
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as problem:
        raise InputError(name, f"is no {kind} that can be read ({problem})", "save or pack it anew") from None


def read_zip(
    stream: BinaryIO,
    name: str,
    refuse: Callable[[InputError], None],
    read: Read,
    suffix_of: Callable[[str], str],
    known: tuple[str, ...],
) -> Iterator[Document]:
    """The reports of a ZIP file's members in order of name; `read` takes a member's bytes, size, ending and name. A ZIP within is not opened."""
    with open_zip(stream, name) as bundle:
        members = sorted((m for m in bundle.infolist() if not m.is_dir()), key=lambda m: m.filename)
        wanted = [m for m in members if suffix_of(m.filename) in known and "__MACOSX/" not in m.filename]
        if not wanted:
            raise InputError(name, "holds no report", f"pack files that end in {', '.join(known)}")
        if len(wanted) > MOST:
            raise InputError(name, f"holds more than {MOST:,} files", "give its parts one by one")
        for member in wanted:
            where = f"{name}, {shown_name(member.filename)}"
            try:
                data = _unpack(bundle, member, where)
                yield from read(io.BytesIO(data), len(data), suffix_of(member.filename), where)
            except InputError as problem:
                refuse(problem)


def _unpack(bundle: zipfile.ZipFile, member: zipfile.ZipInfo, where: str) -> bytes:
    if member.flag_bits & 1:
        raise InputError(where, "is locked by a password", "pack it without one")
    too_large = InputError(
        where, f"unpacks to more than {LARGEST // 1_000_000} MB", "unpack it and give the file itself"
    )
    if member.file_size > LARGEST:
        raise too_large
    if member.file_size > 1_000_000 and member.file_size > RATIO * max(member.compress_size, 1):
        raise InputError(where, f"unpacks to more than {RATIO} times its size", "leave it out")
    try:
        with bundle.open(member) as packed:
            data = packed.read(LARGEST + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as problem:
        raise InputError(where, f"cannot be unpacked ({problem})", "pack it anew; the rest is read") from None
    if len(data) > LARGEST:
        raise too_large
    return data
