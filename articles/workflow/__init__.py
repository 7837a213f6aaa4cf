"""The life of a release, from draft to withdrawal. Nothing else writes its state.

Each verb takes the release's version (so that of two people pressing buttons one wins and the other is told), holds
its move against the table in ``moves``, decides at the database's time under the lock, lets ``timing`` do the rest,
and writes one line of the log, all in one transaction. ``by`` None is the newsroom's own commands, which need no right
and no approval.
"""

from articles.publishing import Terms
from articles.workflow.access import bin_release, restore_release, restrict
from articles.workflow.holding import hold, lift
from articles.workflow.moves import FORCE, HOLD, MOVES, PUBLISH, REVIEW, SIGN_OFF, PendingExists, Refused, Stale
from articles.workflow.previews import make_preview, revoke_preview
from articles.workflow.publication import FURTHEST, cancel, publish, reschedule, schedule, withdraw
from articles.workflow.review import approve_afterwards, save, send_back, sign_off, submit

__all__ = [
    "FORCE",
    "FURTHEST",
    "HOLD",
    "MOVES",
    "PUBLISH",
    "REVIEW",
    "SIGN_OFF",
    "PendingExists",
    "Refused",
    "Stale",
    "Terms",
    "approve_afterwards",
    "bin_release",
    "cancel",
    "hold",
    "lift",
    "make_preview",
    "publish",
    "reschedule",
    "restore_release",
    "restrict",
    "revoke_preview",
    "save",
    "schedule",
    "send_back",
    "sign_off",
    "submit",
    "withdraw",
]
