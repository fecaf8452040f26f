"""Every sentence a person may read from core, formats, store, services and the command line, in both languages.

Web templates are translated by gettext instead. A key is ``room.thing``; places are ``{named}``.
"""

from __future__ import annotations

from collections import ChainMap

from zicha.core.message_tables import (
    access,
    actions,
    attendance,
    backup,
    check_rules,
    checks,
    cli,
    cli_help,
    engine,
    erasure,
    evidence,
    import_folder,
    imports,
    log,
    log_keys,
    log_rows,
    meetings,
    months,
    organisation,
    pdf,
    plan,
    problem_lists,
    problems,
    report_life,
    reports,
    scheme,
    store,
    study,
    suggestions,
    templates,
    time,
    tracking,
)
from zicha.core.text import Language, LocalText

SENTENCES: ChainMap[str, LocalText] = ChainMap(
    time.SENTENCES,
    attendance.SENTENCES,
    meetings.SENTENCES,
    months.SENTENCES,
    backup.SENTENCES,
    engine.SENTENCES,
    scheme.SENTENCES,
    store.SENTENCES,
    study.SENTENCES,
    suggestions.SENTENCES,
    organisation.SENTENCES,
    evidence.SENTENCES,
    imports.SENTENCES,
    import_folder.SENTENCES,
    reports.SENTENCES,
    templates.SENTENCES,
    report_life.SENTENCES,
    cli.SENTENCES,
    cli_help.SENTENCES,
    checks.SENTENCES,
    check_rules.SENTENCES,
    log.SENTENCES,
    log_keys.SENTENCES,
    log_rows.SENTENCES,
    erasure.SENTENCES,
    tracking.SENTENCES,
    access.SENTENCES,
    actions.SENTENCES,
    pdf.SENTENCES,
    plan.SENTENCES,
    problem_lists.SENTENCES,
    problems.SENTENCES,
)


def sentence(code: str, *, language: Language, **facts: object) -> str:
    """Return the sentence for ``code`` with its places filled; raise ``KeyError`` for an unknown code."""
    return SENTENCES[code].in_language(language).format(**facts)
