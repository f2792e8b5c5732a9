"""Office files are ZIP packages: written here so that the same content gives the same bytes.

The file's hash is frozen at sign-off, so nothing of the clock may slip into a package: members
carry a fixed date, and the dates in the properties are the ones the caller passed.
"""

import io
import shutil
import zipfile
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

STILL = (1980, 1, 1, 0, 0, 0)  # the earliest date a ZIP member can carry


class StillZipFile(ZipFile):
    """A ZipFile whose members carry no clock time."""

    def writestr(self, name, data, compress_type=None, compresslevel=None):
        super().writestr(_still(name), data, compress_type or ZIP_DEFLATED, compresslevel)

    def write(self, filename, arcname=None, compress_type=None, compresslevel=None):
        info = _still(str(arcname or filename))
        info.compress_type = ZIP_DEFLATED
        with Path(filename).open("rb") as source, self.open(info, "w", force_zip64=True) as target:
            shutil.copyfileobj(source, target, 1 << 20)


def _still(name: str | ZipInfo) -> ZipInfo:
    info = ZipInfo(name.filename if isinstance(name, ZipInfo) else name, STILL)
    info.external_attr = 0o600 << 16
    info.create_system = 3
    return info


def stilled(package: bytes) -> bytes:
    """The same package with every member's date fixed; order is kept."""
    target = io.BytesIO()
    with (
        ZipFile(io.BytesIO(package)) as source,
        StillZipFile(target, "w", zipfile.ZIP_DEFLATED) as writer,
    ):
        for info in source.infolist():
            writer.writestr(info.filename, source.read(info))
    return target.getvalue()
