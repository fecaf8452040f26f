"""The tables. Private to the store: values, never rows, leave it."""

from zicha.store.models.accounts import Account, AuditLink, SignInFailure
from zicha.store.models.attendance import DeviceSession, LeaveRequest, PassLink, RefusedSignIn, Sheet, SheetMark
from zicha.store.models.bindings import BoundNode, BoundRow
from zicha.store.models.board_rows import BoardCatchUp, BoardLayout, BoardNewest, BoardRow, BoardUnit
from zicha.store.models.calendars import CalendarLink, SentDigest
from zicha.store.models.cubes import CubeCatchUp, CubeCell, CubeMember, CubeNode, CubeTally
from zicha.store.models.ledger import (
    AttendanceSheet,
    EvidenceLink,
    Fact,
    FactNumber,
    LedgerHead,
    LedgerNode,
    PersonalValue,
    Revision,
)
from zicha.store.models.months import MonthRow, MonthTally
from zicha.store.models.notes import PrivateNote
from zicha.store.models.organisation import Holding, OrganisationChange, Person, Slot, UnitSpan
from zicha.store.models.presence import PresenceRow, PresenceSelector
from zicha.store.models.requests import DataRequest
from zicha.store.models.suggestions import Suggestion
from zicha.store.models.writing import ProseRevision, SchemeVersion

__all__ = [
    "Account",
    "AttendanceSheet",
    "AuditLink",
    "BoardCatchUp",
    "BoardLayout",
    "BoardNewest",
    "BoardRow",
    "BoardUnit",
    "BoundNode",
    "BoundRow",
    "CalendarLink",
    "CubeCatchUp",
    "CubeCell",
    "CubeMember",
    "CubeNode",
    "CubeTally",
    "DataRequest",
    "DeviceSession",
    "EvidenceLink",
    "Fact",
    "FactNumber",
    "Holding",
    "LeaveRequest",
    "LedgerHead",
    "LedgerNode",
    "MonthRow",
    "MonthTally",
    "OrganisationChange",
    "PassLink",
    "Person",
    "PersonalValue",
    "PresenceRow",
    "PresenceSelector",
    "PrivateNote",
    "ProseRevision",
    "RefusedSignIn",
    "Revision",
    "SchemeVersion",
    "SentDigest",
    "Sheet",
    "SheetMark",
    "SignInFailure",
    "Slot",
    "Suggestion",
    "UnitSpan",
]
