"""What is said of cells that were read although they are not plain: corrected, read as missing, or doubtful.

One line per kind: the code, how grave it is, and the sentence. What was done with the first of them is the hint,
which the annex prints as "what was done".
"""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.errors import Severity


@dataclass(frozen=True, slots=True)
class Note:
    """The kind of a remark about cells."""

    severity: Severity
    message: str


_NOTICE, _WARNING = Severity.NOTICE, Severity.WARNING
NOTES = {
    "counted-as-zero": Note(_NOTICE, "The cell stands for 0, as the project file says"),
    "suppressed": Note(_NOTICE, "The number is suppressed or not available"),
    "error-cell": Note(_WARNING, "The cell holds an error such as #N/A"),
    "invisible-characters": Note(_NOTICE, "The cell holds characters that cannot be seen"),
    "minus-sign": Note(_NOTICE, "The minus sign stands behind the number, is a dash, or is a pair of brackets"),
    "currency-sign": Note(_NOTICE, "The number carries a currency"),
    "limit-sign": Note(_NOTICE, "The number carries a sign such as ≥ or ~"),
    "footnote-mark": Note(_NOTICE, "The number carries a mark of a footnote"),
    "decimal-sign": Note(_NOTICE, "The decimal sign was found out from the column's other numbers"),
    "point-doubtful": Note(_WARNING, "The point can mean decimals or thousands"),
    "percent-scale": Note(_NOTICE, "A percentage without its sign"),
    "percent-doubtful": Note(_WARNING, "The share may be a multiple or a percentage without its sign"),
    "damaged-id": Note(_WARNING, "The id was turned into a number by a program, so digits are lost"),
    "id-became-date": Note(_WARNING, "The id was turned into a date by a program"),
    "id-point": Note(_NOTICE, "The id was written as a number with decimals"),
    "id-zeros": Note(_WARNING, "The id is shorter than the others, which start with zeros"),
    "id-filled": Note(_NOTICE, "The id had lost its leading zeros"),
    "spelling": Note(_NOTICE, "The same text is written in two ways that look alike"),
    "mixed-alphabets": Note(_WARNING, "A word mixes letters of two alphabets that look alike"),
    "similar-texts": Note(_NOTICE, "The text is nearly the same as another one"),
    "time-zone": Note(_NOTICE, "The time names its zone"),
    "month-name": Note(_NOTICE, "The month is named in another language"),
}
