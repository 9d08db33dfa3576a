"""JavaScript as scenarios use it: parsed, checked by compiling, its names found; never run here."""

from callr_actions.javascript.analysis import analyse
from callr_actions.javascript.compile import check
from callr_actions.javascript.model import (
    LONGEST_CODE,
    Access,
    Analysis,
    Form,
    Member,
    Reference,
    SyntaxFault,
)

__all__ = [
    "LONGEST_CODE",
    "Access",
    "Analysis",
    "Form",
    "Member",
    "Reference",
    "SyntaxFault",
    "analyse",
    "check",
]
