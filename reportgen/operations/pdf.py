"""Documents -> PDF files through LibreOffice, where it is installed.

In: the bytes of deck and report.  Out: the PDF bytes of each, or a Problem that says why not.
The converter works in a folder and with a profile of its own, so that neither a LibreOffice that is
open on the desktop nor a second build gets in its way.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from reportgen.errors import Problem, Severity
from reportgen.locations import Location

CONVERTIBLE: Final = (".pptx", ".docx")

# For all documents of one call: a deck of 80 slides was seen to take 79 s on a busy computer.
_SECONDS: Final = 180
_COMMANDS: Final = ("soffice", "libreoffice")
# PDF tags carry headings, reading order and alternative texts to screen readers; up to LibreOffice 7 they are not the
# default. A template may hold macros and linked pictures: converting runs none and fetches nothing.
_SETTINGS: Final = (
    ("Filter/PDF/Export", "UseTaggedPDF"),
    ("Security/Scripting", "DisableMacrosExecution"),
    ("Security/Scripting", "BlockUntrustedRefererLinks"),
)


def find_converter() -> Path | None:
    """The LibreOffice program: on the PATH, else where it is usually installed; None where there is none."""
    for command in _COMMANDS:
        found = shutil.which(command)
        if found:
            return Path(found)
    return next((path for path in _usual_places() if path.is_file()), None)


def make_pdfs(documents: Mapping[str, bytes], as_of: date) -> tuple[dict[str, bytes], list[Problem]]:
    """The PDF of every deck and report by the document's name, and a notice or warning where one cannot be made.

    One call converts all. The PDFs are dated `as_of`, so that the same documents give the same bytes.
    """
    chosen = {name: data for name, data in documents.items() if Path(name).suffix in CONVERTIBLE}
    if not chosen:
        return {}, [_problem("--pdf", "Deck and report are made as PDF, and neither is among the documents")]
    program = find_converter()
    if program is None:
        hint = "Install LibreOffice (libreoffice.org), or save the documents as PDF in Office."
        return {}, [_problem("--pdf", "No PDF was made, because LibreOffice was not found", hint=hint)]
    with tempfile.TemporaryDirectory(prefix="reportgen-pdf-", ignore_cleanup_errors=True) as folder:
        said = _convert(program, chosen, Path(folder))
        found = {name: _made(Path(folder) / "pdf" / f"{Path(name).stem}.pdf") for name in chosen}
    pdfs = {name: _dated(data, as_of) for name, data in found.items() if data}
    return pdfs, [_failed(name, said) for name in chosen if name not in pdfs]


def _usual_places() -> Iterable[Path]:
    # soffice.com is the one that waits and prints on Windows; soffice.exe returns at once.
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if os.environ.get(variable):
            yield Path(os.environ[variable]) / "LibreOffice" / "program" / "soffice.com"
            yield Path(os.environ[variable]) / "Programs" / "LibreOffice" / "program" / "soffice.com"
    for root in (Path("/"), Path.home()):
        yield root / "Applications" / "LibreOffice.app" / "Contents" / "MacOS" / "soffice"
    yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)
    yield Path("/snap/bin/libreoffice")


def _convert(program: Path, documents: Mapping[str, bytes], folder: Path) -> str:
    """Run the program over all documents; what it said when it failed or stopped answering."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_profile_settings(), "utf-8")
    for name, data in documents.items():
        (folder / name).write_bytes(data)
    options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"]
    command = [str(program), f"-env:UserInstallation={profile.as_uri()}", *options]
    command += ["--convert-to", "pdf", "--outdir", str(folder / "pdf"), *(str(folder / name) for name in documents)]
    return _run(command)


def _profile_settings() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.Common/{path}"><prop oor:name="{name}" oor:op="fuse">'
        "<value>true</value></prop></item>"
        for path, name in _SETTINGS
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'


def _run(command: list[str]) -> str:
    """Run to the end or to the time-out, with everything the command started; the last line it said, "" if none.

    The exit code says nothing: LibreOffice ends with 0 when it could not open a file.
    """
    # Into a file, because a program left behind that holds a pipe open would keep us waiting for its end.
    with tempfile.TemporaryFile() as said:
        try:
            # start_new_session: a process group to end as a whole; Windows has none and goes by the process tree.
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, start_new_session=True
            )
        except OSError as error:
            return error.strerror or type(error).__name__
        try:
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            return f"no answer within {_SECONDS} seconds"
        finally:
            _end(process)
        said.seek(0)
        lines = said.read().decode("utf-8", "replace").split("\n")
    errors = [line.strip() for line in lines if line.strip().startswith("Error")]
    return errors[-1].rstrip(".") if errors else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the command and what it started: soffice is a wrapper, and soffice.bin outlives it."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _made(path: Path) -> bytes:
    """The PDF's bytes; empty where there is none."""
    data = path.read_bytes() if path.is_file() else b""
    return data if data.startswith(b"%PDF-") else b""


def _dated(pdf: bytes, day: date) -> bytes:
    """The same PDF, made on that day, with an id that depends on its content alone; every offset stays.

    CreationDate, ID and DocChecksum are all that differs between two conversions (LibreOffice 7.4).
    """
    stamp = f"{day:%Y%m%d}000000".encode()
    pdf = re.sub(rb"(/CreationDate ?\(D:)\d{14}", rb"\g<1>" + stamp, pdf)
    trailer = pdf.rfind(b"trailer")
    if trailer < 0:
        return pdf
    body, end = pdf[:trailer], pdf[trailer:]
    mark = hashlib.sha256(body).hexdigest()[:32].upper().encode()
    return body + re.sub(rb"(?<=[</])[0-9A-F]{32}\b", mark, end)


def _failed(name: str, said: str) -> Problem:
    hint = "The document itself is complete; open it in Office and save it as PDF."
    return _problem(name, "LibreOffice made no PDF of this document", said, hint, Severity.WARNING, "pdf-failed")


def _problem(
    place: str,
    message: str,
    found: str = "",
    hint: str = "",
    severity: Severity = Severity.NOTICE,
    code: str = "no-pdf",
) -> Problem:
    return Problem(severity, code, message, Location(place), found, "", hint)
